import { assert } from '@open-wc/testing';
import fc from 'fast-check';
import {
  checkAccount,
  checkEmail,
  checkIban,
  checkName,
  checkRouting,
  formatAccount,
  formatIban,
  formatRouting,
} from '../../../src/sandbox/browser/frames/bank-rules.js';
import { TEST_ACCOUNTS } from '../../../src/sandbox/debits.js';

const WHOLE = { complete: true, error: null };
const PART = { complete: false, error: null };

describe('IBAN', () => {
  it('takes each published test number, typed in any grouping and case', () => {
    for (const { number } of TEST_ACCOUNTS.filter(({ type }) => type === 'sepa_debit')) {
      assert.deepEqual(checkIban(formatIban(number.toLowerCase())), WHOLE, number);
      assert.equal(formatIban(number).replace(/ /g, ''), number);
    }
  });

  it('takes no other number', () => {
    const published = new Set(TEST_ACCOUNTS.map(({ number }) => number));
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{2}\d{0,30}$/), (text) => published.has(text) || !checkIban(text).complete),
    );
    assert.deepEqual(checkIban('DE8937040044053201300'), PART);
    assert.equal(checkIban('DE89370400440532013001').error, 'invalid_iban');
    assert.equal(checkIban('DE02120300000000202051').error, 'test_iban_only', 'right, but not a test number');
    assert.equal(checkIban('NL').error, 'test_iban_only', 'no test number begins so');
    assert.deepEqual(checkIban('D'), PART);
  });

  it('formats to the same again', () => {
    fc.assert(fc.property(fc.string(), (text) => formatIban(formatIban(text)) === formatIban(text)));
    assert.equal(formatIban('be62 5100-0754-7061 99'), 'BE62 5100 0754 7061');
  });
});

describe('US bank account', () => {
  it('takes the test routing number alone', () => {
    assert.deepEqual(checkRouting(formatRouting('110 000 000')), WHOLE);
    assert.deepEqual(checkRouting('11000000'), PART);
    assert.equal(checkRouting('021000021').error, 'invalid_routing_number');
  });

  it('takes each published account number, and no other', () => {
    for (const { number } of TEST_ACCOUNTS.filter(({ type }) => type === 'us_bank_account')) {
      assert.deepEqual(checkAccount(formatAccount(number)), WHOLE, number);
    }
    assert.deepEqual(checkAccount('00012345678'), PART);
    assert.equal(checkAccount('000123456788').error, 'invalid_account_number');
  });
});

describe('payer', () => {
  it('has a name that is not blank and an address that could be one', () => {
    assert.deepEqual(checkName('Jo'), WHOLE);
    assert.deepEqual(checkName('  '), PART);
    assert.deepEqual(checkEmail(' jo@example.com '), WHOLE);
    for (const text of ['', 'jo', 'jo@', 'jo@example', '@example.com', 'j o@example.com']) {
      assert.deepEqual(checkEmail(text), PART, text);
    }
  });
});
