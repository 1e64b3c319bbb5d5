/** The sandbox: a stateful stand-in for Stripe's API and its Stripe.js. It imports nothing of ours but itself. */
export { createSandbox, type Sandbox, type SandboxFetch, type SandboxOptions } from './sandbox.js';
export { TEST_ACCOUNTS, type TestAccount } from './debits.js';
export { type Aftermath, type Decline, TEST_CARDS, type TestCard } from './cards.js';
export { signature, type WebhookEndpoint } from './webhook-endpoint.js';
export type { Persistence } from './persistence.js';
export { DroppedConnection, type Fault, type FaultInput, type FaultKind } from './faults.js';
export type { LogEntry, LoggedCharge } from './log-entry.js';
export type { AssetSource, PageAsset } from './pages.js';
