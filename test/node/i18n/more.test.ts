import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enMore } from '../../../src/i18n/en-more.js';
import { moreFor, registerMoreMessages } from '../../../src/i18n/index.js';

test('the larger elements speak English until their words are registered, and the nearest tag is found', () => {
  assert.equal(moreFor('fr-CA'), enMore);
  const fr = { ...enMore, checkout: { ...enMore.checkout, heading: 'Payer' } };
  registerMoreMessages('fr', fr);
  assert.equal(moreFor('fr-CA'), fr);
  assert.equal(moreFor('FR'), fr);
  assert.equal(moreFor('de'), enMore);
});

test('the words of the checkout are those of the look', () => {
  const { checkout: m } = enMore;
  assert.equal(m.order('ORD-1042'), 'Order ORD-1042');
  assert.equal(m.times('2', '$22.00'), '2 × $22.00');
  assert.deepEqual([m.heading, m.or, m.subtotal, m.total], ['Pay', 'or', 'Subtotal', 'Total']);
  for (const word of m.extras) assert.equal(word, word.toLowerCase());
});
