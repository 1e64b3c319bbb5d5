/** What ships for tests: the sandbox, its cards, hands that type a card, scripted backends and forms, handlers for msw, and the contract suites of backends and stores. */
export { createSandbox, TEST_CARDS } from '../sandbox/index.js';
export type { Sandbox, SandboxOptions } from '../sandbox/index.js';
export { backendContract } from './backend-contract.js';
export type { BackendContractOptions, BackendSetup, OpenBackend } from './backend-contract.js';
export { fillCard } from './fill-card.js';
export type { CardToFill, PageLike } from './fill-card.js';
export { moneyRequest, paid, scriptedBackend } from './scripted-backend.js';
export { scriptedFormModule } from './scripted-form.js';
export type { ScriptedForm, ScriptedFormOptions } from './scripted-form.js';
export { useFormModule } from '../session/given-form.js';
export { paymentServerHandlers, stripeHandlers } from './msw.js';
export type { MswHandlers } from './msw.js';
export { storeContract } from './store-contract.js';
