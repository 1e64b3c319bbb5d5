import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';
import { httpTraits, isWireErrorCode, statusOf } from '../../../src/errors/http.js';
import {
  isPaymentError,
  isPaymentErrorCode,
  PaymentError,
  paymentErrorCodes,
  traitsOf,
  type PaymentErrorKind,
  type PaymentRecovery,
} from '../../../src/errors/index.js';
import { en } from '../../../src/i18n/index.js';

/** The statuses of problems and their codes, written down once more. */
const wire: Readonly<Record<number, string>> = {
  400: 'malformed-body invalid-signature',
  401: 'unauthorized',
  403: 'forbidden cross-site',
  404: 'not-found',
  402:
    'card-declined insufficient-funds expired-card incorrect-cvc incorrect-number incorrect-postal-code processing-error ' +
    'authentication-required authentication-failed',
  409:
    'already-paid already-replaced request-closed attempt-in-progress order-in-progress exceeds-remaining not-capturable charge-disputed ' +
    'balance-too-low idempotency-key-reused',
  413: 'body-too-large',
  415: 'unsupported-media-type',
  429: 'rate-limited too-many-attempts',
  422:
    'invalid-request invalid-label invalid-amount amount-too-small amount-too-large amount-mismatch unknown-currency ' +
    'card-data-refused instrument-used unavailable',
  500: 'internal',
  502: 'gateway-error',
  503: 'gateway-unavailable',
  504: 'gateway-timeout',
};

/** Codes that never cross the wire, by kind. */
const local: readonly [PaymentErrorKind, string][] = [
  ['gateway', 'script-blocked script-timeout script-outdated lapsed'],
  ['card', 'fields-incomplete fields-invalid fields-lost'],
  ['integration', 'host-refused no-backend backend-not-allowed misuse'],
  ['network', 'offline network-error timeout bad-response'],
];

const wireCodes = Object.values(wire).flatMap((codes) => codes.split(' '));
const localCodes = local.flatMap(([, codes]) => codes.split(' '));

test('the codes are those of the design and no others, each once', () => {
  assert.deepEqual([...paymentErrorCodes].sort(), [...wireCodes, ...localCodes].sort());
  assert.equal(new Set(paymentErrorCodes).size, paymentErrorCodes.length);
});

test('every code has a kind, a recovery and words for the payer', () => {
  const kinds: PaymentErrorKind[] = ['integration', 'network', 'backend', 'gateway', 'card'];
  const recoveries: PaymentRecovery[] = ['retry', 'change-card', 'wait', 'none'];
  for (const code of paymentErrorCodes) {
    const { kind, recovery } = traitsOf(code);
    assert.ok(kinds.includes(kind), `${code} has kind ${kind}`);
    assert.ok(recoveries.includes(recovery), `${code} has recovery ${recovery}`);
    assert.match(en.errors[code], /^[A-Z].*\.$/, code);
  }
  assert.deepEqual(Object.keys(en.errors).sort(), [...paymentErrorCodes].sort());
});

test('codes that never cross the wire have the kinds of the design, and lapsed can be tried again', () => {
  for (const [kind, codes] of local)
    for (const code of codes.split(' ')) assert.equal(isPaymentErrorCode(code) && traitsOf(code).kind, kind, code);
  assert.equal(traitsOf('lapsed').recovery, 'retry');
});

test('every code that crosses the wire has the status of the design and a title, and no other has one', () => {
  for (const [status, codes] of Object.entries(wire)) {
    for (const code of codes.split(' ')) {
      assert.ok(isPaymentErrorCode(code) && isWireErrorCode(code), code);
      assert.equal(httpTraits[code].status, Number(status), code);
      assert.match(httpTraits[code].title, /^[A-Z].*[^.]$/, code);
    }
  }
  for (const code of localCodes) {
    assert.ok(isPaymentErrorCode(code) && !isWireErrorCode(code), code);
    assert.equal(statusOf(code), 500);
  }
});

test('every problem with a card is of kind card, and a plain decline wants another card', () => {
  for (const code of wire[402]?.split(' ') ?? [])
    assert.equal(isPaymentErrorCode(code) && traitsOf(code).kind, 'card', code);
  assert.deepEqual(traitsOf('card-declined'), { kind: 'card', recovery: 'change-card' });
  assert.deepEqual(traitsOf('incorrect-cvc'), { kind: 'card', recovery: 'retry' });
});

test('an error carries what it was made with, and no members that it was not', () => {
  const cause = new TypeError('below');
  const error = new PaymentError('card-declined', 'The card was declined.', {
    cause,
    declineCode: 'do_not_honor',
    errors: [{ path: 'amount', code: 'required', message: 'It is missing.' }],
    retryAfter: 3,
  });
  assert.ok(error instanceof Error);
  assert.equal(String(error), 'PaymentError: The card was declined.');
  assert.equal(error.cause, cause);
  const { code, kind, recovery, declineCode, errors, retryAfter } = error;
  assert.deepEqual(
    { code, kind, recovery, declineCode, errors, retryAfter },
    {
      code: 'card-declined',
      kind: 'card',
      recovery: 'change-card',
      declineCode: 'do_not_honor',
      errors: [{ path: 'amount', code: 'required', message: 'It is missing.' }],
      retryAfter: 3,
    },
  );
  const bare = new PaymentError('misuse', 'Set the request.', { declineCode: null });
  for (const member of ['cause', 'declineCode', 'errors', 'retryAfter'])
    assert.equal(Object.hasOwn(bare, member), false, member);
});

test('an error is known by its name, from another copy of the package and from another realm', () => {
  class PaymentErrorOfAnotherBundle extends Error {
    override name = 'PaymentError';
    code = 'card-declined';
  }
  assert.equal(isPaymentError(new PaymentError('offline', 'x')), true);
  assert.equal(isPaymentError(new PaymentErrorOfAnotherBundle('x')), true);
  const foreign: unknown = vm.runInNewContext(
    `Object.assign(new Error('x'), { name: 'PaymentError', code: 'offline' })`,
  );
  assert.equal(isPaymentError(foreign), true);
  for (const other of [new Error('x'), null, undefined, 'PaymentError', { name: 'PaymentError' }, { code: 'offline' }])
    assert.equal(isPaymentError(other), false);
});

test('from keeps one of ours as it is and anything else as cause', () => {
  const ours = new PaymentError('offline', 'x');
  assert.equal(PaymentError.from(ours, 'timeout'), ours);
  const thrown = new TypeError('fetch failed');
  const wrapped = PaymentError.from(thrown, 'network-error');
  assert.equal(wrapped.code, 'network-error');
  assert.equal(wrapped.message, 'fetch failed');
  assert.equal(wrapped.cause, thrown);
  assert.equal(PaymentError.from('a string').code, 'internal');
  assert.equal(PaymentError.from('a string').cause, 'a string');
});

test('words of another version do not pass for one of our codes', () => {
  for (const other of ['', 'toString', 'card', 'retry', 'card_declined', 1, null])
    assert.equal(isPaymentErrorCode(other), false);
});
