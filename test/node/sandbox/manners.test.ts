import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ElementsGroup } from '../../../src/sandbox/browser/elements-group.js';
import { cardOfTestId, passesLuhn, TEST_CARDS } from '../../../src/sandbox/cards.js';
import { createSandbox, type FaultInput } from '../../../src/sandbox/index.js';

const sandbox = createSandbox({ assets: (path) => Promise.resolve({ body: path, type: 'text/javascript' }) });
const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  sandbox.fetch(`${sandbox.baseUrl}${path}`, { headers: { authorization: 'Bearer sk_test_sandbox' }, ...init });

async function refused(path: string, init: RequestInit = {}): Promise<{ status: number; message: string }> {
  const answer = await ask(path, init);
  const { error } = (await answer.json()) as { error: { type: string; message: string } };
  assert.equal(error.type, 'invalid_request_error');
  return { status: answer.status, message: error.message };
}

test('what the sandbox does not play is named, with the sandbox', async () => {
  for (const [method, path] of [
    ['GET', '/v1/charges/search?query=amount>1'],
    ['GET', '/v1/payment_intents/search?query=a'],
    ['GET', '/v1/customers/search'],
    ['GET', '/v1/subscriptions'],
    ['POST', '/v1/setup_intents'],
    ['DELETE', '/v1/customers/cus_1'],
  ] as const) {
    const { status, message } = await refused(path, { method });
    assert.equal(status, 404);
    assert.ok(message.includes(`${method} ${path.split('?')[0] ?? ''}`), message);
    assert.match(message, /sandbox does not play/);
    assert.doesNotMatch(message, /valid \(non-empty\) identifier/);
  }
  const { status, message } = await refused('/v1/payment_intents', {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_sandbox', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'amount=2500&currency=usd&shiny=1',
  });
  assert.equal(status, 400);
  assert.match(message, /^Received unknown parameter: shiny\. .*sandbox does not play it/);
});

test('older names of test cards are taken for the cards that they were', () => {
  for (const [id, number] of [
    ['tok_chargeDeclined', '4000000000000002'],
    ['pm_card_chargeDeclined', '4000000000000002'],
    ['tok_chargeDeclinedInsufficientFunds', '4000000000009995'],
    ['pm_card_chargeDeclinedFraudulent', '4100000000000019'],
    ['tok_chargeDeclinedExpiredCard', '4000000000000069'],
    ['pm_card_visa_chargeDeclinedIncorrectCvc', '4000000000000127'],
    ['pm_card_us', '4242424242424242'],
    ['tok_us', '4242424242424242'],
    ['pm_card_threeDSecureRequired', '4000000000003220'],
    ['tok_mx', '4000004840008001'],
  ] as const)
    assert.equal(cardOfTestId(id)?.numbers[0], number, id);
  assert.equal(cardOfTestId('pm_card_constructor'), undefined);
  for (const { numbers } of TEST_CARDS) for (const number of numbers) assert.ok(passesLuhn(number), number);
});

test('a fault that would never strike is refused by faults.add() as it is over HTTP', () => {
  const wrong: [object, RegExp][] = [
    [{ path: '/v1/refunds', fault: 'lost-anser' }, /fault is one of/],
    [{ path: '/v1/refunds', fault: 'error', statsu: 500 }, /Unknown member: statsu/],
    [{ path: '/v1/refunds', fault: 'error', status: 200 }, /status is 400 to 599/],
    [{ path: '/v1/refunds', fault: 'delay', ms: -1 }, /ms is a whole number/],
    [{ path: 'v1/refunds', fault: 'error' }, /path begins with/],
    [{ path: '', fault: 'error' }, /path is a path/],
    [{ method: 'PSOT', path: '/v1/refunds', fault: 'error' }, /method is one of/],
  ];
  for (const [fault, message] of wrong)
    assert.throws(() => sandbox.faults.add(fault as FaultInput), { name: 'TypeError', message });
  assert.deepEqual(sandbox.faults.list(), []);
  sandbox.faults.add({ method: 'post', path: '/v1/refunds', fault: 'error' });
  sandbox.faults.add({ path: 'charge.*', fault: 'drop-webhook' });
  assert.equal(sandbox.faults.list().length, 2);
  sandbox.faults.clear();
});

test("the script is served where Stripe's own host has it", async () => {
  for (const path of ['/stripe.js', '/endive/stripe.js', '/v3/', '/v3', '/v3/stripe.js', '/dahlia/stripe.js']) {
    const answer = await ask(path);
    assert.equal(answer.status, 200, path);
    assert.equal(await answer.text(), '/stripe.js', path);
  }
  assert.equal((await ask('/endive/other.js')).status, 404);
});

test('getElement() takes a component of react-stripe-js, which names its Element', () => {
  const group = new ElementsGroup('http://127.0.0.1:12111', undefined);
  const CardElement = Object.assign(() => null, { __elementType: 'card' });
  assert.equal(group.getElement(CardElement), null);
  const card = group.create('card');
  assert.equal(group.getElement(CardElement), card);
  assert.equal(group.getElement({ __elementType: 'card' }), card);
  assert.equal(group.getElement('card'), card);
  assert.equal(group.getElement('payment'), null);
  assert.equal(group.getElement(null), null);
});
