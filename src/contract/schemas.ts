/**
 * The wire as zod schemas: what the server checks bodies with, and what tests hold answers to. `types.ts` is the
 * source; `satisfies` ties each schema to its interface. Objects are strict: an unknown member is refused.
 * Rules that have a code of their own (labels, amounts, currencies) are checked by the services, not here.
 */
export * from './schemas/inputs.js';
export * from './schemas/answers.js';
