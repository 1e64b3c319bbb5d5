/** What routes and services of one server share. */
import type { EngineLogger } from './pay/words.js';
import type { Engine } from './pay/engine.js';
import type { Callers } from './limits.js';
import type { Live } from './live.js';
import type { Settings } from './options.js';
import type { Authorize } from './principal.js';
import type { RequestDoc } from './requests/document.js';
import type { Views } from './requests/view.js';
import type { OnSend } from './sending.js';
import type { Store } from './store.js';

/** The parts of a server. */
export interface Context {
  settings: Settings;
  store: Store<RequestDoc>;
  engine: Engine;
  views: Views;
  live: Live;
  callers: Callers;
  /** `Engine.sync` at the pace that all processes keep together. */
  sync: Engine['sync'];
  /** `Engine.checkout` for a payer, at the same pace: it reads Stripe too. */
  checkout: (id: string) => ReturnType<Engine['checkout']>;
  /** `Engine.checkoutAgain`, likewise. */
  checkoutAgain: (id: string) => ReturnType<Engine['checkoutAgain']>;
  authorize: Authorize;
  logger: EngineLogger;
  onSend: OnSend | null;
  /** The same in each run of one call that may be repeated, by its Idempotency-Key; null where it cannot be. */
  call: string | null;
  /** An id for a new request: in each run of one call that may be repeated the same ones, in the same order. */
  newId(): Promise<string>;
  /** The only time that decisions use. */
  now(): Promise<Date>;
}
