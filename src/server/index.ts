/** The payment server. Importing it does nothing. */
import { memoryStore as memory } from './stores/memory.js';
import { postgresStore as postgres } from './stores/postgres.js';
import type { RequestDoc } from './requests/document.js';
import type { Store } from './store.js';

export { createPaymentServer } from './server.js';
export type { ActingFor, FetchCircumstances, PaymentServer } from './server.js';
export type { PaymentServerOptions, ServerStripeOptions } from './options.js';
export type { Limits as PaymentLimits } from './limits.js';
export type { PaymentEvent } from './events.js';
export type { AccountConfig, AccountSource, KeyPair } from './accounts.js';
export type { AccountRule, Amounts } from './rule.js';
export type { OnSend, Sending } from './sending.js';
export { fallbackHtml } from './page/fallback.js';
export type { FallbackOptions } from './page/fallback.js';
export { hostPolicy } from './page/policy.js';
export type { AllowedOrigins } from './page/policy.js';
export { operatorKey } from './principal.js';
export type { Authorize, Capability, Principal, PrincipalLimits } from './principal.js';
export type { EngineLogger as PaymentLogger } from './pay/words.js';
export { openPg } from './stores/pg.js';
export { openPglite } from './stores/pglite.js';
export type { SqlClient } from './stores/sql.js';

/** Where a payment server keeps everything. */
export type PaymentStore = Store<RequestDoc>;
/** A store in this process's memory: for tests and trials, never for money that must last. */
export const memoryStore = memory<RequestDoc>;
/** A store in PostgreSQL or PGlite, on a client of `openPg` or `openPglite`. */
export const postgresStore = postgres<RequestDoc>;
