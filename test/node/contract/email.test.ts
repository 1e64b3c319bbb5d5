import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressForStripe, emailAddress } from '../../../src/contract/email.js';

test('an address is one by the HTML rule, and a domain in another script is punycode', () => {
  const table: [string, string | null][] = [
    ['kit@example.com', 'kit@example.com'],
    [' kit@example.com\n', 'kit@example.com'],
    ['a&b@example.com', 'a&b@example.com'],
    ["o'hara+tag@example.co.uk", "o'hara+tag@example.co.uk"],
    ['.dots..anywhere.@example.com', '.dots..anywhere.@example.com'],
    ['me@localhost', 'me@localhost'],
    ['me@example.xn--p1ai', 'me@example.xn--p1ai'],
    ['info@räucher.de', 'info@xn--rucher-bua.de'],
    ['info@пример.рф', 'info@xn--e1afmkfd.xn--p1ai'],
    ['jürgen@example.com', 'jürgen@example.com'],
    ['用户@例え.jp', '用户@xn--r8jz45g.jp'],
    ['', null],
    ['kit', null],
    ['@example.com', null],
    ['kit@', null],
    ['kit@@example.com', null],
    ['a b@example.com', null],
    ['kit@exa mple.com', null],
    ['kit@-example.com', null],
    ['kit@example..com', null],
    ['kit@example.com.', null],
    ['kit@räucher.de/x', null],
    ['kit@räucher.de:80', null],
    [`kit@${'a'.repeat(64)}.com`, null],
    ['kit <kit@example.com>', null],
    ['"kit"@example.com', null],
    ['k\u0000it@example.com', null],
    ['k\u200bit@example.com', null],
    [`${'a'.repeat(400)}@example.com`, null],
  ];
  for (const [written, address] of table) assert.equal(emailAddress(written), address, JSON.stringify(written));
});

test('Stripe is given an address whose name is ASCII, and no other', () => {
  assert.equal(addressForStripe('info@xn--rucher-bua.de'), 'info@xn--rucher-bua.de');
  assert.equal(addressForStripe('jürgen@example.com'), null);
  assert.equal(addressForStripe(null), null);
});
