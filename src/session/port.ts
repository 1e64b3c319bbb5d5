/** What the parts of a session that are loaded later may do to it. */
import type { Backend } from '../backend/backend.js';
import type { MoneyRequest } from '../contract/types.js';
import type { CardInput } from './form.js';
import type { PayHost } from './hosts.js';
import type { Action, Model } from './transition.js';

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
  setInput(input: CardInput): void;
  submit(host: PayHost): Promise<unknown>;
  close(host: PayHost): void;
  /** The element that speaks for `host`. */
  speaker(host: PayHost): PayHost;
  /** The server says that the request is not what this page thought: read it again. */
  stale(): void;
}
