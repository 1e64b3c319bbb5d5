import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as schemas from '../../../src/contract/schemas.js';
import { bench, problemIn, read } from './bench.js';

test("payers never read Stripe's raw words, and operators do", async (t) => {
  const { server, sandbox, make, operate, call, pay } = bench();
  t.after(() => server.close());
  const { id } = await make();
  await pay(id, 'a0', 'pm_card_chargeDeclined');
  const raw = /parameter|Stripe|injected|key/i;
  for (const status of [400, 401, 403, 429, 500]) {
    sandbox.faults.clear();
    sandbox.faults.add({ method: '*', path: '/v1/**', fault: 'error', status, times: 50 });
    for (const path of [`/requests/${id}/sync`, `/requests/${id}/attempts`]) {
      const body = path.endsWith('sync')
        ? {}
        : { attempt: `a${status}`, instrument: { paymentMethod: 'pm_card_visa' } };
      const answer = await call('POST', path, body);
      if (answer.status < 400) continue;
      const { detail, errors } = await problemIn(answer);
      assert.doesNotMatch(`${detail} ${JSON.stringify(errors)}`, raw, `${path} ${status}`);
    }
  }
  sandbox.faults.clear();
  sandbox.faults.add({ method: 'GET', path: '/v1/**', fault: 'error', status: 400, times: 50 });
  const own = await problemIn(await operate('POST', `/requests/${id}/sync`, {}));
  assert.match(own.detail, /Stripe/);
});

test("Radar's rule and risk, and a card that is restricted, read as a plain decline to payers", async (t) => {
  const { server, make, operate, call, pay } = bench();
  t.after(() => server.close());
  const { id } = await make();
  const problem = await problemIn(await pay(id, 'a1', 'pm_card_riskLevelHighest'));
  const shown = JSON.stringify([problem, await (await call('GET', `/requests/${id}`)).json()]);
  assert.doesNotMatch(shown, /highest_risk_level|"rule"|fraudulent/);
  const history = await read(await operate('GET', `/requests/${id}/history`), schemas.page(schemas.historyEntry));
  assert.match(JSON.stringify(history), /highest_risk_level|fraudulent/, 'the merchant sees it');
});

test('an operator who may only create is not told what another request for the reference asks for', async (t) => {
  const capabilities = { writer: ['create'], reader: ['create', 'read'] } as const;
  const { server, call } = bench({
    authorize: (request) => {
      const name = request.headers.get('authorization')?.slice(7);
      return name === 'writer' || name === 'reader'
        ? { id: name, accounts: '*', capabilities: capabilities[name] }
        : null;
    },
  });
  t.after(() => server.close());
  const ask = (who: string, amount: number) =>
    call(
      'POST',
      '/requests',
      { label: 'a', amount, reference: 'R-1', exclusive: true },
      { authorization: `Bearer ${who}` },
    );
  assert.equal((await ask('reader', 7331)).status, 201);
  const refused = await problemIn(await ask('writer', 2500));
  assert.equal(refused.status, 409);
  assert.doesNotMatch(JSON.stringify(refused), /7331/);
  assert.match((await problemIn(await ask('reader', 2500))).detail, /7331 usd/);
});
