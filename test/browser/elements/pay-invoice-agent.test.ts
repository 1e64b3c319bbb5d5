import { expect } from '@open-wc/testing';
import type { OperatorRequest } from '../../../src/contract/types.js';
import { PaymentError } from '../../../src/errors/index.js';
import { asked, desk, draft, drafted, refuse, taken, type } from './invoice-desk.js';
import {
  clear,
  deferred,
  drawn,
  find,
  focused,
  get,
  heard,
  open,
  reach,
  said,
  stage,
  still,
  withForms,
  words,
} from './harness.js';

describe('<pay-invoice view="agent">', () => {
  beforeEach(() => {
    withForms();
  });
  afterEach(clear);

  it('turns to paid by itself, and leads to the payment at Stripe', async () => {
    const { element, backend, request } = await asked();
    get(element, '.copy').focus();
    backend.change(request.id, { status: 'paid', payment: taken });
    await reach(element, 'paid');
    await drawn(element);
    expect(words(element)).to.match(
      /^Invoice ORD-1042 Paid Test mode 20 Nov 2026, \d\d:\d\d · Visa •••• 4242 \$25\.00 View at Stripe$/,
    );
    expect(get(element, 'a').getAttribute('href')).to.equal('https://dashboard.stripe.com/test/payments/pi_1');
    expect(said(element)).to.equal('Payment completed, $25.00 to Shoplifter');
    expect(focused()).to.equal(get(element, '.what'));
  });

  it('makes no link of an address at Stripe that is none of the web', async () => {
    const payment = { ...taken, intent: null, charge: null, dashboardUrl: 'javascript:alert(1)' };
    const { element, backend, request } = await asked({ payment });
    backend.change(request.id, { status: 'paid', payment: taken });
    await reach(element, 'paid');
    await drawn(element);
    expect(find(element, 'a')).to.equal(null);
  });

  it('says that it could not be looked at, and looks again when it is asked to', async () => {
    let known = false;
    const { element } = await asked(
      {},
      { retrieve: () => (known ? (undefined as unknown as Promise<OperatorRequest>) : refuse('network-error')()) },
    );
    expect(words(element)).to.contain('We could not reach the payment service. Please try again in a moment.');
    expect(find(element, '.recipient')).to.equal(null);
    known = true;
    get(element, '.again').click();
    await drawn(element);
    await drawn(element);
    expect(words(element)).to.not.contain('could not reach');
    expect(find(element, '.recipient')).to.not.equal(null);
  });

  it('can ask again once the request has expired', async () => {
    const { element, client, backend } = await drafted();
    get(element, '.create').click();
    await reach(element, 'open');
    const { moneyRequest: first } = element;
    backend.change(first?.id ?? '', { status: 'expired' });
    await reach(element, 'expired');
    expect(words(element)).to.contain('Expired');
    get(element, '.create').click();
    await drawn(element);
    expect(client.calls.length).to.equal(2);
  });

  it('begins anew with another draft, and not with the same one made again', async () => {
    const { element } = await drafted();
    get(element, '.create').click();
    await reach(element, 'open');
    element.draft = structuredClone(draft);
    await drawn(element);
    expect(element.state.status).to.equal('open');
    element.draft = { ...draft, invoice: { id: 'INV-2044' } };
    await drawn(element);
    expect(element.state.status).to.equal('idle');
    expect(words(element)).to.match(/^Invoice INV-2044 Draft/);
  });

  it('takes no answer for another draft than the one that was asked for', async () => {
    const { promise, resolve } = deferred<undefined>();
    const { element } = await drafted({ createRequest: async () => promise as unknown as Promise<OperatorRequest> });
    get(element, '.create').click();
    element.draft = { ...draft, invoice: { id: 'INV-2044' } };
    await drawn(element);
    resolve(undefined);
    await drawn(element);
    expect(element.moneyRequest).to.equal(null);
    expect(words(element)).to.match(/^Invoice INV-2044 Draft/);
    expect(get(element, '.create').getAttribute('aria-busy')).to.equal(null);
  });

  it('only shows with readonly, and does nothing with disabled', async () => {
    const { element, client } = await drafted();
    element.disabled = true;
    await drawn(element);
    get(element, '.create').click();
    await drawn(element);
    expect(client.calls).to.deep.equal([]);
    element.readonly = true;
    await drawn(element);
    expect(find(element, 'button')).to.equal(null);
  });

  it('says why a request cannot be paid, to who can do something about it', async () => {
    const { element } = stage('pay-invoice', {
      request: { available: false, unavailableReason: 'The account demo is off.' },
      attributes: { view: 'agent' },
    });
    await reach(element, 'unavailable');
    expect(words(element)).to.contain('Cannot be paid now');
    expect(words(element)).to.contain('The account demo is off.');
    expect(find(element, '#link')).to.equal(null);
  });

  it('asks again for a request that could not be read, and makes none in its place', async () => {
    let known = false;
    const { element } = stage('pay-invoice', {
      attributes: { view: 'agent' },
      retrieve: (id, backend) => (known ? Promise.resolve(backend.get(id)) : refuse('network-error')()),
    });
    element.draft = draft;
    await reach(element, 'unavailable');
    expect(find(element, '.create')).to.equal(null);
    expect(words(element)).to.contain('We could not reach the payment service.');
    known = true;
    get(element, '.again').click();
    await reach(element, 'open');
    expect(find(element, '#link')).to.not.equal(null);
  });
});

for (const [theme, ground] of [
  ['light', '#ffffff'],
  ['dark', '#17191f'],
] as const)
  describe(`in ${theme}, axe finds nothing in <pay-invoice view="agent">`, () => {
    beforeEach(() => {
      withForms();
      document.documentElement.style.colorScheme = theme;
      document.body.style.background = ground;
    });
    afterEach(() => {
      clear();
      document.documentElement.style.colorScheme = '';
      document.body.style.background = '';
    });

    it('while the link is made, and where it could not be', async () => {
      const { promise, reject } = deferred<never>();
      const { element } = await drafted({ createRequest: () => promise });
      get(element, '.create').click();
      await drawn(element);
      await still(element);
      await expect(element).to.be.accessible();
      reject(new PaymentError('forbidden', 'No.'));
      await drawn(element);
      await still(element);
      expect(words(element)).to.contain('You are not allowed to do this with this account.');
      await expect(element).to.be.accessible();
    });

    it('where the recipient is none, and once it was sent', async () => {
      const { element } = await asked();
      get(element, '.send').click();
      await drawn(element);
      await still(element);
      await expect(element).to.be.accessible();
      await type(element, 'maria@example.com');
      get(element, '.send').click();
      await heard(element, 'Sent to maria@example.com.');
      await drawn(element);
      await still(element);
      await expect(element).to.be.accessible();
    });
  });

describe('at 320 px', () => {
  beforeEach(() => {
    withForms();
  });
  afterEach(clear);

  for (const view of ['payer', 'agent'] as const)
    it(`nothing of view="${view}" is wider than its place`, async () => {
      const { forms } = withForms();
      const box = document.createElement('div');
      box.style.inlineSize = '296px';
      document.body.append(box);
      const { element, backend, request } = stage('pay-invoice', { parent: box, attributes: { view } });
      element.client = desk(backend, request.id);
      await reach(element, 'open');
      if (view === 'payer') await open(element, forms);
      await drawn(element);
      const { right } = box.getBoundingClientRect();
      const wide = [...(element.shadowRoot?.querySelectorAll(':not(.unseen, .twin)') ?? [])].filter(
        (part) => part.getBoundingClientRect().right > right + 0.5,
      );
      expect(wide.map((part) => part.getAttribute('class'))).to.deep.equal([]);
      expect(box.scrollWidth).to.equal(296);
    });
});
