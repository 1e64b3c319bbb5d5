import { expect } from '@open-wc/testing';
import { PaymentError } from '../../../src/errors/index.js';
import { paid } from '../../../src/testing/scripted-backend.js';
import { attributes, backendPaid, hostForm, openIn, pays, submission } from './forms-kit.js';
import { card, clear, drawn, focused, get, reach, stage, withForms } from './harness.js';

describe('a payment in a form', () => {
  afterEach(clear);

  it('keeps an incomplete card from being submitted, and opens its fields', async () => {
    withForms();
    const { form, button, sent } = hostForm();
    const { element, backend } = stage('pay-card', { parent: form, attributes });
    await reach(element, 'open');
    expect(element.form).to.equal(form);
    expect(element.validity.valueMissing).to.equal(true);
    expect(element.validationMessage).to.contain('card details');
    expect(element.checkValidity()).to.equal(false);
    button.click();
    await reach(element, 'ready');
    expect(sent).to.have.length(0);
    expect(pays(backend)).to.equal(0);
  });

  it('leads to the first field that is missing once they are open', async () => {
    const { forms } = withForms();
    const { form, button, sent } = hostForm();
    const { element } = stage('pay-card', { parent: form, attributes });
    const fields = await openIn(element, forms);
    fields.fill({ number: card.number });
    await drawn(element);
    button.focus();
    expect(element.reportValidity()).to.equal(false);
    await drawn(element);
    expect(focused()?.getAttribute('aria-label')).to.equal('Expiry');
    expect(sent).to.have.length(0);
  });

  it('pays once, then submits the form once, by the same button and with the id of the request', async () => {
    const { forms } = withForms();
    const { form, button, sent } = hostForm('<button name="go" value="first">First</button>');
    const { element, backend, request } = stage('pay-card', { parent: form, attributes });
    const fields = await openIn(element, forms);
    fields.fill(card);
    await drawn(element);
    expect(element.validity.valid).to.equal(true);
    expect(element.value).to.equal('');
    let seen = 0;
    document.addEventListener('submit', () => seen++);
    const submitted = submission(form);
    const order = form.querySelector<HTMLButtonElement>('[value=order]');
    order?.click();
    button.click();
    expect(sent).to.have.length(0);
    await submitted;
    await drawn(element);
    expect(sent).to.deep.equal([{ data: { who: 'Ada', go: 'order', payment: request.id }, submitter: order }]);
    expect(seen).to.equal(1);
    expect(pays(backend)).to.equal(1);
    expect(element.value).to.equal(request.id);
    button.click();
    expect(sent).to.have.length(2);
    expect(pays(backend)).to.equal(1);
  });

  it('says what a decline says until the next input, and submits nothing', async () => {
    const { forms } = withForms();
    const { form, button, sent } = hostForm();
    let declined = false;
    const { element, backend } = stage('pay-card', {
      parent: form,
      attributes,
      pay: async (id, { attempt }, known) => {
        if (declined) return paid(known, id, attempt);
        declined = true;
        throw new PaymentError('card-declined', 'No.');
      },
    });
    const fields = await openIn(element, forms);
    fields.fill(card);
    await drawn(element);
    button.click();
    await reach(element, 'failed');
    await drawn(element);
    expect(element.validity.customError).to.equal(true);
    expect(element.validationMessage).to.contain('Your card was declined');
    button.click();
    await drawn(element);
    expect(pays(backend)).to.equal(1);
    expect(focused()?.getAttribute('aria-label')).to.equal('Card number');
    fields.fill(card);
    await drawn(element);
    expect(element.validity.valid).to.equal(true);
    expect(sent).to.have.length(0);
    const submitted = submission(form);
    button.click();
    await submitted;
    expect(pays(backend)).to.equal(2);
  });

  it('tries again at a press in the card what was declined', async () => {
    const { forms } = withForms();
    const { form, button } = hostForm();
    let declined = false;
    const { element } = stage('pay-card', {
      parent: form,
      attributes,
      pay: async (id, { attempt }, known) => {
        if (declined) return paid(known, id, attempt);
        declined = true;
        throw new PaymentError('processing-error', 'No.');
      },
    });
    const fields = await openIn(element, forms);
    fields.fill(card);
    await drawn(element);
    button.click();
    await reach(element, 'failed');
    await drawn(element);
    const submitted = submission(form);
    get(element, '[part=submit]').click();
    await submitted;
  });

  it('lets what failed for another reason be tried by the button of the form', async () => {
    const { forms } = withForms();
    const { form, button, sent } = hostForm();
    const { element } = stage('pay-card', { parent: form, attributes });
    const fields = await openIn(element, forms);
    fields.fill(card);
    await drawn(element);
    element.addEventListener('pay-submit', (event) => event.waitUntil(Promise.reject(new Error('No.'))), {
      once: true,
    });
    button.click();
    await reach(element, 'failed');
    await drawn(element);
    expect(element.validity.valid).to.equal(true);
    const submitted = submission(form);
    button.click();
    await submitted;
    expect(sent).to.have.length(1);
  });

  it('charges and submits nothing where pay-submit is canceled', async () => {
    const { forms } = withForms();
    const { form, button, sent } = hostForm();
    const { element, backend } = stage('pay-card', { parent: form, attributes });
    const fields = await openIn(element, forms);
    fields.fill(card);
    await drawn(element);
    element.addEventListener('pay-submit', (event) => event.preventDefault(), { once: true });
    const asked = new Promise((resolve) => element.addEventListener('pay-submit', resolve, { once: true }));
    button.click();
    await asked;
    await reach(element, 'ready');
    expect(pays(backend)).to.equal(0);
    await backendPaid(backend, element);
    expect(sent).to.have.length(0);
  });
});
