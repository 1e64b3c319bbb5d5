/** What every step of the engine works with. */
import type { AccountSource } from '../accounts.js';
import type { RequestDoc } from '../requests/document.js';
import type { Store } from '../store.js';
import type { StripeClients } from '../stripe/client.js';
import type { Pace } from './pace.js';
import type { EngineLogger } from './words.js';

/** Also found here; `words.ts` is its home, and free of types of the `stripe` package. */
export type { EngineLogger } from './words.js';

/** The engine's parts, shared by its steps. */
export interface Tools {
  store: Store<RequestDoc>;
  accounts: AccountSource;
  clients: StripeClients;
  returnUrl: (requestId: string) => string;
  /** The hosted page. */
  pageUrl: (requestId: string) => string;
  now(): Promise<Date>;
  logger: EngineLogger;
  pace: Pace;
}
