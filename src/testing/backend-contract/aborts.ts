import { check, equal } from '../store-contract/bench.js';
import type { Bench } from './bench.js';

/** Giving up. */
export function abortTests({ test }: Bench): void {
  test('a call whose signal is aborted rejects with its reason, and pays nothing', async (given) => {
    const { backend, charges, id, pay } = given;
    const reason = new Error('The payer left.');
    const options = { signal: AbortSignal.abort(reason) };
    await rejectsWith(reason, backend.retrieve(id, options), 'retrieve');
    if (backend.sync) await rejectsWith(reason, backend.sync(id, options), 'sync');
    if (backend.flow === 'intent' && backend.retrieveMany)
      await rejectsWith(reason, backend.retrieveMany([id], options), 'retrieveMany');
    await rejectsWith(reason, pay('a1', 'visa', options), 'pay');
    equal(await charges(), 0, 'charges');
    equal((await pay('a1', 'visa')).paid, true, 'the same attempt, not given up');
  });

  test('giving up a payment under way undoes nothing: its outcome can be asked for, and it is one charge', async (given) => {
    const { backend, charges, id, outcome, pay } = given;
    const reason = new Error('The payer left.');
    const stop = new AbortController();
    const paying = pay('a1', 'visa', { signal: stop.signal });
    stop.abort(reason);
    await rejectsWith(reason, paying, 'pay');
    const { status, request } = await outcome('a1', 'visa');
    equal([status, request.status], ['paid', 'paid']);
    equal((await backend.retrieve(id)).status, 'paid');
    equal(await charges(), 1, 'charges');
  });

  test('giving up a look rejects with its reason', async ({ backend, id }) => {
    const reason = new Error('The element is gone.');
    const stop = new AbortController();
    const looking = backend.retrieve(id, { signal: stop.signal });
    stop.abort(reason);
    // What is here already may still be answered.
    const seen: unknown = await looking.then(
      (request) => request.id,
      (thrown: unknown) => thrown,
    );
    check(seen === reason || seen === id, 'its reason, or the request');
  });
}

async function rejectsWith(reason: Error, work: Promise<unknown>, what: string): Promise<void> {
  const thrown: unknown = await work.then(
    () => 'resolved',
    (error: unknown) => error,
  );
  check(thrown === reason, `${what} rejects with the signal's reason: ${String(thrown)}`);
}
