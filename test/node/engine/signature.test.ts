import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signature } from '../../../src/sandbox/index.js';
import { account, Bench } from './bench.js';

const body = JSON.stringify({
  id: 'evt_1',
  object: 'event',
  type: 'charge.refunded',
  livemode: false,
  data: { object: { id: 'ch_1', payment_intent: 'pi_1' } },
});

test('an event is taken with any of the secrets of its mode, and with no other', async () => {
  const bench = new Bench();
  const keys = {
    test: { publishable: 'pk_test_sandbox', secret: 'sk_test_sandbox', webhookSecrets: ['whsec_old', 'whsec_new'] },
    live: { publishable: 'pk_live_sandbox', secret: 'sk_live_sandbox', webhookSecrets: ['whsec_live'] },
  };
  const engine = bench.newEngine({ accounts: [{ ...account, keys }] });
  const now = Date.parse('2026-11-20T12:00:00.000Z') / 1000;
  for (const secret of ['whsec_old', 'whsec_new']) {
    const event = await engine.verifyWebhook('demo', body, await signature(body, secret, now));
    assert.deepEqual(
      [event.id, event.type, event.livemode, event.objectIds],
      ['evt_1', 'charge.refunded', false, ['ch_1', 'pi_1']],
    );
  }
  const refusals: [string, string | null, string][] = [
    ['demo', null, body],
    ['demo', 't=1,v1=00', body],
    ['demo', await signature(body, 'whsec_other', now), body],
    ['demo', await signature(body, 'whsec_old', now - 301), body],
    ['demo', await signature(body, 'whsec_old', now), `${body} `],
  ];
  for (const [id, header, sent] of refusals) {
    await assert.rejects(engine.verifyWebhook(id, sent, header), { code: 'invalid-signature' });
  }
  await assert.rejects(engine.verifyWebhook('nobody', body, await signature(body, 'whsec_old', now)), {
    code: 'not-found',
  });
});
