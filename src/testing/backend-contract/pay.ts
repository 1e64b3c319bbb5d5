import { checkRequest, checkResult } from '../../backend/check.js';
import { check, equal } from '../store-contract/bench.js';
import { refusal, TOO_LATE, type Bench, type Case } from './bench.js';

/** Paying. */
export function payTests({ test }: Bench): void {
  test('an attempt pays the request, once, and is known from then on', async (given) => {
    const { backend, id, charges, pay } = given;
    const before = await backend.retrieve(id);
    const result = checkResult(await pay('a1', 'visa'), id);
    equal([result.paid, result.status, result.clientSecret], [true, 'paid', null]);
    const after = checkRequest(await backend.retrieve(id), id);
    for (const request of [result.request, after]) {
      equal([request.status, request.attempt?.id, request.attempt?.status], ['paid', 'a1', 'succeeded']);
      check(request.version > before.version, 'the version has grown');
    }
    equal(await charges(), 1, 'charges');
  });

  // One of cents, one of a currency without them, one of three decimals.
  for (const terms of [
    { amount: 12_345, currency: 'usd' },
    { amount: 700, currency: 'jpy' },
    { amount: 12_340, currency: 'kwd' },
  ])
    test(
      `what is paid is what was asked for, in minor units: ${terms.amount} ${terms.currency}`,
      async ({ pay }) => {
        const { request } = await pay('a1', 'visa');
        equal([request.amount, request.currency], [terms.amount, terms.currency], 'asked');
        equal([request.payment?.amount, request.payment?.captured], [terms.amount, terms.amount], 'paid');
        equal([request.payment?.refunded, request.payment?.refundPending], [0, 0], 'refunded');
      },
      terms,
    );

  test('the same attempt is answered the same again and is no second charge', async ({ backend, id, charges, pay }) => {
    const first = await pay('a1', 'visa');
    const again = [await pay('a1', 'visa')];
    if (backend.flow === 'intent') again.push(await backend.pay(id, { attempt: 'a1' }));
    for (const { paid, status, request } of again)
      equal([paid, status, request.payment], [first.paid, first.status, first.request.payment]);
    equal(await charges(), 1, 'charges');
  });

  test('the same attempt ten times at once is one charge', async ({ charges, outcome, pay }) => {
    const all = await Promise.all(Array.from({ length: 10 }, () => pay('a1', 'visa')));
    for (const { status } of all) check(status === 'paid' || status === 'pending', `${status} is paid or pending`);
    equal((await outcome('a1', 'visa')).status, 'paid');
    equal(await charges(), 1, 'charges');
  });

  test('ten attempts at once are one charge, and the others are refused for certain', async (given) => {
    const { backend, charges, id, pay } = given;
    const all = await Promise.all(Array.from({ length: 10 }, (_, n) => lateOrNot(pay(`a${n}`, 'visa'))));
    equal(all.filter((so) => so === 'paid').length, 1, 'paid');
    equal((await backend.retrieve(id)).status, 'paid');
    equal(await charges(), 1, 'charges');
  });

  test('a paid request is not paid again', async ({ charges, pay }) => {
    await pay('a1', 'visa');
    await refusal(pay('a2', 'mastercard'), TOO_LATE, 'a second attempt');
    equal(await charges(), 1, 'charges');
  });

  test('an amount or a currency that is not the request’s own is refused for certain', async (given) => {
    const { backend, charges, id, pay, terms } = given;
    if (backend.flow === 'intent') return;
    const token = 'tok_visa';
    const wrong = [
      { attempt: 'a1', token, ...terms, amount: terms.amount + 1 },
      { attempt: 'a2', token, ...terms, currency: 'eur' },
    ];
    for (const input of wrong) await refusal(backend.pay(id, input), ['amount-mismatch', 'invalid-request'], 'pay');
    equal(await charges(), 0, 'charges');
    equal((await pay('a3', 'visa')).paid, true, 'the right one');
  });

  test('a card that needs the bank says so with a client secret, and another takes its place', async (given) => {
    const { backend, charges, id, pay } = given;
    if (backend.flow === 'token') return;
    const secret = 'payer-0123456789abcdefghij';
    const again = (attemptSecret?: string): ReturnType<typeof pay> =>
      backend.pay(id, { attempt: 'a1', ...(attemptSecret === undefined ? {} : { attemptSecret }) });
    const instrument = { paymentMethod: 'pm_card_threeDSecure2Required' };
    const result = checkResult(await backend.pay(id, { attempt: 'a1', attemptSecret: secret, instrument }), id);
    equal([result.paid, result.status], [false, 'requires_action']);
    check((result.clientSecret ?? '') !== '', 'there is a client secret');
    equal([result.request.status, result.request.attempt?.status], ['open', 'requires_action']);
    const { status, clientSecret } = await again(secret);
    equal([status, clientSecret], ['requires_action', result.clientSecret], 'the same again');
    for (const other of [undefined, 'other-0123456789abcdefghij']) {
      const told = await again(other);
      equal([told.status, told.clientSecret], ['requires_action', null], 'to who does not have its secret');
    }
    equal(await charges(), 0, 'charges');
    if (backend.abandon) {
      const ended = checkRequest(await backend.abandon(id, { attempt: 'a1', attemptSecret: secret }), id);
      equal([ended.status, ended.attempt?.status], ['open', 'lapsed'], 'given up');
    }
    equal((await pay('a2', 'visa')).status, 'paid', 'another card');
    equal(await charges(), 1, 'charges');
  });
}

/** Paid, pending, or refused because another was first; anything else is thrown. */
async function lateOrNot(paying: ReturnType<Case['pay']>): Promise<string> {
  const failed = await paying.then(
    ({ status }) => status,
    () => null,
  );
  if (failed !== null) return failed;
  await refusal(paying, TOO_LATE, 'one of ten');
  return 'refused';
}
