import assert from 'node:assert/strict';
import { test } from 'node:test';
import Stripe from 'stripe';

const { generateV1Error } = Stripe.errors;
import { stripeFailure } from '../../../src/server/stripe/errors.js';

/** The library's own error for an answer of Stripe's. */
function errorOf(type: string, status: number): unknown {
  return generateV1Error({ type, message: 'Said by Stripe.', statusCode: status } as never);
}

test('an api_error says nothing about what became of the call, whatever its status', () => {
  for (const status of [400, 402, 403, 404, 409, 429, 500, 503]) {
    assert.equal(stripeFailure(errorOf('api_error', status)).kind, 'unknown', String(status));
  }
});

test('a decline is a card_error with status 402, and nothing else is', () => {
  assert.equal(stripeFailure(errorOf('card_error', 402)).kind, 'declined');
  assert.equal(stripeFailure(errorOf('invalid_request_error', 402)).kind, 'refused');
  assert.equal(stripeFailure(errorOf('invalid_request_error', 400)).kind, 'refused');
});
