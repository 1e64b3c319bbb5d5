import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TokenBackend } from '../../../src/backend/backend.js';
import { tokenBackend, type TokenBackendOptions } from '../../../src/backend/token.js';
import { moneyRequest as schema } from '../../../src/contract/schemas.js';
import { isPaymentError, type PaymentError } from '../../../src/errors/index.js';

const moneyRequest = {
  id: 'order-17',
  label: 'Get more kittens - 25$',
  amount: 2500,
  currency: 'usd',
  merchant: { name: 'Shoplifter' },
};
const url = 'https://shop.example/orders/17/payments';
const input = { attempt: 'a1', token: 'tok_visa', amount: 2500, currency: 'usd' };

/** A backend over an API that answers as it is told, and what the API was sent. */
function over(
  answer: (n: number) => Response | Promise<Response>,
  options: Partial<TokenBackendOptions> = {},
): { backend: TokenBackend; sent: { url: string; init: RequestInit; body: unknown }[] } {
  const sent: { url: string; init: RequestInit; body: unknown }[] = [];
  const backend = tokenBackend({
    url,
    publishableKey: 'pk_test_shop',
    moneyRequest,
    fetch: async (to, init = {}) => {
      assert.equal(typeof init.body, 'string');
      sent.push({ url: new Request(to).url, init, body: JSON.parse(init.body as string) });
      return answer(sent.length);
    },
    ...options,
  });
  return { backend, sent };
}

async function errorOf(work: Promise<unknown>): Promise<PaymentError> {
  const thrown: unknown = await work.then(
    () => assert.fail('It resolved.'),
    (reason: unknown) => reason,
  );
  assert.ok(isPaymentError(thrown), String(thrown));
  return thrown;
}

test('a request of a few members is a whole one, with the key to pay with', async () => {
  const { backend } = over(() => Response.json({ paid: true }), {
    moneyRequest: { ...moneyRequest, reference: 'ORD-17', stripe: { scriptUrl: 'http://127.0.0.1:12111/stripe.js' } },
  });
  const request = await backend.retrieve('order-17');
  const { id, ...members } = request;
  schema.omit({ id: true }).parse(members);
  assert.deepEqual(
    [id, request.status, request.amount, request.reference, request.mode, request.merchant.supportUrl],
    ['order-17', 'open', 2500, 'ORD-17', 'test', null],
  );
  assert.deepEqual(request.stripe, {
    publishableKey: 'pk_test_shop',
    account: null,
    methods: ['card'],
    scriptUrl: 'http://127.0.0.1:12111/stripe.js',
  });
  assert.equal((await errorOf(backend.retrieve('order-18'))).code, 'not-found');
});

test('token and amount go to the API as JSON, and its word makes the request paid', async () => {
  const { backend, sent } = over(() => Response.json({ paid: true }), { headers: { 'X-Shop': '1' } });
  const before = await backend.retrieve('order-17');
  const result = await backend.pay('order-17', input);
  assert.deepEqual([result.paid, result.status, result.clientSecret], [true, 'paid', null]);
  assert.equal(result.request.status, 'paid');
  assert.deepEqual([result.request.payment?.amount, result.request.payment?.captured], [2500, 2500]);
  assert.ok(result.request.version > before.version);
  assert.equal(await backend.retrieve('order-17'), result.request);
  assert.equal(sent.length, 1);
  assert.equal(sent[0]?.url, url);
  assert.deepEqual(sent[0].body, { token: 'tok_visa', amount: 2500, currency: 'usd' });
  const headers = new Headers(sent[0].init.headers);
  assert.deepEqual([headers.get('content-type'), headers.get('x-shop')], ['application/json', '1']);
  assert.equal(sent[0].init.credentials, 'same-origin');
});

test('map says what is sent to an API that prices by itself or has other names', async () => {
  const { backend, sent } = over(() => Response.json({ paid: true }), {
    map: ({ token, attempt }) => ({ stripeToken: token, key: attempt }),
  });
  await backend.pay('order-17', input);
  assert.deepEqual(sent[0]?.body, { stripeToken: 'tok_visa', key: 'a1' });
});

test('a 402 is a decline with its code and message, in Stripe’s words or ours, flat or in an error', async () => {
  const cases: [object, string, string | undefined][] = [
    [
      { paid: false, code: 'card_declined', decline_code: 'insufficient_funds' },
      'insufficient-funds',
      'insufficient_funds',
    ],
    [{ code: 'incorrect_cvc' }, 'incorrect-cvc', undefined],
    [{ error: { code: 'expired_card' } }, 'expired-card', undefined],
    [{ code: 'insufficient-funds', declineCode: 'insufficient_funds' }, 'insufficient-funds', 'insufficient_funds'],
    [{ code: 'card_declined', decline_code: 'stolen_card' }, 'card-declined', 'generic_decline'],
    [{ code: 'authentication_required' }, 'authentication-required', undefined],
    [{ code: 'not-found' }, 'card-declined', undefined],
    [{}, 'card-declined', undefined],
  ];
  for (const [body, code, declineCode] of cases) {
    const { backend } = over(() => Response.json(body, { status: 402 }));
    const error = await errorOf(backend.pay('order-17', input));
    assert.deepEqual([error.code, error.kind, error.declineCode], [code, 'card', declineCode], JSON.stringify(body));
    const { status, attempt } = await backend.retrieve('order-17');
    assert.deepEqual([status, attempt?.status, attempt?.code], ['open', 'declined', code]);
  }
  for (const body of [{ message: 'No.' }, { detail: 'No.' }, { error: 'No.' }, { error: { message: 'No.' } }]) {
    const { backend } = over(() => Response.json(body, { status: 402 }));
    assert.equal((await errorOf(backend.pay('order-17', input))).message, 'No.');
  }
  const plain = over(() => Response.json({ paid: false, message: 'No.' }));
  assert.equal((await errorOf(plain.backend.pay('order-17', input))).code, 'card-declined');
  const html = over(() => new Response('<p>Declined</p>', { status: 402 }));
  assert.equal((await errorOf(html.backend.pay('order-17', input))).code, 'card-declined');
});

test('any other 4xx is a refusal that is certain, and another attempt may follow', async () => {
  const cases: [number, object, string][] = [
    [400, { message: 'What?' }, 'invalid-request'],
    [401, {}, 'unauthorized'],
    [403, {}, 'forbidden'],
    [404, {}, 'not-found'],
    [409, {}, 'request-closed'],
    [409, { code: 'already-paid' }, 'already-paid'],
    [422, { code: 'amount-mismatch' }, 'amount-mismatch'],
    [422, { code: 'internal' }, 'invalid-request'],
    [422, { code: 'timeout' }, 'invalid-request'],
    [429, {}, 'rate-limited'],
  ];
  for (const [status, body, code] of cases) {
    const { backend } = over((n) => (n === 1 ? Response.json(body, { status }) : Response.json({ paid: true })));
    assert.equal((await errorOf(backend.pay('order-17', input))).code, code);
    assert.equal((await backend.pay('order-17', { ...input, attempt: 'a2' })).paid, true);
  }
});

test('whatever else happens is unknown: nothing is sent again, and nothing can be paid meanwhile', async () => {
  const lost: [string, () => Response | Promise<Response>][] = [
    ['internal', () => Response.json({ message: 'Oh.' }, { status: 500 })],
    ['internal', () => new Response('', { status: 503 })],
    ['bad-response', () => new Response('', { status: 408 })],
    ['bad-response', () => new Response('<p>Log in</p>')],
    ['bad-response', () => Response.json({ ok: true })],
    ['bad-response', () => Response.json({ paid: false, status: 'requires_action' })],
    ['bad-response', () => Response.json({ paid: false, message: 'Wait.' }, { status: 202 })],
    ['bad-response', () => Response.json({ paid: 'true' })],
    ['network-error', () => Promise.reject(new TypeError('fetch failed'))],
    ['network-error', () => new Response(new ReadableStream({ start: (c) => c.error(new TypeError('cut')) }))],
  ];
  for (const [code, answer] of lost) {
    const { backend, sent } = over(answer);
    assert.equal((await errorOf(backend.pay('order-17', input))).code, code);
    assert.equal((await errorOf(backend.pay('order-17', input))).code, code, 'the same again');
    assert.equal((await errorOf(backend.pay('order-17', { ...input, attempt: 'a2' }))).code, 'attempt-in-progress');
    const { status, attempt } = await backend.retrieve('order-17');
    assert.deepEqual([status, attempt?.id, attempt?.status], ['open', 'a1', 'pending']);
    assert.equal(sent.length, 1);
    assert.equal(backend.sync, undefined);
  }
});

test('an API that does not answer in time leaves the outcome unknown', async () => {
  const { backend } = over(() => new Promise<Response>(() => undefined), {
    timeout: 1,
    fetch: (_, init) =>
      new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => {
          reject(init.signal?.reason as Error);
        });
      }),
  });
  assert.equal((await errorOf(backend.pay('order-17', input))).code, 'timeout');
});

test('sync asks the API of the attempt in doubt, and only a certain word ends it', async () => {
  const words: ('unknown' | 'paid' | 'failed')[] = [];
  const asked: string[] = [];
  const make = (): TokenBackend =>
    over((n) => (n === 1 ? new Response('', { status: 502 }) : Response.json({ paid: true })), {
      sync: async (attempt) => {
        asked.push(attempt);
        return words.shift() ?? 'unknown';
      },
    }).backend;

  const first = make();
  assert.equal((await first.sync?.('order-17'))?.status, 'open', 'nothing to ask');
  assert.deepEqual(asked, []);
  await errorOf(first.pay('order-17', input));
  assert.equal((await first.sync?.('order-17'))?.attempt?.status, 'pending');
  words.push('paid');
  assert.equal((await first.sync?.('order-17'))?.status, 'paid');
  assert.equal((await first.pay('order-17', input)).paid, true, 'the same attempt, its outcome');
  assert.deepEqual(asked, ['a1', 'a1']);

  const second = make();
  await errorOf(second.pay('order-17', input));
  words.push('failed');
  assert.equal((await second.sync?.('order-17'))?.attempt?.status, 'lapsed');
  assert.equal((await errorOf(second.pay('order-17', input))).code, 'lapsed');
  assert.equal((await second.pay('order-17', { ...input, attempt: 'a2' })).paid, true);
});

test('who gives up waiting undoes nothing: the answer counts when it comes', async () => {
  let give: (response: Response) => void = () => undefined;
  let arrived: () => void = () => undefined;
  const there = new Promise<void>((resolve) => (arrived = resolve));
  const { backend, sent } = over(() => {
    arrived();
    return new Promise((resolve) => (give = resolve));
  });
  const stop = new AbortController();
  const waiting = backend.pay('order-17', input, { signal: stop.signal });
  await there;
  const reason = new Error('The payer left.');
  stop.abort(reason);
  await assert.rejects(waiting, reason);
  give(Response.json({ paid: true }));
  assert.equal((await backend.pay('order-17', input)).paid, true);
  assert.equal((await backend.retrieve('order-17')).status, 'paid');
  assert.equal(sent.length, 1);
});

test('a map or headers that throw send nothing, and a request that is not open is not charged', async () => {
  const broken = over(() => Response.json({ paid: true }), {
    map: () => {
      throw new TypeError('a typo');
    },
  });
  assert.equal((await errorOf(broken.backend.pay('order-17', input))).code, 'misuse');
  const without = over(() => Response.json({ paid: true }), { headers: () => Promise.reject(new Error('no session')) });
  assert.equal((await errorOf(without.backend.pay('order-17', input))).code, 'misuse');
  const closed = over(() => Response.json({ paid: true }), { moneyRequest: { ...moneyRequest, status: 'expired' } });
  assert.equal((await errorOf(closed.backend.pay('order-17', input))).code, 'request-closed');
  assert.equal(broken.sent.length + without.sent.length + closed.sent.length, 0);
});

test('a word of sync that is none, or no word at all, never says that nothing was charged', async () => {
  for (const word of [undefined, null, 'pending', 'open']) {
    const { backend, sent } = over(() => Promise.reject(new TypeError('Failed to fetch')), {
      // As a host in plain JavaScript may write it.
      sync: () => Promise.resolve(word as never),
    });
    await errorOf(backend.pay('order-17', input));
    assert.equal((await backend.sync?.('order-17'))?.attempt?.status, 'pending', String(word));
    assert.equal((await errorOf(backend.pay('order-17', { ...input, attempt: 'a2' }))).code, 'attempt-in-progress');
    assert.equal(sent.length, 1);
  }
});

test('headers that are not there in time send nothing, for certain', async () => {
  const { backend, sent } = over(() => Response.json({ paid: true }), {
    timeout: 20,
    headers: () => new Promise<never>(() => undefined),
  });
  assert.equal((await errorOf(backend.pay('order-17', input))).code, 'misuse');
  assert.equal((await backend.retrieve('order-17')).attempt?.status, 'lapsed');
  assert.equal(sent.length, 0);
});
