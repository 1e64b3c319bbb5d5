import { expect } from '@open-wc/testing';
import { PaymentError } from '../../../src/errors/index.js';
import type { PayCard } from '../../../src/index.js';
import { useFormModule } from '../../../src/session/index.js';
import type { WalletEvents } from '../../../src/session/form.js';
import { paid } from '../../../src/testing/scripted-backend.js';
import { attributes, backendPaid, hostForm, openIn, pays, submission } from './forms-kit.js';
import { card, clear, deferred, drawn, get, reach, stage, withForms } from './harness.js';

describe('what comes of a payment in a form', () => {
  afterEach(clear);

  it('submits once it is certain that a lost answer was a payment', async () => {
    const { forms } = withForms();
    const { form, button, sent } = hostForm();
    const { element, backend } = stage('pay-card', {
      parent: form,
      attributes,
      pay: () => Promise.reject(new PaymentError('network-error', 'Lost.')),
      sync: () => new Promise(() => undefined),
    });
    const fields = await openIn(element, forms);
    fields.fill(card);
    await drawn(element);
    button.click();
    await reach(element, 'unknown');
    await drawn(element);
    expect(element.validity.customError).to.equal(true);
    expect(sent).to.have.length(0);
    const submitted = submission(form);
    await backendPaid(backend, element);
    await submitted;
    expect(sent).to.have.length(1);
  });

  it('submits where a delayed method is on its way', async () => {
    const { forms } = withForms();
    const { form, button, sent } = hostForm();
    const { element, request } = stage('pay-card', {
      parent: form,
      attributes,
      pay: async (id, { attempt }, known) => {
        const { request } = paid(known, id, attempt);
        const later = known.change(id, { ...request, status: 'processing', payment: null });
        return { paid: false, status: 'processing', clientSecret: null, request: later };
      },
    });
    const fields = await openIn(element, forms);
    fields.fill(card);
    await drawn(element);
    const submitted = submission(form);
    button.click();
    await submitted;
    expect(sent[0]?.data['payment']).to.equal(request.id);
  });

  for (const [what, press] of [
    ['Pay Now', (element: PayCard) => get(element, '[part=submit]').click()],
    [
      'Enter in a field',
      (element: PayCard) =>
        element.querySelector('pay-mount input')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' })),
    ],
  ] as const)
    it(`${what} submits the form as its default button does, after what else the form requires`, async () => {
      const { forms } = withForms();
      const { form, button, sent } = hostForm('<input name="address" required>');
      const { element, backend } = stage('pay-card', { parent: form, attributes });
      const fields = await openIn(element, forms);
      fields.fill(card);
      await drawn(element);
      const address = form.elements.namedItem('address') as HTMLInputElement;
      const stopped = new Promise((resolve) => address.addEventListener('invalid', resolve, { once: true }));
      press(element);
      await stopped;
      expect(pays(backend)).to.equal(0);
      address.value = '1 Main Street';
      const submitted = submission(form);
      press(element);
      await submitted;
      expect(sent.map(({ submitter }) => submitter)).to.deep.equal([button]);
      expect(pays(backend)).to.equal(1);
    });

  it('pays without the form where the page calls submit()', async () => {
    const { forms } = withForms();
    const { form, button, sent } = hostForm();
    const { element, request } = stage('pay-card', { parent: form, attributes });
    const fields = await openIn(element, forms);
    fields.fill(card);
    expect((await element.submit()).status).to.equal('paid');
    await drawn(element);
    expect(sent).to.have.length(0);
    button.click();
    expect(sent[0]?.data['payment']).to.equal(request.id);
  });

  it('is valid from the start where it is paid, and has its value', async () => {
    withForms();
    const { form, button, sent } = hostForm();
    const { element, request } = stage('pay-card', { request: { status: 'paid' }, parent: form, attributes });
    await reach(element, 'paid');
    expect(element.validity.valid).to.equal(true);
    button.click();
    expect(sent[0]?.data['payment']).to.equal(request.id);
  });

  for (const status of ['canceled', 'expired', 'review', 'refunded'] as const)
    it(`keeps the form from being submitted where it is ${status}`, async () => {
      withForms();
      const { form, button, sent } = hostForm();
      const { element } = stage('pay-card', { request: { status }, parent: form, attributes });
      await reach(element, status === 'review' ? 'processing' : status);
      expect(element.validity.customError).to.equal(true);
      expect(element.validationMessage).to.not.equal('');
      button.click();
      expect(sent).to.have.length(0);
    });

  it('has no value where the form does not check: novalidate, formnovalidate, form.submit()', async () => {
    const { forms } = withForms();
    const { form, button, sent } = hostForm();
    const { element, backend } = stage('pay-card', { parent: form, attributes });
    const fields = await openIn(element, forms);
    fields.fill(card);
    await drawn(element);
    form.noValidate = true;
    button.click();
    form.noValidate = false;
    button.formNoValidate = true;
    button.click();
    button.formNoValidate = false;
    const plain = { who: 'Ada', go: 'order' };
    expect(sent.map(({ data }) => data)).to.deep.equal([plain, plain]);
    const frame = document.createElement('iframe');
    frame.name = 'sink';
    document.body.append(frame);
    form.target = 'sink';
    const raw: string[][] = [];
    form.addEventListener('formdata', ({ formData }) => raw.push([...formData.keys()]));
    form.submit();
    expect(raw).to.deep.equal([['who']]);
    expect(pays(backend)).to.equal(0);
  });

  it('pays by its own button, and no more, where the form does not check', async () => {
    const { forms } = withForms();
    const { form, sent } = hostForm();
    form.noValidate = true;
    const { element } = stage('pay-card', { parent: form, attributes });
    const fields = await openIn(element, forms);
    fields.fill(card);
    await drawn(element);
    get(element, '[part=submit]').click();
    await reach(element, 'paid');
    expect(sent).to.have.length(0);
  });

  it('submits the form after an express wallet has paid', async () => {
    const module = withForms();
    const wallets = deferred<WalletEvents>();
    const row = { restyle: () => {}, moved: () => {}, hold: () => {}, destroy: () => {} };
    useFormModule({
      ...module,
      openWallets: async ({ events }) => {
        wallets.resolve(events);
        events.shown(true);
        return row;
      },
    });
    const { form, button, sent } = hostForm();
    const { element, backend, request } = stage('pay-checkout', { parent: form, attributes });
    await openIn(element, module.forms);
    const { confirm } = await wallets.promise;
    const submitted = submission(form);
    confirm({
      instrument: async () => ({ confirmationToken: 'ctoken_1' }),
      nextAction: async () => {},
      fail: () => {},
    });
    await submitted;
    expect(sent).to.deep.equal([{ data: { who: 'Ada', go: 'order', payment: request.id }, submitter: button }]);
    expect(pays(backend)).to.equal(1);
  });

  it('pays in <pay-checkout> as in <pay-card>', async () => {
    const { forms } = withForms();
    const { form, button, sent } = hostForm();
    const { element, backend, request } = stage('pay-checkout', { parent: form, attributes });
    await reach(element, 'open');
    button.click();
    await reach(element, 'ready');
    expect(sent).to.have.length(0);
    forms.at(-1)?.fill(card);
    await drawn(element);
    expect(element.validity.valid).to.equal(true);
    const submitted = submission(form);
    get(element, 'pay-card').shadowRoot?.querySelector<HTMLElement>('[part=submit]')?.click();
    await submitted;
    expect(sent).to.deep.equal([{ data: { who: 'Ada', go: 'order', payment: request.id }, submitter: button }]);
    expect(pays(backend)).to.equal(1);
  });
});
