import { equal, lease, newRequest } from './bench.js';
import type { Bench } from './bench.js';

/** Received webhooks. */
export function webhookTests({ test }: Bench): void {
  test('a repeated webhook is open until it was acted on, and known after that', async ({ store, time }) => {
    const webhook = { account: 'default', event: 'evt_1', type: 'charge.refunded', request: null };
    equal(await store.receiveWebhook(webhook), true);
    equal(await store.receiveWebhook(webhook), true, 'repeated while open');
    equal(await store.openWebhooks(9), [{ ...webhook, receivedAt: time() }]);
    await store.webhookDone('default', 'evt_1');
    await store.webhookDone('default', 'evt_1');
    await store.webhookDone('default', 'evt_none');
    equal(await store.receiveWebhook(webhook), false, 'repeated once done');
    equal(await store.openWebhooks(9), []);
  });

  test('a commit marks webhooks with its change, by account and event', async ({ store }) => {
    await store.create(newRequest('req_1'));
    for (const [account, event] of [
      ['a', 'evt_1'],
      ['b', 'evt_1'],
      ['a', 'evt_2'],
    ] as const)
      await store.receiveWebhook({ account, event, type: 'x', request: 'req_1' });
    const { token } = await lease(store, 'req_1');
    await store.commit('req_1', token, { doneWebhooks: [{ account: 'a', event: 'evt_1' }] });
    equal(
      (await store.openWebhooks(9)).map(({ account, event }) => `${account} ${event}`),
      ['b evt_1', 'a evt_2'],
      'the rest, oldest first',
    );
    equal((await store.openWebhooks(1)).length, 1);
  });

  test('a repeat that knows its request adds it', async ({ store }) => {
    const webhook = { account: 'default', event: 'evt_1', type: 'x' };
    await store.receiveWebhook({ ...webhook, request: null });
    await store.receiveWebhook({ ...webhook, request: 'req_1' });
    await store.receiveWebhook({ ...webhook, request: null });
    equal(
      (await store.openWebhooks(9)).map(({ request }) => request),
      ['req_1'],
    );
  });
}
