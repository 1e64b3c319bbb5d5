import { expect } from '@open-wc/testing';
import { paid } from '../../../src/testing/scripted-backend.js';
import { attributes, hostForm, openIn, pays, submission } from './forms-kit.js';
import { card, clear, deferred, drawn, find, get, reach, stage, still, withForms } from './harness.js';

describe('a payment as a control of its form', () => {
  afterEach(clear);

  it('takes no part while it is disabled, by its attribute or by its fieldset', async () => {
    withForms();
    const { form, button, sent } = hostForm('<fieldset></fieldset>');
    const fieldset = form.querySelector('fieldset') as HTMLFieldSetElement;
    const { element } = stage('pay-card', { parent: fieldset, attributes });
    await reach(element, 'open');
    element.disabled = true;
    expect(element.hasAttribute('disabled')).to.equal(true);
    expect(element.willValidate).to.equal(false);
    button.click();
    expect(sent).to.have.length(1);
    element.disabled = false;
    await drawn(element);
    expect(element.willValidate).to.equal(true);
    expect(get(element, '[part=submit]').hasAttribute('aria-disabled')).to.equal(false);
    fieldset.disabled = true;
    await drawn(element);
    expect(element.disabled).to.equal(true);
    expect(get(element, '[part=submit]').getAttribute('aria-disabled')).to.equal('true');
    button.click();
    expect(sent).to.have.length(2);
    fieldset.disabled = false;
    button.click();
    expect(sent).to.have.length(2);
  });

  it('belongs to a form elsewhere by its property too, for React sets properties', async () => {
    withForms();
    hostForm().form.id = 'order';
    const { element } = stage('pay-card', { attributes });
    Reflect.set(element, 'form', 'order');
    expect(element.form?.id).to.equal('order');
    expect(element.getAttribute('form')).to.equal('order');
    for (const none of [null, undefined]) {
      Reflect.set(element, 'form', 'order');
      Reflect.set(element, 'form', none);
      expect(element.hasAttribute('form')).to.equal(false);
    }
  });

  it('asks nothing of an operator who only sees how it stands', async () => {
    withForms();
    const { form, button, sent } = hostForm();
    const { element } = stage('pay-card', { parent: form, attributes: { ...attributes, readonly: '' } });
    await reach(element, 'open');
    expect(element.validity.valid).to.equal(true);
    button.click();
    expect(sent).to.have.length(1);
  });

  it('waits without a name as well, and sends nothing of it then', async () => {
    const { forms } = withForms();
    const { form, button, sent } = hostForm();
    const { element } = stage('pay-card', { parent: form });
    const fields = await openIn(element, forms);
    button.click();
    await drawn(element);
    expect(sent).to.have.length(0);
    fields.fill(card);
    await drawn(element);
    const submitted = submission(form);
    button.click();
    await submitted;
    expect(sent[0]?.data).to.deep.equal({ who: 'Ada', go: 'order' });
  });

  it('drops what was typed, and what was to be submitted, when the form is reset', async () => {
    const { forms } = withForms();
    const { form, button, sent } = hostForm();
    const hold = deferred<undefined>();
    const { element } = stage('pay-card', {
      parent: form,
      attributes,
      pay: async (id, { attempt }, known) => {
        await hold.promise;
        return paid(known, id, attempt);
      },
    });
    const fields = await openIn(element, forms);
    fields.fill(card);
    form.reset();
    await reach(element, 'open');
    expect(fields.root.isConnected).to.equal(false);
    const again = await openIn(element, forms);
    again.fill(card);
    await drawn(element);
    button.click();
    await reach(element, 'submitting');
    form.reset();
    hold.resolve(undefined);
    await reach(element, 'paid');
    expect(sent).to.have.length(0);
  });

  it('waits with the form while a host has disabled the fields, and sends it with the payment', async () => {
    const { forms } = withForms();
    const { form, button, sent } = hostForm('<fieldset></fieldset>');
    const fieldset = form.querySelector('fieldset') as HTMLFieldSetElement;
    const hold = deferred<undefined>();
    const { element, backend, request } = stage('pay-card', {
      parent: fieldset,
      attributes,
      pay: async (id, { attempt }, known) => {
        await hold.promise;
        return paid(known, id, attempt);
      },
    });
    const fields = await openIn(element, forms);
    fields.fill(card);
    await drawn(element);
    button.click();
    await reach(element, 'submitting');
    fieldset.disabled = true;
    await drawn(element);
    button.click();
    hold.resolve(undefined);
    await reach(element, 'paid');
    expect(sent).to.have.length(0);
    const submitted = submission(form);
    fieldset.disabled = false;
    await submitted;
    expect(sent.map(({ data }) => data)).to.deep.equal([{ who: 'Ada', go: 'order', payment: request.id }]);
    expect(pays(backend)).to.equal(1);
  });

  it('lets the payer send a form that is still disabled once it is paid, and sends it no second time', async () => {
    const { forms } = withForms();
    const { form, button, sent } = hostForm('<fieldset></fieldset>');
    const fieldset = form.querySelector('fieldset') as HTMLFieldSetElement;
    const { element } = stage('pay-card', { parent: fieldset, attributes });
    element.addEventListener('pay-submit', () => (fieldset.disabled = true));
    const fields = await openIn(element, forms);
    fields.fill(card);
    await drawn(element);
    button.click();
    await reach(element, 'paid');
    expect(sent).to.have.length(0);
    button.click();
    fieldset.disabled = false;
    await drawn(element);
    expect(sent).to.have.length(1);
  });

  it('submits no form that it has left while it was paid', async () => {
    const { forms } = withForms();
    const first = hostForm();
    const second = hostForm();
    const hold = deferred<undefined>();
    const { element } = stage('pay-card', {
      parent: first.form,
      attributes,
      pay: async (id, { attempt }, known) => {
        await hold.promise;
        return paid(known, id, attempt);
      },
    });
    const fields = await openIn(element, forms);
    fields.fill(card);
    await drawn(element);
    first.button.click();
    await reach(element, 'submitting');
    second.form.append(element);
    hold.resolve(undefined);
    await reach(element, 'paid');
    expect([first.sent.length, second.sent.length]).to.deep.equal([0, 0]);
  });

  it('belongs to one form of two, also from outside of it, and follows a move', async () => {
    const { forms } = withForms();
    const first = hostForm();
    const second = hostForm();
    first.form.id = 'first';
    const { element } = stage('pay-card', { attributes: { ...attributes, form: 'first' } });
    await reach(element, 'open');
    expect(element.form).to.equal(first.form);
    first.button.click();
    second.button.click();
    expect([first.sent.length, second.sent.length]).to.deep.equal([0, 1]);
    element.removeAttribute('form');
    first.button.click();
    expect(first.sent).to.have.length(1);
    first.form.append(element);
    second.form.append(element);
    await drawn(element);
    expect(element.form).to.equal(second.form);
    // Opened by the press of the first one's button.
    await reach(element, 'ready');
    forms.at(-1)?.fill(card);
    await drawn(element);
    first.button.click();
    expect(first.sent).to.have.length(2);
    const submitted = submission(second.form);
    second.button.click();
    await submitted;
    expect([first.sent.length, second.sent.length]).to.deep.equal([2, 2]);
  });

  it('pays each of two requests in one form before it is submitted', async () => {
    const { forms } = withForms();
    const { form, button, sent } = hostForm();
    const one = stage('pay-card', { parent: form, attributes: { name: 'one' } });
    const two = stage('pay-card', { parent: form, attributes: { name: 'two' } });
    (await openIn(one.element, forms)).fill(card);
    (await openIn(two.element, forms)).fill(card);
    await drawn(one.element);
    await drawn(two.element);
    const submitted = submission(form);
    button.click();
    await submitted;
    expect(sent).to.deep.equal([
      { data: { who: 'Ada', go: 'order', one: one.request.id, two: two.request.id }, submitter: button },
    ]);
  });

  it('leaves the form that the fields are in, inside of its own, to the fields', async () => {
    const { forms } = withForms();
    const { form } = hostForm();
    const { element, backend } = stage('pay-card', { parent: form, attributes });
    const fields = await openIn(element, forms);
    fields.fill(card);
    await drawn(element);
    const inner = document.createElement('form');
    fields.root.append(inner);
    const passed = new Promise((resolve) => {
      inner.addEventListener('submit', (event) => {
        event.preventDefault();
        resolve(event);
      });
    });
    inner.requestSubmit();
    await passed;
    await drawn(element);
    expect(element.state.status).to.equal('ready');
    expect(pays(backend)).to.equal(0);
  });

  it('is no control of a form where there is none', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-card');
    const fields = await openIn(element, forms);
    expect(element.form).to.equal(null);
    expect(element.checkValidity()).to.equal(true);
    fields.fill(card);
    get(element, '[part=submit]').click();
    await reach(element, 'paid');
    expect(find(element, 'span[tabindex]')).to.equal(null);
  });

  it('stays accessible with what the browser leads to', async () => {
    const { forms } = withForms();
    const { form } = hostForm();
    form.querySelector('input')?.setAttribute('aria-label', 'Name');
    const { element } = stage('pay-card', { parent: form, attributes });
    await openIn(element, forms);
    element.reportValidity();
    await drawn(element);
    await still(element);
    await expect(element).to.be.accessible();
  });
});
