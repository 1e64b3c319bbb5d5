import { checkRequest } from '../../backend/check.js';
import { moneyRequest } from '../scripted-backend.js';
import { check, equal } from '../store-contract/bench.js';
import { refusal, type Bench } from './bench.js';

/** Looking at requests. */
export function readTests({ test }: Bench): void {
  test('a request is answered whole, open, and with its own price', async ({ backend, id, terms }) => {
    const request = checkRequest(await backend.retrieve(id), id);
    equal([request.amount, request.currency, request.status], [terms.amount, terms.currency, 'open']);
    check(request.available, 'it can be paid');
    equal([request.attempt, request.payment], [null, null], 'attempt and payment');
    for (const name of Object.keys(moneyRequest()))
      check(name in request, `it has ${name}, null where it has no value`);
    check(/^pk_(test|live)_/.test(request.stripe.publishableKey), 'it names the key to pay with');
    equal(request.mode, request.stripe.publishableKey.startsWith('pk_live') ? 'live' : 'test', 'mode');
  });

  test('an unknown id is not found, whatever is asked of it', async ({ backend, unknownId }) => {
    const { kind } = await refusal(backend.retrieve(unknownId), ['not-found'], 'retrieve');
    equal(kind, 'backend');
    if (backend.sync) await refusal(backend.sync(unknownId), ['not-found'], 'sync');
    const paying =
      backend.flow === 'intent'
        ? backend.pay(unknownId, { attempt: 'a1', instrument: { paymentMethod: 'pm_card_visa' } })
        : backend.pay(unknownId, { attempt: 'a1', token: 'tok_visa' });
    await refusal(paying, ['not-found'], 'pay');
  });

  test('several are answered in one call, and unknown ones are left out', async ({
    backend,
    id,
    another,
    unknownId,
  }) => {
    if (backend.flow === 'token' || !backend.retrieveMany || !another) return;
    const other = await another();
    const found = await backend.retrieveMany([other, unknownId, id]);
    equal([...found.keys()].sort(), [id, other].sort(), 'ids');
    for (const [key, request] of found) equal(checkRequest(request).id, key);
    equal((await backend.retrieveMany([])).size, 0, 'of none');
    equal((await backend.retrieveMany([unknownId])).size, 0, 'of an unknown one');
  });

  test('sync answers the request as it stands, never an older one', async ({ backend, id, pay }) => {
    if (!backend.sync) return;
    const before = checkRequest(await backend.sync(id), id);
    equal(before.status, 'open');
    check(before.version >= (await backend.retrieve(id)).version, 'not older');
    const { request } = await pay('a1', 'visa');
    const after = checkRequest(await backend.sync(id), id);
    equal(after.status, 'paid');
    check(after.version >= request.version, 'not older than the answer');
  });
}
