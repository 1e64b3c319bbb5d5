import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sending } from '../../../src/server/index.js';
import { bench, demo, problemIn, second } from '../server/bench.js';
import { cancels, done, refused, SMS } from './bench.js';

test('a link is sent by the host, in the words of an SMS, while it can be paid', async (t) => {
  const sent: Sending[] = [];
  const b = bench({ accounts: [cancels, { ...second, links: 'off' }], onSend: (sending) => void sent.push(sending) });
  t.after(() => b.server.close());
  const [{ id, payUrl }, paid, canceled, off] = [
    await b.make(),
    await b.make(),
    await b.make(),
    await b.make({ account: 'second' }),
  ];
  assert.deepEqual((await done(b, id, 'send', SMS)).channels, ['sms', 'email']);
  await done(b, id, 'send', { channel: 'email', to: 'ann@shop.example' });
  const text = `Get more kittens - 25$: ${payUrl}`;
  assert.deepEqual(
    sent.map(({ request, ...words }) => [request.id, words]),
    [
      [id, { ...SMS, text, url: payUrl, by: 'operator' }],
      [id, { channel: 'email', to: 'ann@shop.example', text, url: payUrl, by: 'operator' }],
    ],
  );
  await b.pay(paid.id, 'a1', 'pm_card_visa');
  await done(b, canceled.id, 'cancel');
  assert.deepEqual(await refused(b, paid.id, 'send', SMS), [409, 'already-paid', '']);
  assert.deepEqual(await refused(b, canceled.id, 'send', SMS), [409, 'request-closed', '']);
  assert.deepEqual(await refused(b, off.id, 'send', SMS), [422, 'unavailable', '']);
  const seen = await b.server.retrieve(off.id);
  assert.deepEqual([seen.links, seen.channels], ['off', []]);
  const message = { text: 'Hi $[Kittens](25)', channel: 'sms' };
  assert.equal((await b.operate('POST', '/messages', message)).status, 201);
  assert.equal(sent.length, 2);
});

test('nothing is sent where the host cannot, or not so, and what it throws is its fault', async (t) => {
  const none = bench();
  const some = bench({ channels: ['email'], onSend: () => Promise.reject(new Error('no provider')) });
  t.after(() => Promise.all([none.server.close(), some.server.close()]));
  const [{ id }, one] = [await none.make(), await some.make()];
  assert.deepEqual(await refused(none, id, 'send', SMS), [422, 'unavailable', '']);
  assert.deepEqual((await none.server.retrieve(id)).channels, []);
  assert.deepEqual((await some.server.retrieve(one.id)).channels, ['email']);
  assert.deepEqual(await refused(some, one.id, 'send', SMS), [422, 'unavailable', '']);
  assert.deepEqual((await refused(some, one.id, 'send', { channel: 'email', to: 'a@b.example' })).slice(0, 2), [
    500,
    'internal',
  ]);
  assert.ok(!JSON.stringify(some.lines).includes('a@b.example'));
});

test('links that are off keep a message from being an SMS, before any request of it is made', async (t) => {
  const b = bench({ accounts: [{ ...demo, links: 'off' }] });
  t.after(() => b.server.close());
  const answer = await b.operate('POST', '/messages', { text: 'Hi $[Kittens](25)', channel: 'sms' });
  assert.equal((await problemIn(answer)).code, 'unavailable');
  assert.deepEqual((await b.server.list()).data, []);
  assert.equal((await b.operate('POST', '/messages', { text: 'Hi $[Kittens](25)' })).status, 201);
});
