import { expect } from '@open-wc/testing';
import { codeOf } from './invoice-desk.js';
import { card, clear, drawn, find, get, open, reach, stage, withForms } from './harness.js';

describe('<pay-invoice view="agent"> has no card form', () => {
  beforeEach(() => {
    withForms();
  });
  afterEach(clear);

  const noForm = (element: Element, forms: readonly unknown[]): void => {
    expect(find(element, 'pay-card, iframe, .control, [part=submit]')).to.equal(null);
    expect(element.querySelector('pay-mount')).to.equal(null);
    expect(forms.length).to.equal(0);
  };

  for (const attributes of [
    {},
    { view: 'AGENT' },
    { view: ' agent ' },
    { loading: 'eager' },
    { loading: 'visible' },
    { fields: 'payment' },
    { presentation: 'dialog', email: '', summary: '', embedded: '' },
  ])
    it(`with ${JSON.stringify(attributes)}`, async () => {
      const { forms } = withForms();
      const { element } = stage('pay-invoice', { attributes: { view: 'agent', ...attributes } });
      await reach(element, 'open');
      expect(await codeOf(element.show())).to.equal('misuse');
      expect(await codeOf(element.submit())).to.equal('misuse');
      element.close();
      await drawn(element);
      noForm(element, forms);
      expect(element.state.status).to.equal('open');
    });

  it('where the account cannot be paid, the request is given, or it is asked for by keyboard', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-invoice', { request: { available: false }, attributes: { view: 'agent' } });
    const { element: given, request } = stage('pay-invoice', { attributes: { view: 'agent' } });
    given.moneyRequest = request;
    await reach(element, 'unavailable');
    await reach(given, 'open');
    for (const one of given.shadowRoot?.querySelectorAll('button') ?? [])
      for (const key of ['Enter', ' ']) one.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    await drawn(given);
    noForm(element, forms);
    noForm(given, forms);
  });

  it('while another element of the page has it open: that one is not sent from here', async () => {
    const { forms } = withForms();
    const { element, backend, request } = stage('pay-invoice', { attributes: { view: 'agent' } });
    const bubble = document.createElement('pay-card');
    Object.assign(bubble, { backend, request: request.id });
    document.body.append(bubble);
    (await open(bubble, forms)).fill(card);
    expect(await codeOf(element.submit())).to.equal('misuse');
    expect(backend.calls.filter(({ method }) => method === 'pay').length).to.equal(0);
    expect(bubble.state.status).to.equal('ready');
    expect(find(element, 'pay-card')).to.equal(null);
  });

  it('after a failed attempt of before a reload, which opens the form where there is a place for it', async () => {
    const { forms } = withForms();
    const attempt = { code: 'card-declined', recovery: 'change-card', declineCode: 'generic_decline' } as const;
    const { element, backend, request } = stage('pay-invoice', { attributes: { view: 'agent' } });
    await reach(element, 'open');
    backend.change(request.id, {
      attempt: { id: 'a1', status: 'declined', startedAt: '2026-11-20T12:00:00.000Z', ...attempt },
    });
    await element.refresh();
    await drawn(element);
    noForm(element, forms);
  });

  it('once it is set, though the form was open until then', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-invoice');
    (await open(element, forms)).fill(card);
    element.view = 'agent';
    await drawn(element);
    await reach(element, 'open');
    expect(find(element, 'pay-card, .control')).to.equal(null);
    expect(element.querySelector('pay-mount')).to.equal(null);
    expect(await codeOf(element.submit())).to.equal('misuse');
  });

  it('though it is set between the press and the form', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-invoice');
    await reach(element, 'open');
    get(element, '.ask').click();
    element.view = 'agent';
    await drawn(element);
    noForm(element, forms);
    expect(element.state.status).to.equal('open');
  });
});
