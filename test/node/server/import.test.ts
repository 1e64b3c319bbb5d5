import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { createPaymentServer, memoryStore, operatorKey } from '../../../src/server/index.js';

test('importing the server does nothing: no output, no timer, no global of ours', async () => {
  const code = `
    const before = new Set(Object.getOwnPropertyNames(globalThis));
    await import('./src/server/index.ts');
    const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
    if (timers.length > 0) throw new Error('timers');
    const made = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name) && !name.startsWith('__zod_'));
    if (made.length > 0) throw new Error('globals: ' + made.join());
  `;
  const run = promisify(execFile);
  const args = ['--import', 'tsx', '--input-type=module', '--eval', code];
  const { stdout, stderr } = await run(process.execPath, args, { cwd: new URL('../../..', import.meta.url) });
  assert.equal(stdout, '');
  assert.equal(stderr, '');
});

test('options that cannot be are refused with their name', () => {
  const options = { store: memoryStore(), accounts: [], authorize: () => null, baseUrl: 'http://localhost:4242' };
  assert.throws(() => createPaymentServer({ ...options, baseUrl: 'localhost' }), /baseUrl/);
  assert.throws(() => createPaymentServer({ ...options, baseUrl: 'http://a.example/shop' }), /baseUrl/);
  assert.throws(() => createPaymentServer({ ...options, basePath: 'api' }), /basePath/);
  assert.throws(() => createPaymentServer({ ...options, payPath: '/' }), /payPath/);
  assert.throws(() => createPaymentServer({ ...options, payerOrigins: ['*.example'] }), /payerOrigins/);
  assert.throws(() => operatorKey('short'), /16/);
  // As a variable of the environment that is not set is, from plain JavaScript.
  assert.throws(() => Reflect.apply(operatorKey, null, [undefined]), /16/);
});
