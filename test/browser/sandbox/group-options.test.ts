import { assert } from '@open-wc/testing';
import { checkOptions, methodsOf } from '../../../src/sandbox/browser/group-options.js';
import { hiddenOf, paymentOptions } from '../../../src/sandbox/browser/payment-options.js';

const GROUP = { mode: 'payment', amount: 2500, currency: 'eur' };
const ALL = ['us_bank_account', 'sepa_debit', 'card', 'klarna', 'ideal'];

describe('the methods of a group', () => {
  it('are those that go with the currency, in the order they were given', () => {
    const methods = (options: object) => methodsOf({ ...GROUP, allowedPaymentMethodTypes: ALL, ...options });
    assert.deepEqual(methods({}), ['sepa_debit', 'card', 'ideal']);
    assert.deepEqual(methods({ currency: 'usd' }), ['us_bank_account', 'card']);
    assert.deepEqual(methods({ currency: 'jpy' }), ['card']);
    assert.deepEqual(methods({ excludedPaymentMethodTypes: ['card'] }), ['sepa_debit', 'ideal']);
    assert.deepEqual(methods({ captureMethod: 'manual' }), ['card']);
    assert.deepEqual(methods({ capture_method: 'manual' }), ['card']);
    assert.deepEqual(methodsOf(GROUP), ['card'], 'what the Dashboard has switched on');
  });
});

describe('the options of a group', () => {
  it('need no currency to set up, and no mode for card Elements', () => {
    checkOptions({ mode: 'setup' }, 'stripe.elements()');
    checkOptions({ locale: 'de' }, 'stripe.elements()');
    checkOptions(GROUP, 'stripe.elements()');
    assert.throws(() => checkOptions({ mode: 'setup', currency: 'EUR' }, 'stripe.elements()'), 'You specified: EUR.');
  });

  it('keep lists as lists', () => {
    const options = { ...GROUP, allowedPaymentMethodTypes: 'card' } as unknown as typeof GROUP;
    assert.throws(() => checkOptions(options, 'stripe.elements()'), 'allowedPaymentMethodTypes should be an array');
  });
});

describe('the options of a Payment Element', () => {
  it('say what billing details the page keeps to itself', () => {
    assert.deepEqual(hiddenOf(undefined), []);
    assert.deepEqual(hiddenOf({ billingDetails: 'never' }), [
      'name',
      'email',
      'phone',
      'address.country',
      'address.postal_code',
    ]);
    assert.deepEqual(hiddenOf({ billingDetails: { name: 'auto', email: 'never', address: { postalCode: 'never' } } }), [
      'email',
      'address.postal_code',
    ]);
  });

  it('order the methods, choose a layout, and leave terms to the page', () => {
    const options = paymentOptions(
      { paymentMethodOrder: ['ideal', 'paypal'], layout: { type: 'accordion' }, terms: { sepaDebit: 'never' } },
      ['card', 'sepa_debit', 'ideal'],
    );
    assert.deepEqual(options.methods, ['ideal', 'card', 'sepa_debit']);
    assert.equal(options.layout, 'accordion');
    assert.isFalse(options.collapsed);
    assert.deepEqual(options.withoutTerms, ['sepa_debit']);
    const wrong = { layout: 'grid' } as unknown as { layout: 'tabs' };
    assert.throws(() => paymentOptions(wrong, ['card']), 'layout should be one of the following strings: auto, tabs');
  });
});
