import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comeBack } from '../../../src/server/routes/return.js';

const ID = 'req_0123456789abcdefghijkl';
const SECRET = 'payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_x&redirect_status=succeeded';

for (const [given, back] of [
  ['https://shop.example/', `https://shop.example/?pay_request=${ID}`],
  [
    'https://shop.example/cart?a=b%20c&flag&d=%2F#at',
    `https://shop.example/cart?a=b%20c&flag&d=%2F&pay_request=${ID}#at`,
  ],
  [
    `https://shop.example/cart?x=1&${SECRET}&y=2#/route?z`,
    `https://shop.example/cart?x=1&y=2&pay_request=${ID}#/route?z`,
  ],
  [`https://shop.example/?pay_request=req_other&a=1`, `https://shop.example/?a=1&pay_request=${ID}`],
] as const)
  test(`the return to ${given} keeps the host’s own query and hash, and nothing of Stripe’s`, () => {
    assert.equal(comeBack(given, ID), back);
  });
