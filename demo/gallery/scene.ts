import type { MoneyRequest } from '../../src/contract/types.js';
import type { ScriptedBackendOptions } from '../../src/testing/scripted-backend.js';

/** One cell of the gallery. */
export interface Scene {
  /** The state's word. */
  state: string;
  caption: string;
  /** Its key in `?only=`. */
  key: string;
  tag?: 'pay-request' | 'pay-card' | 'pay-receipt' | 'pay-checkout' | 'pay-invoice' | 'pay-link' | 'pay-message';
  attributes?: Readonly<Record<string, string>>;
  bubble?: 'wide' | 'own' | 'full' | 'across';
  request?: Partial<MoneyRequest>;
  /** There is no request yet. */
  unasked?: boolean;
  /** Properties of the element beside its request and backend. */
  properties?: (request: MoneyRequest) => object;
  backend?: ScriptedBackendOptions;
  /** What loading the card form comes to. */
  form?: 'never' | 'blocked' | 'ready';
  /** What the payer types. */
  typed?: { number?: string; expiry?: string; cvc?: string };
  /** What the payer does. */
  does?: 'opens' | 'types' | 'pays' | 'looks at the receipt';
  /** Shown in a frame of its own, where the network is off. */
  offline?: boolean;
  fallback?: boolean;
  /** A wallet is offered. */
  wallet?: boolean;
}
