import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as schemas from '../../../src/contract/schemas.js';
import { bench, problemIn, read } from './bench.js';

test('null is as good as left out, in every body and below', async (t) => {
  const { server, operate, call } = bench();
  t.after(() => server.close());
  const nulls = { currency: null, reference: null, description: null, lineItems: null, labels: null, shortLabel: null, metadata: null, receiptEmail: null, account: null, capture: null, expiresAt: null, exclusive: null, replaces: null, country: null }; // prettier-ignore
  const made = await operate('POST', '/requests', {
    ...{ label: 'a', amount: 2500 },
    ...nulls,
    invoice: { id: 'R-1', customer: null, dueAt: null },
  });
  assert.equal(made.status, 201, await made.clone().text());
  const { id } = await read(made, schemas.createdRequest);
  const message = { text: '$[a](25)', currency: null, reference: null, channel: null };
  assert.equal((await operate('POST', '/messages', message)).status, 201);
  const attempt = { attempt: 'a1', instrument: { paymentMethod: 'pm_card_visa', token: null }, returnUrl: null, receiptEmail: null, amount: null, currency: null }; // prettier-ignore
  assert.equal((await call('POST', `/requests/${id}/attempts`, attempt)).status, 200);
  const none = await problemIn(await operate('POST', `/requests/${id}/refunds`, { amount: null, reason: null }));
  assert.deepEqual([none.status, none.code, none.errors[0]?.path], [422, 'invalid-amount', 'amount'], 'NaN is null');
  assert.equal((await operate('POST', `/requests/${id}/refunds`, { amount: 100, reason: null })).status, 200);
});

test('an amount of null captures nothing', async (t) => {
  const { server, make, operate, pay, call } = bench();
  t.after(() => server.close());
  const { id } = await make({ capture: 'manual' });
  await pay(id, 'a1', 'pm_card_visa');
  const problem = await problemIn(await operate('POST', `/requests/${id}/capture`, { amount: null }));
  assert.deepEqual([problem.status, problem.code], [422, 'invalid-amount']);
  assert.equal((await read(await call('GET', `/requests/${id}`), schemas.moneyRequest)).status, 'authorized');
  assert.equal(
    (await operate('POST', `/requests/${id}/cancel`, { reason: null })).status,
    403,
    'read, and then refused',
  );
});

test('what a read request and a new one both have is taken as read, and what is only answered is named', async (t) => {
  const { server, operate } = bench();
  t.after(() => server.close());
  const first = await read(
    await operate('POST', '/requests', {
      label: 'a', amount: 2500, labels: { de: { label: 'b' } }, invoice: { id: 'R-1' },
      lineItems: [{ label: 'c', quantity: '2.5', unitAmount: 1000, amount: 2500 }],
    }),
    schemas.createdRequest,
  ); // prettier-ignore
  const taken = new Set(Object.keys(schemas.requestInput.shape));
  const shared = Object.fromEntries(Object.entries(first).filter(([name]) => taken.has(name)));
  const second = await operate('POST', '/requests', shared);
  assert.equal(second.status, 201, await second.clone().text());
  const { lineItems, labels, invoice } = await read(second, schemas.createdRequest);
  assert.deepEqual(
    { lineItems, labels, invoice },
    { lineItems: first.lineItems, labels: first.labels, invoice: first.invoice },
  );

  const problem = await problemIn(await operate('POST', '/requests', first));
  assert.equal(problem.code, 'invalid-request');
  const named = problem.errors.map(({ path, message }) => `${path}: ${message}`).join('\n');
  for (const name of ['id', 'version', 'status', 'payUrl', 'createdAt'])
    assert.match(named, new RegExp(`^${name}: A request is answered with "${name}"`, 'm'));
  const unknown = await problemIn(await operate('POST', '/requests', { label: 'a', amount: 2500, price: 1 }));
  assert.match(unknown.detail, /no such member/);
});
