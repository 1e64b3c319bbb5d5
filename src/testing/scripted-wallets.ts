/** Express wallets without Stripe, for `useFormModule`: a row that the test drives, which has none at first, and no button in the page. */
import type { WalletOptions, WalletRow, WalletSheet } from '../session/index.js';

/** A row that was opened, and the handles on it. */
export interface ScriptedWallets extends WalletRow {
  readonly options: WalletOptions;
  /** Whether something is being charged, so that it stays. */
  readonly held: boolean;
  readonly destroyed: boolean;
  /** Presses a wallet: whether its sheet may open. */
  click(): boolean;
  /** Confirms in the sheet, which pays with this ConfirmationToken; answers the sheet. */
  confirm(token?: string): ScriptedSheet;
}

/** A sheet in which the payer confirmed. */
export interface ScriptedSheet extends WalletSheet {
  /** Whether it was told that nothing was paid. */
  readonly failed: boolean;
}

/** `openWallets` of a form module, and the rows that were opened with it, newest last. */
export function scriptedWallets(): {
  open: (options: WalletOptions) => WalletRow;
  readonly rows: readonly ScriptedWallets[];
} {
  const rows: ScriptedWallets[] = [];
  return {
    rows,
    open: (options) => {
      const row = new Row(options);
      rows.push(row);
      // As Stripe says of a payer who has none; in a task of its own.
      setTimeout(() => options.events.shown(false));
      return row;
    },
  };
}

class Row implements ScriptedWallets {
  readonly options: WalletOptions;
  held = false;
  destroyed = false;

  constructor(options: WalletOptions) {
    this.options = options;
  }

  click(): boolean {
    return this.options.events.click();
  }

  confirm(token = 'ctoken_wallet'): ScriptedSheet {
    const sheet = new Sheet(token);
    this.options.events.confirm(sheet);
    return sheet;
  }

  restyle(): void {}

  moved(): void {}

  hold(on: boolean): void {
    this.held = on;
  }

  destroy(): void {
    this.destroyed = true;
  }
}

class Sheet implements ScriptedSheet {
  failed = false;
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  instrument(): Promise<{ confirmationToken: string }> {
    return Promise.resolve({ confirmationToken: this.#token });
  }

  nextAction(): Promise<void> {
    return Promise.resolve();
  }

  fail(): void {
    this.failed = true;
  }
}
