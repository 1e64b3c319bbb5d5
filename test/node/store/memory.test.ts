import { describe, test } from 'node:test';
import { memoryStore } from '../../../src/server/stores/memory.js';
import { storeContract } from '../../../src/testing/store-contract.js';
import type { ContractDoc } from '../../../src/testing/store-contract.js';

storeContract('memory', { describe, test }, async (options) => {
  const store = memoryStore<ContractDoc>(options);
  return { store, end: () => store.close() };
});
