import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as schemas from '../../../src/contract/schemas.js';
import { bench, problemIn, read } from './bench.js';

test('a request is made, paid and shown with exactly the members of the contract', async (t) => {
  const { server, make, pay, call, operate, sandbox } = bench();
  t.after(() => server.close());
  const request = await make({ reference: 'ORD-1042' });
  assert.equal(request.status, 'open');
  assert.equal(request.payUrl, `http://localhost:4242/pay/${request.id}`);
  assert.equal(request.attempt, null);
  assert.equal(request.payment, null);

  const result = await read(await pay(request.id, 'a1', 'pm_card_visa'), schemas.attemptResult);
  assert.equal(result.paid, true);
  assert.equal(result.status, 'paid');
  assert.equal(result.clientSecret, null);
  assert.deepEqual(result.request.payment?.card, { brand: 'visa', last4: '4242' });

  const seen = await read(await call('GET', `/requests/${request.id}`), schemas.moneyRequest);
  assert.deepEqual(Object.keys(seen).sort(), Object.keys(schemas.moneyRequest.shape).sort());
  assert.equal(seen.status, 'paid');

  const operators = await read(await operate('GET', `/requests/${request.id}`), schemas.operatorRequest);
  assert.equal(operators.account, 'demo');
  assert.match(operators.payment?.dashboardUrl ?? '', /^https:\/\/dashboard\.stripe\.com\/test\/payments\/pi_/);

  const history = await read(
    await operate('GET', `/requests/${request.id}/history`),
    schemas.page(schemas.historyEntry),
  );
  assert.deepEqual(
    history.data.map(({ type, by }) => [type, by]),
    [
      ['created', 'operator:operator'],
      ['attempt_started', 'payer'],
      ['paid', 'payer'],
    ],
  );
  assert.equal(sandbox.charges().length, 1);
});

test('a decline is a 402 that says the request is not paid, masked, and kept as it is in the history', async (t) => {
  const { server, make, pay, operate } = bench();
  t.after(() => server.close());
  const { id } = await make();
  const declined = await problemIn(await pay(id, 'a1', 'pm_card_visa_chargeDeclinedStolenCard'));
  assert.equal(declined.status, 402);
  assert.equal(declined.code, 'card-declined');
  assert.equal(declined.declineCode, 'generic_decline');
  assert.equal(declined.paid, false);
  assert.equal(declined.request?.status, 'open');
  assert.equal(declined.request.attempt?.declineCode, 'generic_decline');

  const history = await read(await operate('GET', `/requests/${id}/history`), schemas.page(schemas.historyEntry));
  assert.equal(history.data.find(({ type }) => type === 'attempt_failed')?.declineCode, 'stolen_card');

  const again = await problemIn(await pay(id, 'a1', 'pm_card_visa_chargeDeclinedStolenCard'));
  assert.deepEqual(again, declined, 'a known attempt answers its outcome again');
  assert.equal((await pay(id, 'a2', 'pm_card_visa')).status, 200, 'another card pays');
  assert.equal((await problemIn(await pay(id, 'a3', 'pm_card_visa'))).code, 'already-paid');
});

test('sync reads Stripe and answers the request; it and an attempt on an unknown id are not found', async (t) => {
  const { server, make, call, pay } = bench();
  t.after(() => server.close());
  const { id } = await make();
  assert.equal((await read(await call('POST', `/requests/${id}/sync`), schemas.moneyRequest)).status, 'open');
  assert.equal((await read(await call('POST', `/requests/${id}/sync`, {}), schemas.moneyRequest)).status, 'open');
  const unknown = 'req_0000000000000000000000';
  assert.equal((await problemIn(await call('POST', `/requests/${unknown}/sync`))).code, 'not-found');
  assert.equal((await problemIn(await call('GET', `/requests/${unknown}`))).code, 'not-found');
  assert.equal((await problemIn(await pay(unknown, 'a1', 'pm_card_visa'))).code, 'not-found');
});

test('an attempt that needs 3-D Secure gets a client secret, and one that is not the price is refused', async (t) => {
  const { server, make, call, pay, sandbox } = bench();
  t.after(() => server.close());
  const { id } = await make();
  const other = await call('POST', `/requests/${id}/attempts`, {
    attempt: 'a0',
    instrument: { paymentMethod: 'pm_card_visa' },
    amount: 2501,
  });
  assert.equal((await problemIn(other)).code, 'amount-mismatch');
  assert.equal(sandbox.charges().length, 0);
  const result = await read(await pay(id, 'a1', 'pm_card_threeDSecure2Required'), schemas.attemptResult);
  assert.equal(result.status, 'requires_action');
  assert.match(result.clientSecret ?? '', /^pi_.+_secret_/);
});
