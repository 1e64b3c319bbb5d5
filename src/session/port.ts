/** What the parts of a session that are loaded later may do to it. */
import type { Backend } from '../backend/backend.js';
import type { MoneyRequest } from '../contract/types.js';
import type { CardInput, WalletSheet } from './form.js';
import type { PayHost } from './hosts.js';
import type { Action, Model } from './transition.js';

/** What is known of the open form. */
export interface FormKnown {
  /** Null before anything is. */
  readonly input: CardInput | null;
  /** Whether there is a wallet to show. */
  readonly wallets: boolean;
}

/** A session from within. */
export interface SessionPort {
  readonly id: string;
  readonly backend: Backend;
  readonly model: Model;
  readonly input: CardInput | null;
  readonly holder: PayHost | null;
  /** Moves the machine on; false if the action did not apply. */
  act(action: Action): boolean;
  provide(request: MoneyRequest): void;
  /** Tells the elements what is known of the open form now. */
  know(form: Partial<FormKnown>): void;
  /** Pays with what was typed, or with what a wallet's sheet holds. */
  submit(host: PayHost, sheet?: WalletSheet): Promise<unknown>;
  close(host: PayHost): void;
  /** The element that speaks for `host`. */
  speaker(host: PayHost): PayHost;
  /** The server says that the request is not what this page thought: read it again. */
  stale(): void;
}
