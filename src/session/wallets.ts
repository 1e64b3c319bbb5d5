/** The express wallets of one open form: shown while its form is open, and paid with as the form is. */
import type { FormModule, WalletRow, WalletSheet } from './form.js';
import type { PayHost } from './hosts.js';
import type { SessionPort } from './port.js';

/** A row of wallets, where the host has a place for it and Stripe has any for this payer. */
export class Wallets {
  readonly #port: SessionPort;
  #row: WalletRow | null = null;

  constructor(port: SessionPort) {
    this.#port = port;
  }

  /** Mounts them, and resolves once it is known whether there are any. Rejects what `openWallets` does. */
  async open(host: PayHost, module: FormModule, signal: AbortSignal): Promise<void> {
    const { model, backend } = this.#port;
    const place = host.walletPlace;
    // A wallet makes no token of the kind that a token backend takes.
    if (!place || !module.openWallets || !model.request || backend.flow === 'token') return;
    let tell = (): void => undefined;
    const told = new Promise<void>((resolve) => (tell = resolve));
    const row = await module.openWallets({
      request: model.request,
      place,
      locale: host.localeTag,
      events: {
        shown: (any) => {
          if (!signal.aborted) this.#port.know({ wallets: any });
          tell();
        },
        click: () => !signal.aborted && this.#mayPay,
        confirm: (sheet) => this.#confirm(sheet, signal),
      },
      signal,
    });
    if (signal.aborted) row.destroy();
    else this.#row = row;
    await told;
  }

  moved(): void {
    this.#row?.moved();
  }

  restyle(): void {
    this.#row?.restyle();
  }

  hold(on: boolean): void {
    this.#row?.hold(on);
  }

  leave(): void {
    this.#row?.destroy();
    this.#row = null;
  }

  /** Nothing is being charged, and something can be. */
  get #mayPay(): boolean {
    const { kind } = this.#port.model.activity;
    return kind === 'ready' || kind === 'failed';
  }

  #confirm(sheet: WalletSheet, signal: AbortSignal): void {
    const { holder } = this.#port;
    // Left while the sheet was open; whether there is something to pay still is seen to there.
    if (!holder || signal.aborted) sheet.fail();
    else void this.#port.submit(holder, sheet);
  }
}
