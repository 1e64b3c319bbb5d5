import { createFrame, FRAME_TIMEOUT_MS, setStyle } from './frame.js';
import type { FromWallet, Link, ToWallet } from './protocol.js';
import { openLink, randomId } from './protocol.js';

/** What the payer or the page made of the sheet. `closed` is the page's doing, and after `pay` another end follows. */
export type WalletEnd = 'pay' | 'cancel' | 'closed' | 'unreachable';

/** What the wallet knows of the payer, as the `confirm` event shows it. */
const PAYER = {
  name: 'Sandbox Payer',
  email: 'payer@example.com',
  address: {
    line1: '1 Test Street',
    line2: null,
    city: 'San Francisco',
    state: 'CA',
    postal_code: '94111',
    country: 'US',
  },
};

/**
 * The wallet's sheet: a frame over the page. It is a modal dialog, since a wallet is a window of its own, which no dialog of
 * the page lies above.
 */
export class WalletSheet {
  readonly element = randomId();
  readonly billingDetails = structuredClone(PAYER);
  readonly #dialog = document.createElement('dialog');
  readonly #link: Link<ToWallet>;
  readonly #removal: MutationObserver;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #ended: (end: WalletEnd) => void;
  #confirmed = false;
  #open = true;

  constructor(origin: string, shown: { amount: string; business: string }, ended: (end: WalletEnd) => void) {
    this.#ended = ended;
    const frame = createFrame({
      origin,
      path: '/frames/wallet',
      title: 'Sandbox Wallet',
      name: 'sandbox-wallet-frame',
      element: this.element,
    });
    const cover = {
      position: 'fixed',
      inset: '0',
      width: '100%',
      height: '100%',
      margin: '0',
      padding: '0',
      border: '0',
    };
    const whole = { ...cover, 'max-width': 'none', 'max-height': 'none', display: 'block', background: 'transparent' };
    setStyle(this.#dialog, whole);
    setStyle(frame, { ...whole, 'color-scheme': 'light only' });
    this.#dialog.setAttribute('aria-label', 'Sandbox Wallet');
    this.#dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      if (!this.#confirmed) this.#end('cancel');
    });
    this.#link = openLink<ToWallet, FromWallet>(
      this.element,
      origin,
      () => frame.contentWindow,
      ({ type }) => {
        clearTimeout(this.#timer);
        if (type === 'hello') {
          frame.focus();
          return this.#link.send({ type: 'init', ...shown });
        }
        if (type === 'cancel') return this.#end('cancel');
        this.#confirmed = true;
        ended('pay');
      },
    );
    this.#dialog.append(frame);
    document.body.append(this.#dialog);
    this.#dialog.showModal();
    this.#removal = new MutationObserver(() => {
      if (!this.#dialog.isConnected) this.#end('cancel');
    });
    this.#removal.observe(document.body, { childList: true });
    this.#timer = setTimeout(() => this.#end('unreachable'), FRAME_TIMEOUT_MS);
  }

  /** Whether the payer has agreed to pay, and the page has not come to an end with it. */
  get confirmed(): boolean {
    return this.#open && this.#confirmed;
  }

  /** Takes the sheet away: the payment goes on without it. */
  close(): void {
    this.#end('closed');
  }

  /** The page could not pay. Without a reason that the payer can do something about, the sheet goes. */
  fail({ reason = 'fail', message }: { reason?: string; message?: string }): void {
    if (!this.confirmed) return;
    if (reason === 'fail') return this.close();
    this.#confirmed = false;
    this.#link.send({ type: 'failed', message: message ?? 'The payment failed. Please try again.' });
  }

  #end(how: WalletEnd): void {
    if (!this.#open) return;
    this.#open = false;
    clearTimeout(this.#timer);
    this.#removal.disconnect();
    this.#link.close();
    this.#dialog.close();
    this.#dialog.remove();
    this.#ended(how);
  }
}
