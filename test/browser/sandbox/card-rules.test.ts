import { assert } from '@open-wc/testing';
import fc from 'fast-check';
import {
  brandOf,
  checkCvc,
  checkExpiry,
  checkNumber,
  checkPostal,
  formatCvc,
  formatExpiry,
  formatNumber,
} from '../../../src/sandbox/browser/frames/card-rules.js';
import { TEST_CARDS } from '../../../src/sandbox/cards.js';

const digits = (text: string): string => text.replace(/\D/g, '');

describe('card number', () => {
  it('takes each published test number with its brand, typed in any grouping', () => {
    for (const card of TEST_CARDS) {
      for (const number of card.numbers) {
        assert.deepEqual(checkNumber(formatNumber(number)), { complete: true, error: null }, number);
        assert.equal(brandOf(number), card.brand, number);
      }
    }
  });

  it('takes no other number', () => {
    const published = new Set(TEST_CARDS.flatMap(({ numbers }) => numbers));
    fc.assert(
      fc.property(fc.stringMatching(/^\d{0,19}$/), (text) => published.has(text) || !checkNumber(text).complete),
    );
    assert.equal(checkNumber('4111111111111111').error, 'test_number_only');
    assert.equal(checkNumber('4242424242424241').error, 'invalid_number');
    assert.deepEqual(checkNumber('424242424242424'), { complete: false, error: null });
  });

  it('is grouped as on the card', () => {
    assert.equal(formatNumber('4242424242424242'), '4242 4242 4242 4242');
    assert.equal(formatNumber('378282246310005'), '3782 822463 10005');
    assert.equal(formatNumber('36227206271667'), '3622 720627 1667');
    assert.equal(formatNumber('6205500000000000004'), '6205 5000 0000 0000 004');
  });

  it('keeps the digits in order and formats to the same again', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const formatted = formatNumber(text);
        return digits(text).startsWith(digits(formatted)) && formatNumber(formatted) === formatted;
      }),
    );
  });
});

describe('expiry date', () => {
  const now = new Date(2026, 10, 21);

  it('is written as MM / YY however it is typed, pasted or filled in', () => {
    const cases = { '': '', 1: '1', 4: '04 / ', 12: '12 / ', 13: '01 / 3', 1230: '12 / 30', '1/30': '01 / 30' };
    const pasted = { '12/2030': '12 / 30', '12 / 30': '12 / 30', '122030': '12 / 30' };
    for (const [typed, shown] of Object.entries({ ...cases, ...pasted }))
      assert.equal(formatExpiry(typed), shown, typed);
  });

  it('formats to the same again', () => {
    fc.assert(fc.property(fc.string(), (text) => formatExpiry(formatExpiry(text)) === formatExpiry(text)));
  });

  it('is complete in the present month and after, and says what is wrong before', () => {
    assert.deepEqual(checkExpiry('11 / 26', now), { complete: true, error: null });
    assert.equal(checkExpiry('10 / 26', now).error, 'invalid_expiry_month_past');
    assert.equal(checkExpiry('12 / 25', now).error, 'invalid_expiry_year_past');
    assert.equal(checkExpiry('12 / 76', now).complete, true);
    assert.equal(checkExpiry('12 / 77', now).error, 'invalid_expiry_year');
    assert.equal(checkExpiry('13/40', now).error, 'invalid_expiry_month');
    assert.equal(checkExpiry('00', now).error, 'invalid_expiry_month');
    assert.deepEqual(checkExpiry('12 / 4', now), { complete: false, error: null });
  });
});

describe('security code and postal code', () => {
  it('has the length its brand has', () => {
    assert.equal(formatCvc('12345', 'visa'), '123');
    assert.equal(formatCvc('12345', 'amex'), '1234');
    assert.equal(checkCvc('123', 'visa').complete, true);
    assert.equal(checkCvc('123', 'amex').complete, false);
    assert.equal(checkCvc('123', 'unknown').complete, true);
    assert.equal(checkPostal('1000').complete, false);
    assert.equal(checkPostal('10001').complete, true);
    assert.equal(checkPostal('N1 9').complete, true);
  });
});
