import type { CSSResult } from 'lit';
import type { FormPlace } from '../../session/index.js';
import type { Shown } from '../internal/pieces.js';

/**
 * What an element around the card element adds to its form: it draws inside the form, dialog included, and has a say
 * before anything is charged. `<pay-checkout>` adds wallets and the receipt's e-mail.
 */
export interface CardOuter {
  /** Styles of what `before` draws, put after the card's own. */
  readonly formStyles: readonly CSSResult[];
  /** Stands before the fields; `locked` while a charge runs. */
  before(locked: boolean): Shown;
  /** Whether the form has a Cancel: not where it opened by itself. */
  readonly mayCancel: boolean;
  /** Whether the payer is led into the form as it opens: not where it opened by itself, under something to be read first. */
  readonly takesFocus: boolean;
  /** `''` where none is asked for, or none was given. */
  readonly receiptEmail: string;
  /** Where the express wallets go; null for none. */
  readonly walletPlace: FormPlace | null;
  /** Whether what was typed into its own inputs can be sent; where not, it says so and leads the payer there. */
  checkInputs(): boolean;
}
