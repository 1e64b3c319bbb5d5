import { OUTSET } from './frame.js';
import type { ElementHome } from './frame-element.js';
import { FrameElement } from './frame-element.js';
import { IntegrationError } from './integration-error.js';
import type { Appearance, ExpressOptions, FromElement, ToExpress } from './protocol.js';
import { WalletSheet } from './wallet-sheet.js';

/** The options of the Express Checkout Element that the sandbox follows; others are taken and have no effect. */
export interface ExpressElementOptions {
  /** `link: 'never'` takes the sandbox's one wallet away. */
  paymentMethods?: Record<string, string | undefined>;
  buttonHeight?: number;
  business?: { name: string };
}

/** What an Express Checkout Element needs of its group beside what all need. */
export interface ExpressHome extends ElementHome {
  appearance(): Appearance;
  /** Whether a wallet's card could pay. */
  takesCards(): boolean;
  /** What is to be paid, as the payer reads it. */
  amount(): string;
}

/** How long the page has to answer a click, in milliseconds. */
const ANSWER_WITHIN_MS = 1000;

const NO_WALLETS = { amazonPay: false, applePay: false, googlePay: false, link: false, paypal: false, klarna: false };

const SMALLEST = 40;
const LARGEST = 55;

/** The Express Checkout Element: the button of one wallet, `Sandbox Wallet`, in the place of Link. */
export class ExpressElement extends FrameElement<ToExpress> {
  readonly #home: ExpressHome;
  #options: ExpressElementOptions;
  #sheet: WalletSheet | null = null;
  #unanswered: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ExpressElementOptions, home: ExpressHome) {
    super('expressCheckout', home, { path: '/frames/express', title: 'Secure express checkout frame', style: OUTSET });
    checkHeight(options);
    this.#home = home;
    this.#options = { ...options };
  }

  /** The sheet in which the payer has agreed to pay, while the page makes a payment of it. */
  get confirming(): WalletSheet | null {
    return this.#sheet?.confirmed ? this.#sheet : null;
  }

  update(options: ExpressElementOptions): void {
    this.assertUsable();
    checkHeight(options);
    this.#options = { ...this.#options, ...options };
    this.refresh();
  }

  override refresh(): void {
    this.send({ type: 'update', options: this.#now() });
  }

  protected override begin(dir: 'ltr' | 'rtl'): ToExpress {
    return { type: 'init', options: { ...this.#now(), dir } };
  }

  protected override heard(message: FromElement): void {
    if (message.type === 'press' && !this.#sheet && this.#unanswered === undefined) this.#press();
  }

  protected override readiness(): object {
    return { availablePaymentMethods: this.#offered() ? { ...NO_WALLETS, link: true } : undefined };
  }

  protected override left(): void {
    this.#answered();
    this.#sheet?.close();
  }

  #offered(): boolean {
    return this.#options.paymentMethods?.['link'] !== 'never' && this.#home.takesCards();
  }

  #now(): ExpressOptions {
    const { buttonExpressCheckoutBorderRadius, borderRadius } = this.#home.appearance().variables ?? {};
    return {
      ...this.#home.shared(),
      shown: this.#offered(),
      buttonHeight: this.#options.buttonHeight ?? 44,
      radius: buttonExpressCheckoutBorderRadius ?? borderRadius ?? '4px',
    };
  }

  /** Asks the page, which has a second; where it does not listen, the wallet opens at once. */
  #press(): void {
    if (!this.listensTo('click')) return this.#open();
    this.#unanswered = setTimeout(() => {
      this.#answered();
      // Stripe.js warns, and the wallet stays shut.
      console.warn(
        '[Stripe.js] Timed out waiting for a call to resolve(). If you listen to the "click" event, then you must call event.resolve in the "click" handler within 1 second.',
      );
    }, ANSWER_WITHIN_MS);
    this.emit('click', {
      expressPaymentType: 'link',
      resolve: () => {
        if (this.#answered()) this.#open();
      },
      reject: () => {
        this.#answered();
      },
    });
  }

  /** Ends the wait for an answer; false where there was none, or it was too late. */
  #answered(): boolean {
    const waited = this.#unanswered !== undefined;
    clearTimeout(this.#unanswered);
    this.#unanswered = undefined;
    return waited;
  }

  #open(): void {
    const business = this.#options.business?.name ?? '';
    const sheet = new WalletSheet(this.home.origin, { amount: this.#home.amount(), business }, (end) => {
      if (end === 'pay') return this.#confirm(sheet);
      this.#sheet = null;
      if (end === 'cancel') this.emit('cancel');
      else if (end === 'unreachable') console.warn('[Stripe.js sandbox] The sheet of the wallet could not be loaded.');
    });
    this.#sheet = sheet;
  }

  #confirm(sheet: WalletSheet): void {
    this.emit('confirm', {
      expressPaymentType: 'link',
      billingDetails: sheet.billingDetails,
      paymentFailed: (payload: { reason?: string; message?: string } = {}) => sheet.fail(payload),
    });
  }
}

function checkHeight({ buttonHeight }: ExpressElementOptions): void {
  if (buttonHeight === undefined || (buttonHeight >= SMALLEST && buttonHeight <= LARGEST)) return;
  throw new IntegrationError(
    `Invalid value for elements.create('expressCheckout'): buttonHeight should be between ${SMALLEST} and ${LARGEST}. You specified: ${buttonHeight}.`,
  );
}
