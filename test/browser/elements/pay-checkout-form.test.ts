import { expect } from '@open-wc/testing';
import { PaymentError } from '../../../src/errors/index.js';
import { useFormModule, type WalletOptions } from '../../../src/session/index.js';
import type { PayInput } from '../../../src/backend/backend.js';
import { card, clear, drawn, find, focused, get, heard, open, reach, stage, withForms, words } from './harness.js';
import { order, payment } from './order.js';

/** The e-mail input of an open form. */
function emailInput(element: Element): HTMLInputElement {
  const input = get(element, '[type=email]');
  if (!(input instanceof HTMLInputElement)) throw new Error('There is no e-mail input.');
  return input;
}

/** Types into an input of ours. */
function type(input: HTMLInputElement, value: string): void {
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
}

/** What the attempts of a backend carried. */
function attempts(calls: readonly { method: string; input?: PayInput }[]): PayInput[] {
  return calls.flatMap(({ method, input }) => (method === 'pay' && input ? [input] : []));
}

describe('the form in <pay-checkout>', () => {
  afterEach(clear);

  it('opens at the press, can be left again, and is paid in place', async () => {
    const { forms } = withForms();
    const { element, events } = stage('pay-checkout', { request: order });
    let form = await open(element, forms);
    expect(focused()?.getAttribute('aria-label')).to.equal('Card number');
    expect(element.matches(':state(expanded)')).to.equal(true);
    get(element, '.cancel').click();
    await reach(element, 'open');
    expect(focused()?.className).to.equal('button ask');
    form = await open(element, forms);
    form.fill(card);
    await drawn(element);
    const pay = get(element, '.actions [part=submit]');
    expect(pay.textContent.trim()).to.equal('Pay $125.28');
    pay.click();
    await reach(element, 'paid');
    expect(words(element)).to.contain('Payment completed').and.to.contain('Paid to Shoplifter');
    expect(focused()?.className).to.equal('outcome');
    await heard(element, 'Payment completed, $125.28 to Shoplifter');
    expect(events.filter((name) => name !== 'pay-change' && name !== 'pay-input')).to.deep.equal([
      'pay-open',
      'pay-close',
      'pay-open',
      'pay-submit',
      'pay-succeeded',
    ]);
  });

  it('opens by itself where the page asks for it, and then there is nothing to cancel', async () => {
    withForms();
    for (const loading of ['eager', 'visible']) {
      const { element } = stage('pay-checkout', { request: order, attributes: { loading } });
      await reach(element, 'ready');
      expect(find(element, '.cancel') === null).to.equal(true);
      expect(find(element, '.ask') === null).to.equal(true);
      expect(focused() === null).to.equal(true);
    }
  });

  it('sends the receipt’s e-mail with the attempt, and none where none was typed', async () => {
    const { forms } = withForms();
    const given = stage('pay-checkout', { attributes: { email: '' } });
    (await open(given.element, forms)).fill(card);
    type(emailInput(given.element), ' jo@example.com ');
    await given.element.submit();
    await reach(given.element, 'paid');
    expect(attempts(given.backend.calls).map(({ receiptEmail }) => receiptEmail)).to.deep.equal(['jo@example.com']);
    const empty = stage('pay-checkout', { attributes: { email: '' } });
    (await open(empty.element, forms)).fill(card);
    await empty.element.submit();
    await reach(empty.element, 'paid');
    expect(attempts(empty.backend.calls)[0]).to.not.have.property('receiptEmail');
  });

  for (const way of ['the button', 'Enter in the e-mail', 'Enter in the card', 'submit()'])
    it(`pays without a receipt where the e-mail address is wrong: by ${way}`, async () => {
      const { forms } = withForms();
      const { element, backend } = stage('pay-checkout', { attributes: { email: '' } });
      const form = await open(element, forms);
      form.fill(card);
      const input = emailInput(element);
      type(input, 'jo@');
      const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true });
      if (way === 'the button') get(element, '.actions [part=submit]').click();
      else if (way === 'submit()') await element.submit();
      else if (way === 'Enter in the card') form.root.querySelector('input')?.dispatchEvent(enter);
      else input.dispatchEvent(enter);
      await reach(element, 'paid');
      expect(attempts(backend.calls)).to.have.length(1);
      expect(attempts(backend.calls)[0]).to.not.have.property('receiptEmail');
    });

  it('says beside the input that an address is wrong once it is left, and takes one in any script', async () => {
    const { forms } = withForms();
    const { element, backend } = stage('pay-checkout', { attributes: { email: '' } });
    (await open(element, forms)).fill(card);
    const input = emailInput(element);
    type(input, 'jo@');
    input.dispatchEvent(new Event('change'));
    await drawn(element);
    expect(get(element, '#email-error').textContent.trim()).to.equal('This e-mail address is not complete.');
    expect(input.getAttribute('aria-invalid')).to.equal('true');
    type(input, 'info@räucher.de');
    await drawn(element);
    expect(get(element, '#email-error').textContent.trim()).to.equal('');
    await element.submit();
    await reach(element, 'paid');
    expect(attempts(backend.calls).map(({ receiptEmail }) => receiptEmail)).to.deep.equal(['info@xn--rucher-bua.de']);
  });

  it('keeps the e-mail through a decline and a closed form', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-checkout', {
      attributes: { email: '' },
      pay: () => Promise.reject(new PaymentError('card-declined', 'Declined.')),
    });
    (await open(element, forms)).fill(card);
    type(emailInput(element), 'jo@example.com');
    await element.submit();
    await reach(element, 'failed');
    expect(words(element)).to.contain('Your card was declined.');
    expect(emailInput(element).value).to.equal('jo@example.com');
    element.close();
    await reach(element, 'open');
    await open(element, forms);
    expect(emailInput(element).value).to.equal('jo@example.com');
  });

  it('asks for the postal code where it is always asked, and says that it is missing', async () => {
    const { forms } = withForms();
    const { element, backend } = stage('pay-checkout', { request: { ...order, postalCode: 'always' } });
    (await open(element, forms)).fill(card);
    await element.submit();
    await drawn(element);
    expect(words(element)).to.contain('This postal code is not complete.');
    const input = get(element, '.postal input') as HTMLInputElement;
    expect(focused() === input).to.equal(true);
    expect(input.getAttribute('aria-invalid')).to.equal('true');
    expect(attempts(backend.calls)).to.have.length(0);
    type(input, '10115');
    await drawn(element);
    expect(words(element)).to.not.contain('not complete');
    await element.submit();
    await reach(element, 'paid');
  });

  it('shows the wallets above the form once Stripe says that there are any, and locks them while it is paid', async () => {
    const asked: WalletOptions[] = [];
    const module = withForms();
    useFormModule({
      ...module,
      openWallets: (options) => {
        asked.push(options);
        options.place.useSlot('wallets');
        options.events.shown(false);
        const nothing = (): void => undefined;
        return Promise.resolve({ restyle: nothing, moved: nothing, hold: nothing, destroy: nothing });
      },
    });
    const { element } = stage('pay-checkout', { pay: () => new Promise(() => undefined) });
    const form = await open(element, module.forms);
    const row = get(element, '.express');
    const control = get(element, '.control');
    expect(row.getBoundingClientRect().height).to.equal(0);
    expect(row.inert).to.equal(true);
    asked[0]?.events.shown(true);
    await drawn(element);
    expect(words(element)).to.match(/\$25\.00 or /);
    expect(row.inert).to.equal(false);
    expect(row.getBoundingClientRect().bottom).to.be.below(control.getBoundingClientRect().top);
    expect(asked[0]?.place.appearance().accent).to.equal('rgb(47, 75, 214)');
    form.fill(card);
    void element.submit();
    await reach(element, 'submitting');
    expect(row.inert).to.equal(true);
    const plain = stage('pay-card');
    await open(plain.element, module.forms);
    expect(asked).to.have.length(1);
  });

  it('hands on which fields it wants, and what it says then does not speak of a card', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-checkout', { attributes: { fields: 'payment' }, request: { postalCode: 'always' } });
    const form = await open(element, forms);
    expect(form.options.fields).to.equal('payment');
    expect(form.options.instrument).to.equal('confirmationToken');
    expect(words(element)).to.contain('Send $25 USD securely to Shoplifter').and.to.not.contain('card');
    expect(find(element, '.postal') === null).to.equal(true);
  });

  it('opens in a dialog, with the e-mail in it, and the page keeps its summary', async () => {
    const { forms } = withForms();
    const { element, backend } = stage('pay-checkout', {
      request: order,
      attributes: { presentation: 'dialog', email: '', loading: 'eager' },
    });
    await reach(element, 'open');
    expect(get(element, '.ask').getAttribute('aria-haspopup')).to.equal('dialog');
    const form = await open(element, forms);
    const dialog = get(element, 'dialog');
    expect(dialog.matches(':modal')).to.equal(true);
    expect(dialog.contains(emailInput(element))).to.equal(true);
    expect(dialog.querySelector('.amount')?.textContent).to.equal('$125.28');
    expect(get(element, '.ask').getAttribute('aria-expanded')).to.equal('true');
    type(emailInput(element), 'jo@example.com');
    form.fill(card);
    await element.submit();
    await reach(element, 'paid');
    expect(find(element, 'dialog') === null).to.equal(true);
    expect(attempts(backend.calls)[0]?.receiptEmail).to.equal('jo@example.com');
  });

  it('offers its fallback where the form is blocked, else the hosted page', async () => {
    withForms({ load: () => Promise.reject(new PaymentError('script-blocked', 'Blocked.')) });
    const own = stage('pay-checkout', { request: order });
    own.element.append(document.createElement('a'));
    await reach(own.element, 'open');
    get(own.element, '.ask').click();
    await reach(own.element, 'unavailable');
    expect(words(own.element)).to.contain('The card form could not be loaded here');
    expect(find(own.element, '.way-out') === null).to.equal(true);
    const other = stage('pay-checkout', { request: order });
    await reach(other.element, 'open');
    get(other.element, '.ask').click();
    await reach(other.element, 'unavailable');
    expect(get(other.element, '.way-out').getAttribute('href')).to.equal(other.request.payUrl);
  });

  it('is honest about a lost answer, and offers to check', async () => {
    const { forms } = withForms();
    const { element, backend, request } = stage('pay-checkout', {
      request: order,
      pay: () => Promise.reject(new PaymentError('network-error', 'Lost.')),
      sync: () => new Promise(() => undefined),
    });
    (await open(element, forms)).fill(card);
    await element.submit();
    await reach(element, 'unknown');
    expect(words(element)).to.contain('We are checking with the bank').and.to.contain('Check again');
    expect(find(element, '[part=submit]') === null).to.equal(true);
    backend.change(request.id, { status: 'paid', payment });
    await reach(element, 'paid');
  });
});
