import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isPaymentError } from '../../../src/errors/index.js';
import {
  checkAmount,
  currency,
  currencyCodes,
  formatAmountWithCode,
  formatMoney,
  isCurrency,
  limitsOf,
  parseAmount,
  signsOf,
} from '../../../src/money/index.js';

const codes = currencyCodes();
const anyCurrency = fc.constantFrom(...codes);

/** The code that a call is refused with, or what it returns. */
function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (isPaymentError(error)) return error.code;
    throw error;
  }
}

test('every currency has the decimals that Stripe counts it in', () => {
  assert.ok(codes.length >= 135, `${codes.length} currencies`);
  assert.equal(new Set(codes).size, codes.length);
  const zero = [
    'bif',
    'clp',
    'djf',
    'gnf',
    'jpy',
    'kmf',
    'krw',
    'mga',
    'pyg',
    'rwf',
    'vnd',
    'vuv',
    'xaf',
    'xof',
    'xpf',
  ];
  const three = ['bhd', 'jod', 'kwd', 'omr', 'tnd'];
  for (const code of codes) {
    const { decimals, everyday, multiple } = currency(code);
    if (zero.includes(code)) assert.deepEqual([decimals, everyday, multiple], [0, 0, 1], code);
    else if (three.includes(code)) assert.deepEqual([decimals, everyday, multiple], [3, 3, 10], code);
    else if (['isk', 'ugx'].includes(code)) assert.deepEqual([decimals, everyday, multiple], [2, 0, 100], code);
    else assert.deepEqual([decimals, everyday, multiple], [2, 2, 1], code);
  }
});

test('decimals are ours where Intl has others', () => {
  for (const code of 'afn all cop huf idr isk lak lbp mmk pkr sos std ugx yer rsd twd'.split(' '))
    assert.equal(currency(code).decimals, 2, code);
});

test('an unknown currency is an error, whatever it looks like', () => {
  for (const code of ['xxx', '', 'us', 'usdx', 'usd ', ' usd', 'd a', '$', 'btc', 'toString', 'us1'])
    assert.equal(
      outcome(() => currency(code)),
      'unknown-currency',
      code,
    );
  assert.equal(currency('USD').code, 'usd');
  assert.deepEqual(
    [isCurrency('usd'), isCurrency('USD'), isCurrency(null), isCurrency('ed ')],
    [true, false, false, false],
  );
});

test('bounds are those of the design', () => {
  const table: [string, number, number][] = [
    ['usd', 50, 99_999_999],
    ['gbp', 30, 99_999_999],
    ['czk', 1500, 99_999_999],
    ['huf', 17_500, 99_999_999],
    ['jpy', 50, 99_999_999],
    ['vnd', 1, 99_999_999],
    ['twd', 1, 99_999_999],
    ['idr', 50, 999_999_999_999],
    ['cop', 50, 9_999_999_999],
    ['inr', 50, 999_999_999],
    ['isk', 100, 99_999_900],
    ['ugx', 100, 99_999_900],
    ['kwd', 10, 99_999_990],
  ];
  for (const [code, minimum, maximum] of table) assert.deepEqual(limitsOf(code), { minimum, maximum }, code);
});

test('the smallest charges are those of Stripe, and one step of the currency elsewhere', () => {
  const table =
    'usd 50 aed 200 ars 50 aud 50 brl 50 cad 50 chf 50 cop 50 czk 1500 dkk 250 eur 50 gbp 30 hkd 400 huf 17500 idr 50 ' +
    'ils 50 inr 50 jpy 50 krw 50 mxn 1000 myr 200 nok 300 nzd 50 php 50 pln 200 ron 200 rub 50 sek 300 sgd 50 thb 1000 zar 50';
  const expected = new Map(
    [...table.matchAll(/([a-z]{3}) (\d+)/g)].map(([, code, minimum]) => [code, Number(minimum)]),
  );
  assert.equal(expected.size, 31);
  for (const code of codes) assert.equal(limitsOf(code).minimum, expected.get(code) ?? currency(code).multiple, code);
});

test('an amount is refused with the code that says why', () => {
  const table: [unknown, string, unknown][] = [
    [2500, 'usd', 2500],
    [-1, 'usd', 'invalid-amount'],
    [0, 'usd', 'invalid-amount'],
    [-0, 'usd', 'invalid-amount'],
    [25.5, 'usd', 'invalid-amount'],
    ['1e3', 'usd', 'invalid-amount'],
    ['2500', 'usd', 'invalid-amount'],
    [null, 'usd', 'invalid-amount'],
    [undefined, 'usd', 'invalid-amount'],
    [Number.NaN, 'usd', 'invalid-amount'],
    [Number.POSITIVE_INFINITY, 'usd', 'invalid-amount'],
    [10, 'usd', 'amount-too-small'],
    [49, 'usd', 'amount-too-small'],
    [50, 'usd', 50],
    [99_999_999, 'usd', 99_999_999],
    [100_000_000, 'usd', 'amount-too-large'],
    [999_999_999_999, 'usd', 'amount-too-large'],
    [999_999_999_999, 'idr', 999_999_999_999],
    [550, 'isk', 'invalid-amount'],
    [500, 'isk', 500],
    [5124, 'kwd', 'invalid-amount'],
    [5120, 'kwd', 5120],
    [2500, 'xxx', 'unknown-currency'],
  ];
  for (const [amount, code, expected] of table)
    assert.equal(
      outcome(() => checkAmount(amount, code)),
      expected,
      `${String(amount)} ${code}`,
    );
});

test('both bounds of every currency can be charged, and nothing beyond them', () => {
  for (const code of codes) {
    const { minimum, maximum } = limitsOf(code);
    const { multiple } = currency(code);
    assert.equal(checkAmount(minimum, code), minimum);
    assert.equal(checkAmount(maximum, code), maximum);
    assert.equal(
      outcome(() => checkAmount(maximum + multiple, code)),
      'amount-too-large',
      code,
    );
    if (minimum > multiple)
      assert.equal(
        outcome(() => checkAmount(minimum - multiple, code)),
        'amount-too-small',
        code,
      );
  }
});

test('parses whole units, or units and the decimals of the currency, and nothing else', () => {
  const table: [string, string, unknown][] = [
    ['25', 'usd', 2500],
    ['25.00', 'usd', 2500],
    ['0.50', 'usd', 50],
    ['19.99', 'usd', 1999],
    ['1.10', 'usd', 110],
    ['4.35', 'usd', 435],
    ['1234567.89', 'usd', 123_456_789],
    ['25', 'jpy', 25],
    ['25', 'isk', 2500],
    ['25', 'ugx', 2500],
    ['25.000', 'kwd', 25_000],
    ['25.120', 'kwd', 25_120],
    ['25', 'kwd', 25_000],
    ['25.00', 'huf', 2500],
    ['25.00', 'twd', 2500],
    ['25.125', 'kwd', 'invalid-amount'],
    ['25.00', 'kwd', 'invalid-amount'],
    ['25.00', 'jpy', 'invalid-amount'],
    ['25.0', 'jpy', 'invalid-amount'],
    ['25.00', 'isk', 'invalid-amount'],
    ['99999999999999999999', 'usd', 'amount-too-large'],
    ['25', 'xxx', 'unknown-currency'],
  ];
  for (const [text, code, expected] of table)
    assert.equal(
      outcome(() => parseAmount(text, code)),
      expected,
      `${text} ${code}`,
    );
  const refused = [
    '', ' ', '.', '25.', '.50', '25.0', '25.5', '25.000', '25,00', '1,000', '1.000,00', '1 000', ' 25', '25 ', '25\n', '+25', '-25',
    '−25', '1e3', '0x19', '25.00.00', '25.-1', '٢٥', '２５', '025', '00', 'NaN', 'Infinity', '$25', '25 usd',
  ]; // prettier-ignore
  for (const text of refused)
    assert.equal(
      outcome(() => parseAmount(text, 'usd')),
      'invalid-amount',
      JSON.stringify(text),
    );
});

test('what is parsed is what exact arithmetic says, for every currency and amount', () => {
  fc.assert(
    fc.property(anyCurrency, fc.bigInt(0n, 999_999_999_999n), fc.nat(), (code, units, seed) => {
      const { decimals, everyday, multiple } = currency(code);
      const fraction = String(seed).padStart(everyday, '0').slice(0, everyday);
      const text = everyday === 0 ? String(units) : `${units}.${fraction}`;
      const exact = units * 10n ** BigInt(decimals) + BigInt((fraction || '0').padEnd(decimals - everyday, '0'));
      const expected = exact % BigInt(multiple) === 0n ? Number(exact) : 'invalid-amount';
      assert.equal(
        outcome(() => parseAmount(text, code)),
        expected,
      );
    }),
    { numRuns: 2000 },
  );
});

test('any string is an amount or is refused with a code, never anything else', () => {
  const near = fc.string({ unit: fc.constantFrom('0', '2', '5', '.', ',', '-', ' ', 'e', '$') });
  fc.assert(
    fc.property(fc.oneof(near, fc.string()), anyCurrency, (text, code) => {
      const result = outcome(() => parseAmount(text, code));
      if (typeof result === 'number')
        assert.ok(Number.isSafeInteger(result) && result >= 0 && /^\d+(\.\d+)?$/.test(text));
      else assert.ok(result === 'invalid-amount' || result === 'amount-too-large');
    }),
    { numRuns: 2000 },
  );
});

test('a formatted amount has the digits of the amount and reads back as it, in every currency', () => {
  fc.assert(
    fc.property(anyCurrency, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (code, share, trim) => {
      const { multiple } = currency(code);
      const { minimum, maximum } = limitsOf(code);
      const amount = Math.max(minimum, Math.floor((share * maximum) / multiple) * multiple);
      const written = formatMoney(amount, code, 'en', { trim, display: 'code' });
      const digits = written.replace(code.toUpperCase(), '').replaceAll(',', '').trim();
      assert.equal(parseAmount(digits, code), amount, written);
    }),
    { numRuns: 2000 },
  );
});

test('amounts are written with all their decimals, or trimmed where they are whole', () => {
  const table: [string, string][] = [
    [formatMoney(2500, 'usd', 'en'), '$25.00'],
    [formatMoney(2500, 'usd', 'en', { trim: true }), '$25'],
    [formatMoney(2550, 'usd', 'en', { trim: true }), '$25.50'],
    [formatMoney(-1000, 'usd', 'en'), '−$10.00'],
    [formatMoney(123_456_789, 'usd', 'en'), '$1,234,567.89'],
    [formatMoney(2500, 'cad', 'en'), 'CA$25.00'],
    [formatMoney(2500, 'cad', 'en', { display: 'narrow' }), '$25.00'],
    [formatMoney(2500, 'jpy', 'en'), '¥2,500'],
    [formatMoney(2500, 'isk', 'en', { display: 'code' }), 'ISK\u00a025'],
    [formatMoney(2550, 'isk', 'en', { display: 'code' }), 'ISK\u00a025.50'],
    [formatMoney(25_120, 'kwd', 'en', { display: 'code' }), 'KWD\u00a025.120'],
    [formatMoney(2500, 'cop', 'en', { display: 'code' }), 'COP\u00a025.00'],
    [formatMoney(2500, 'eur', 'de'), '25,00\u00a0€'],
    [formatMoney(2500, 'usd', 'not a tag'), '$25.00'],
  ];
  for (const [written, expected] of table) assert.equal(written, expected);
});

test('the sentence says which dollar, once', () => {
  const table: [number, string, string, string][] = [
    [2500, 'usd', 'en', '$25 USD'],
    [12_528, 'usd', 'en', '$125.28 USD'],
    [2500, 'cad', 'en', '$25 CAD'],
    [2500, 'eur', 'en', '€25 EUR'],
    [2500, 'chf', 'en', 'CHF\u00a025'],
    [2500, 'usd', 'ar', '25\u00a0US$'],
  ];
  for (const [amount, code, locale, expected] of table)
    assert.equal(formatAmountWithCode(amount, code, locale).replace(/[\u200e\u200f]/g, ''), expected);
});

test('signs are of known currencies, longest first, and never digits, points or codes', () => {
  assert.deepEqual(signsOf('usd'), ['US$', '$']);
  assert.deepEqual(signsOf('EUR'), ['€']);
  assert.equal(
    outcome(() => signsOf('xxx')),
    'unknown-currency',
  );
  for (const code of codes) {
    for (const sign of signsOf(code)) {
      assert.doesNotMatch(sign, /\d|^\.|\s/);
      assert.equal(isCurrency(sign.toLowerCase()), false, sign);
    }
  }
});
