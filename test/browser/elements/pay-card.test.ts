import { expect } from '@open-wc/testing';
import { PaymentError } from '../../../src/errors/index.js';
import { card, clear, drawn, find, focused, get, heard, open, reach, stage, withForms, words } from './harness.js';

function missing(): never {
  throw new TypeError('A call without options.');
}

describe('<pay-card>', () => {
  afterEach(clear);

  it('asks Stripe for nothing before the first press', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-card');
    await reach(element, 'open');
    expect(forms).to.have.length(0);
    await open(element, forms);
    expect(words(element)).to.contain('Pay Now').and.to.contain('Cancel');
  });

  it('pays by a backend in plain JavaScript that takes its options apart', async () => {
    const { forms } = withForms();
    const { element, backend } = stage('pay-card');
    const { retrieve, pay, sync } = backend;
    const signals: unknown[] = [];
    // `retrieve(id, { signal })` fails where it is given nothing.
    const apart = ({ signal }: { signal?: AbortSignal } | undefined = missing()): void => void signals.push(signal);
    backend.retrieve = async (id, options) => (apart(options), retrieve(id));
    backend.pay = async (id, input, options) => (apart(options), pay(id, input));
    backend.sync = async (id, options) => (apart(options), sync(id));
    const form = await open(element, forms);
    form.fill(card);
    await element.submit();
    await reach(element, 'paid');
    await element.refresh();
    expect(signals.length).to.be.at.least(3);
  });

  it('opens by itself where the page asks for it', async () => {
    withForms();
    const { element } = stage('pay-card', { attributes: { loading: 'eager' } });
    await reach(element, 'ready');
  });

  it('keeps saying what is missing while the payer is led to it', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-card');
    const form = await open(element, forms);
    form.fill({ number: card.number });
    await drawn(element);
    get(element, '[part=submit]').click();
    await drawn(element);
    expect(focused()?.getAttribute('aria-label')).to.equal('Expiry');
    expect(get(element, '[part=error]').textContent.trim()).to.equal('This expiry date is not complete.');
    form.fill(card);
    await drawn(element);
    expect(get(element, '[part=error]').textContent.trim()).to.equal('');
  });

  it('takes number, expiry and code, and nothing less', async () => {
    const { forms } = withForms();
    const { element, backend } = stage('pay-card');
    const form = await open(element, forms);
    get(element, '[part=submit]').click();
    await drawn(element);
    expect(get(element, '[part=error]').textContent.trim()).to.equal('This card number is not complete.');
    expect(get(element, '.number').className).to.contain('wrong');
    expect(focused()?.getAttribute('aria-label')).to.equal('Card number');
    form.fill({ number: '4242 4242 4242 4241' });
    await drawn(element);
    expect(get(element, '[part=error]').textContent.trim()).to.equal('This card number is not valid.');
    form.fill(card);
    await element.submit();
    await reach(element, 'paid');
    expect(backend.calls.filter(({ method }) => method === 'pay')).to.have.length(1);
    expect(words(element)).to.contain('Payment completed Paid to Shoplifter');
    await heard(element, 'Payment completed, $25.00 to Shoplifter');
  });

  it('hands the fields the look in force, and again when it changes', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-card');
    element.style.setProperty('--pay-color-text', 'color-mix(in oklab, #112233, #112233)');
    const form = await open(element, forms);
    const { place } = form.options;
    expect(place.appearance().color).to.equal('rgb(17, 34, 51)');
    expect(place.appearance().colorScheme).to.equal('light');
    const restyled = new Promise<void>((resolve) => {
      get(element, '.probe').addEventListener('transitionend', () => resolve(), { once: true });
    });
    element.style.setProperty('--pay-color-text', '#eeeeee');
    element.style.setProperty('--pay-color-surface', '#101010');
    await restyled;
    expect(place.appearance().color).to.equal('rgb(238, 238, 238)');
    expect(place.appearance().colorScheme).to.equal('dark');
    expect(form.root.querySelector('input')?.style.color).to.equal('rgb(238, 238, 238)');
  });

  it('asks for the postal code always, never, or after Stripe found it wrong', async () => {
    const { forms } = withForms();
    const always = stage('pay-card', { request: { postalCode: 'always' } });
    await open(always.element, forms);
    const input = get(always.element, '.postal input') as HTMLInputElement;
    input.value = ' 10115 ';
    expect(always.element.postalCodeValue).to.equal('10115');
    const auto = stage('pay-card', {
      pay: () => Promise.reject(new PaymentError('incorrect-postal-code', 'Wrong.')),
    });
    const form = await open(auto.element, forms);
    expect(find(auto.element, '.postal')).to.equal(null);
    form.fill(card);
    await auto.element.submit();
    await reach(auto.element, 'failed');
    expect(find(auto.element, '.postal')).to.not.equal(null);
  });

  it('keeps its height from opening to submitting', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-card', { pay: () => new Promise(() => undefined) });
    element.style.inlineSize = '308px';
    element.style.display = 'block';
    const form = await open(element, forms);
    const { height } = element.getBoundingClientRect();
    form.fill(card);
    void element.submit();
    await reach(element, 'submitting');
    expect(element.getBoundingClientRect().height).to.equal(height);
  });

  it('moves the form to the element that was used last, and both show one truth', async () => {
    const { forms } = withForms();
    const first = stage('pay-card');
    const second = document.createElement('pay-card');
    second.backend = first.backend;
    second.request = first.request.id;
    document.body.append(second);
    await open(first.element, forms);
    await drawn(second);
    expect(find(second, '.control')).to.equal(null);
    await second.show();
    await reach(second, 'ready');
    await drawn(first.element);
    expect(find(first.element, '.control')).to.equal(null);
    expect(find(second, '.control')).to.not.equal(null);
    forms.at(-1)?.fill(card);
    await second.submit();
    await reach(first.element, 'paid');
  });
});
