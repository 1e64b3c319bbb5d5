import { expect } from '@open-wc/testing';
import type { FormOptions } from '../../../src/session/form.js';
import { openForm } from '../../../src/stripe/index.js';
import { PaymentForm } from '../../../src/stripe/methods/payment-form.js';
import { aRequest } from '../../support/money-request.js';
import { FakeStripe, type FakeField } from './fake-stripe.js';
import { formOptions, Heard, Host, look, moneyRequest, sandboxSettings } from './support.js';

describe('the form with the Payment Element', () => {
  let host: Host;
  let heard: Heard;
  let fake: FakeStripe;
  let form: PaymentForm | null;

  const request = aRequest({
    amount: 12_528,
    currency: 'eur',
    capture: 'manual',
    stripe: { ...sandboxSettings, methods: ['card', 'ideal'] },
  });
  const open = (more: Partial<FormOptions> = {}): PaymentForm => {
    const options = { fields: 'payment', instrument: 'confirmationToken', request, ...more } as const;
    form = new PaymentForm(fake.stripe, formOptions(host, heard, options));
    fake.ready();
    return form;
  };
  const element = (): FakeField => {
    const [field] = fake.live;
    if (!field) throw new Error('Nothing is mounted.');
    return field;
  };
  const change = (more: object): void =>
    element().emit('change', { complete: false, empty: false, collapsed: false, value: { type: 'card' }, ...more });

  beforeEach(() => {
    host = new Host();
    heard = new Heard();
    fake = new FakeStripe();
    form = null;
    document.body.append(host.element);
  });
  afterEach(() => {
    form?.destroy();
    host.element.remove();
  });

  it('comes before its intent, with what the server will make that with', () => {
    open();
    const [group] = fake.groups;
    expect(group?.options).to.deep.include({
      mode: 'payment',
      amount: 12_528,
      currency: 'eur',
      captureMethod: 'manual',
      allowedPaymentMethodTypes: ['card', 'ideal'],
    });
    expect(group?.options).not.to.have.property('paymentMethodTypes');
    expect(heard.counts.ready).to.equal(1);
  });

  it('wears the look of the page, dark where that is, and follows it', () => {
    host.appearance = { ...look, colorScheme: 'dark', accent: 'rgb(1, 2, 3)' };
    open();
    const [group] = fake.groups;
    expect(group?.options['appearance']).to.deep.include({ theme: 'night' });
    host.appearance = look;
    form?.restyle();
    expect(group?.updates.at(-1)).to.deep.equal({
      appearance: {
        theme: 'stripe',
        variables: {
          fontFamily: look.fontFamily,
          fontSizeBase: look.fontSize,
          borderRadius: look.radius,
          buttonExpressCheckoutBorderRadius: look.radius,
          colorPrimary: look.accent,
          colorBackground: look.surface,
          colorText: look.color,
          colorTextSecondary: look.placeholderColor,
          colorTextPlaceholder: look.placeholderColor,
          colorDanger: look.danger,
        },
      },
    });
  });

  it('leaves the wallets to their own row, which can wait for the host’s word', () => {
    open();
    expect(element().options).to.deep.include({
      wallets: { applePay: 'never', googlePay: 'never', link: 'never' },
      fields: { billingDetails: { address: 'if_required' } },
    });
  });

  it('has one container in the document, as wide as its place, and one Element', () => {
    open();
    const container = element().container;
    expect(fake.live).to.have.length(1);
    expect(container?.getRootNode()).to.equal(document);
    expect(container?.getBoundingClientRect().width).to.equal(340);
    expect(host.shown).to.deep.equal([...document.querySelectorAll('pay-mount')]);
  });

  it('tells the method, whether it is whole, and of a card the brand', () => {
    open();
    element().emit('carddetailschange', { details: { brands: ['visa'], funding: 'credit' } });
    change({ complete: true });
    expect(heard.last).to.deep.include({ complete: true, empty: false, method: 'card', brand: 'visa' });
    expect(heard.last?.fields.number).to.deep.equal({ empty: true, complete: false, focused: false, error: null });
    change({ complete: true, empty: true, value: { type: 'ideal' } });
    expect(heard.last).to.deep.include({ complete: true, method: 'ideal', brand: 'unknown' });
  });

  it('does not take what it begins with for something that was typed', () => {
    open();
    change({ empty: true });
    change({ empty: false });
    change({ empty: true, value: { type: 'ideal' } });
    expect(heard.edits).to.deep.equal([false, true, true]);
  });

  it('makes a ConfirmationToken of what was typed, once Stripe has found nothing wrong in it', async () => {
    open();
    expect(await form?.instrument()).to.deep.equal({ confirmationToken: 'ctoken_1' });
    expect(fake.calls).to.deep.equal([{ method: 'createConfirmationToken', args: [{ elements: fake.groups[0] }] }]);
  });

  for (const [code, ours] of [
    ['incomplete_number', 'fields-incomplete'],
    ['invalid_number', 'fields-invalid'],
  ])
    it(`makes nothing of what Stripe finds wrong: ${code}`, async () => {
      open();
      fake.submitted = () => Promise.resolve({ error: { type: 'validation_error', code, message: 'no' } });
      const refused = await form?.instrument().catch((error: unknown) => error);
      expect(refused).to.include({ code: ours, kind: 'card' });
      expect(fake.calls).to.deep.equal([]);
    });

  it('leads the payer to what is missing, which stands in the Element', async () => {
    open();
    expect(await form?.check()).to.equal(true);
    fake.submitted = () => Promise.resolve({ error: { type: 'validation_error', code: 'incomplete_cvc' } });
    expect(await form?.check()).to.equal(false);
    expect(element().focused).to.equal(1);
  });

  it('leaves what is no matter of the fields to be said by the payment', async () => {
    open();
    fake.submitted = () => Promise.resolve({ error: { type: 'api_connection_error' } });
    expect(await form?.check()).to.equal(true);
    fake.submitted = () => Promise.reject(new Error('elements should have a mounted Payment Element: still mounted?'));
    expect(await form?.check()).to.equal(true);
    expect(element().focused).to.equal(0);
  });

  it('is locked without losing what was typed, and takes no focus meanwhile', () => {
    open();
    form?.setDisabled(true);
    form?.focus();
    form?.setDisabled(false);
    expect(element().updates).to.deep.equal([{ readOnly: true }, { readOnly: false }]);
    expect(element().focused).to.equal(0);
    expect(fake.fields).to.have.length(1);
  });

  it('is locked still where it was mounted anew meanwhile', async () => {
    open().setDisabled(true);
    document.querySelector('pay-mount')?.remove();
    // Observers are told in microtasks.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    expect(fake.fields).to.have.length(2);
    expect(element().options).to.deep.include({ readOnly: true });
  });

  it('says that its frame died when it is to pay', async () => {
    open().hold(true);
    element().container?.replaceChildren();
    const refused = await form?.instrument().catch((error: unknown) => error);
    expect(refused).to.include({ code: 'fields-lost' });
  });

  it('says why Stripe will not show it', () => {
    open();
    element().emit('loaderror', { error: { type: 'api_connection_error', message: 'no' } });
    expect(heard.errors[0]).to.include({ code: 'network-error' });
    expect(document.querySelector('pay-mount')).to.equal(null);
  });

  it('hears Enter and Escape', () => {
    open();
    element().container?.closest('form')?.requestSubmit();
    element().emit('escape');
    expect(heard.counts).to.include({ submit: 1, escape: 1 });
  });

  it('cannot make a token, and says what can', () => {
    expect(() => open({ instrument: 'token' }))
      .to.throw('fields="card"')
      .with.property('code', 'misuse');
  });

  it("is opened over the sandbox's Stripe.js for fields=payment", async () => {
    const options = formOptions(host, heard, {
      fields: 'payment',
      instrument: 'confirmationToken',
      request: moneyRequest({ methods: ['card', 'ideal'] }),
    });
    const opened = await openForm(options);
    await heard.until(() => heard.counts.ready === 1);
    expect(document.querySelector('iframe[title="Secure payment input frame"]')).not.to.equal(null);
    expect(await opened.check?.()).to.equal(false);
    opened.destroy();
  });
});
