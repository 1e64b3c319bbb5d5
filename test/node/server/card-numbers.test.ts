import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hasCardNumber } from '../../../src/server/card-digits.js';

/** Digits with the check digit that makes them pass Luhn's test, written the plain way. */
function withCheckDigit(digits: string): string {
  const sum = Array.from(digits)
    .reverse()
    .reduce((so, digit, index) => {
      const weighed = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return so + (weighed > 9 ? weighed - 9 : weighed);
    }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

const digits = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
/** Numbers that a brand could issue. */
const card = fc
  .oneof(
    fc.constantFrom('4', '400000').chain((prefix) => digits(15 - prefix.length).map((rest) => prefix + rest)),
    fc
      .constantFrom('51', '55', '2221', '2720')
      .chain((prefix) => digits(15 - prefix.length).map((rest) => prefix + rest)),
    fc.constantFrom('34', '37').chain((prefix) => digits(12).map((rest) => prefix + rest)),
    digits(11).map((rest) => `36${rest}`),
    digits(11).map((rest) => `6011${rest}`),
    digits(14).map((rest) => `62${rest}12`),
  )
  .map(withCheckDigit);

test('a card number is found alone, in groups and in a sentence', () => {
  fc.assert(
    fc.property(
      card,
      fc.constantFrom('', ' ', '-', '. '),
      fc.constantFrom('', 'card ', '2026 ', '1 '),
      (number, by, before) => {
        const groups = number.match(/.{1,4}/g) ?? [];
        assert.ok(hasCardNumber(`${before}${groups.join(by)} please`));
        assert.ok(hasCardNumber(`${before}${number}`));
      },
    ),
  );
});

test('a card number is found whatever stands between its digits, and in the digits of any script', () => {
  const zeros = [0x660, 0x6f0, 0x966, 0xe50, 0xff10, 0x1d7ce, 0x1d7d8, 0x1d7f6];
  const between = [
    '+',
    ',',
    '\u2010',
    '\u2011',
    '\u2012',
    '\u2013',
    '\u2014',
    '\u2015',
    '\u2212',
    '\uff0d',
    '\u200b',
    '\u200b\u200d\ufeff',
    '\u00ad',
    '\u00a0',
    '|',
    '*',
    ' \u2013 ',
  ];
  fc.assert(
    fc.property(
      card,
      fc.constantFrom(...between),
      fc.constantFrom(...zeros),
      fc.integer({ min: 1, max: 4 }),
      (number, by, zero, size) => {
        const groups = number.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
        assert.ok(hasCardNumber(`${groups.join(by)}@example.com`), by);
        const foreign = groups.map((group) =>
          Array.from(group, (digit) => String.fromCodePoint(zero + Number(digit))).join(''),
        );
        assert.ok(hasCardNumber(foreign.join(by)), foreign.join(by));
      },
    ),
  );
  assert.ok(hasCardNumber('④②④②④②④②④②④②④②④②'));
});

test('a number whose check digit is wrong is none', () => {
  fc.assert(
    fc.property(card, fc.integer({ min: 1, max: 9 }), (number, more) => {
      const last = (Number(number.at(-1)) + more) % 10;
      assert.ok(!hasCardNumber(`${number.slice(0, -1)}${last}`));
    }),
  );
});

test('a number of no brand, a part of a longer number and short ones are none', () => {
  for (const text of [
    '',
    '0000000000000000',
    '9999999999999995',
    '42424242',
    '04242424242424242424242',
    'a4242b4242',
    withCheckDigit('1'.repeat(15)),
  ])
    assert.ok(!hasCardNumber(text), text);
});

test('a megabyte of digits is looked through at once', () => {
  const started = performance.now();
  assert.ok(!hasCardNumber('7 '.repeat(500_000)));
  assert.ok(!hasCardNumber('7'.repeat(1_000_000)));
  assert.ok(performance.now() - started < 2_000);
});
