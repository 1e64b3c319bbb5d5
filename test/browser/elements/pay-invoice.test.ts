import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { MoneyRequest } from '../../../src/contract/types.js';
import { daysOverdue, isToday } from '../../../src/elements/invoice/facts.js';
import { receiptView } from '../../../src/elements/pay-receipt.js';
import { PaymentError } from '../../../src/errors/index.js';
import { moneyRequest, scriptedBackend } from '../../../src/testing/scripted-backend.js';
import {
  card,
  clear,
  deferred,
  drawn,
  find,
  focused,
  freshId,
  get,
  open,
  reach,
  said,
  stage,
  withForms,
  words,
  takenOf,
} from './harness.js';

const DAY_MS = 86_400_000;
const taken = takenOf(124_000);
const lineItems = [
  { label: 'Studio rent, November', quantity: 1, unitAmount: 100_000, amount: 100_000 },
  { label: 'Storage, 4 m²', quantity: 1, unitAmount: 24_000, amount: 24_000 },
];

function rent(dueAt: string | null = '2020-11-14'): Partial<MoneyRequest> {
  return {
    label: 'Rent',
    amount: 124_000,
    currency: 'eur',
    lineItems,
    invoice: { id: 'INV-2043', customer: 'Maria Keller', dueAt },
    merchant: { name: 'Alder & Finch', supportEmail: null, supportPhone: null, supportUrl: null },
  };
}

/** The date so many days from today, where a day ends last. */
function inDays(days: number): string {
  return new Date(Date.now() + (days - 0.5) * DAY_MS).toISOString().slice(0, 10);
}

/** The date that it is here. */
function today(): string {
  const here = new Date();
  return new Date(Date.UTC(here.getFullYear(), here.getMonth(), here.getDate())).toISOString().slice(0, 10);
}

describe('<pay-invoice view="payer">', () => {
  beforeEach(() => {
    withForms();
  });
  afterEach(clear);

  it('says number, customer, due date, amount and status, with one action', async () => {
    const { element } = stage('pay-invoice', { request: rent(inDays(30)) });
    await reach(element, 'open');
    expect(words(element)).to.match(
      /^Invoice INV-2043 Open Test mode Due \d+ \w{3} \d{4} · Maria Keller · Alder & Finch €1,240\.00 Pay Now$/,
    );
    expect(get(element, 'section').getAttribute('aria-label')).to.equal('Invoice INV-2043');
    expect(element.shadowRoot?.querySelectorAll('button').length).to.equal(1);
  });

  it('is called by its reference where it has no number, and by its label where it has neither', async () => {
    const { element } = stage('pay-invoice', { request: { ...rent(), invoice: null } });
    const { element: bare } = stage('pay-invoice', { request: { ...rent(), invoice: null, reference: null } });
    await reach(bare, 'open');
    expect(words(element)).to.match(/^Invoice ORD-1042 Open/);
    expect(words(bare)).to.match(/^Rent Open Test mode Alder & Finch/);
  });

  it('is overdue once its day is over everywhere, whatever the time zone of the viewer', () => {
    const noon = (day: number): number => Date.UTC(2026, 11, day, 12);
    expect(daysOverdue('2026-12-30', noon(31) - 1)).to.equal(0);
    expect(daysOverdue('2026-12-30', noon(31))).to.equal(1);
    expect(daysOverdue('2026-11-30', noon(31))).to.equal(31);
    expect(daysOverdue('2027-01-01', noon(31))).to.equal(0);
    expect(daysOverdue(null, noon(31))).to.equal(0);
    expect(isToday('2026-12-31', new Date(2026, 11, 31, 0, 30).getTime())).to.equal(true);
    expect(isToday('2026-12-31', new Date(2026, 11, 31, 23, 30).getTime())).to.equal(true);
    expect(isToday('2026-12-31', new Date(2027, 0, 1, 0, 30).getTime())).to.equal(false);
    expect(isToday(null)).to.equal(false);
  });

  for (const [dueAt, badge] of [
    [inDays(-7), 'Overdue by 7 days'],
    [inDays(-1), 'Overdue by 1 day'],
    [today(), 'Due today'],
    [inDays(3), 'Open'],
    ['tomorrow', 'Open'],
  ] as const)
    it(`says ${badge} where it is due on ${dueAt}`, async () => {
      const { element } = stage('pay-invoice', { request: rent(dueAt) });
      await reach(element, 'open');
      expect(get(element, '[part=badge]').textContent.trim()).to.equal(badge);
    });

  it('shows the day that was meant, of a date and of a time as servers of before answered it', async () => {
    for (const dueAt of ['2020-11-14', '2020-11-14T23:59:59.000Z', '2020-11-14T00:00:00+14:00']) {
      const { element } = stage('pay-invoice', { request: rent(dueAt) });
      await reach(element, 'open');
      expect(words(element)).to.contain('Due 14 Nov 2020');
    }
  });

  it('opens the form under the line, which does not move, with lines and total beside it', async () => {
    const { forms } = withForms();
    const { element, events } = stage('pay-invoice', { request: rent() });
    await reach(element, 'open');
    const before = get(element, '.sum').getBoundingClientRect();
    await open(element, forms);
    expect(words(element)).to.contain('Studio rent, November €1,000.00 Storage, 4 m² €240.00 Total €1,240.00');
    expect(words(element)).to.contain('Enter your card to send €1,240 EUR securely to Alder & Finch Pay Now');
    expect(get(element, '.sum').getBoundingClientRect()).to.deep.equal(before);
    expect(get(element, '.ask').textContent.trim()).to.equal('Cancel');
    expect(events).to.include('pay-open');
  });

  it('opens in a dialog where it is to, which says all of it, and pays there', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-invoice', { request: rent(), attributes: { presentation: 'dialog' } });
    await reach(element, 'open');
    const before = element.getBoundingClientRect().height;
    const form = await open(element, forms);
    const dialog = get(element, 'dialog');
    expect(dialog.matches(':modal')).to.equal(true);
    expect(words(dialog)).to.contain('€1,240.00');
    expect(element.getBoundingClientRect().height).to.equal(before);
    form.fill(card);
    await element.submit();
    await reach(element, 'paid');
    expect(get(element, '.done').textContent.trim()).to.equal('Payment completed');
  });

  it('shows the label as its one line where it has no lines', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-invoice', { request: { ...rent(), lineItems: [] } });
    await open(element, forms);
    expect(words(element)).to.contain('Cancel Rent €1,240.00 Total €1,240.00');
  });

  it('is paid by keyboard alone: the focus goes from Pay Now to Cancel, to the field, and to what came of it', async () => {
    const { forms } = withForms({ autoReady: false });
    const { element } = stage('pay-invoice', { request: rent() });
    await reach(element, 'open');
    await sendKeys({ press: 'Tab' });
    expect(focused()?.textContent.trim()).to.equal('Pay Now');
    await sendKeys({ press: 'Enter' });
    await reach(element, 'opening');
    expect(focused()?.textContent.trim()).to.equal('Cancel');
    await drawn(element);
    const [form] = forms;
    form?.ready();
    await reach(element, 'ready');
    expect(form?.root.contains(focused())).to.equal(true);
    form?.fill(card);
    await sendKeys({ press: 'Enter' });
    await reach(element, 'paid');
    expect(focused()).to.equal(get(element, '.pill'));
    expect(said(element)).to.equal('Payment completed, €1,240.00 to Alder & Finch');
  });

  it('is left by Cancel and by Escape, and stays payable', async () => {
    const { forms } = withForms();
    const { element, events } = stage('pay-invoice', { request: rent() });
    await open(element, forms);
    get(element, '.ask').click();
    await reach(element, 'open');
    expect(find(element, '.more')).to.equal(null);
    const form = await open(element, forms);
    form.root.querySelector('input')?.focus();
    get(element, '.card').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }),
    );
    await reach(element, 'open');
    await drawn(element);
    expect(focused()).to.equal(get(element, '.ask'));
    expect(events.filter((name) => name === 'pay-close').length).to.equal(2);
  });

  it('cannot be left while it is sent', async () => {
    const { forms } = withForms();
    const { promise } = deferred<never>();
    const { element } = stage('pay-invoice', { request: rent(), pay: () => promise });
    (await open(element, forms)).fill(card);
    void element.submit();
    await reach(element, 'submitting');
    expect(get(element, '.ask').getAttribute('aria-disabled')).to.equal('true');
    get(element, '.ask').click();
    expect(element.state.status).to.equal('submitting');
  });

  it('takes one payment for the whole invoice, and then shows when and with which card', async () => {
    const { forms } = withForms();
    const { element, backend, events } = stage('pay-invoice', { request: rent() });
    (await open(element, forms)).fill(card);
    await Promise.all([element.submit(), element.submit()]);
    await reach(element, 'paid');
    expect(backend.calls.filter(({ method }) => method === 'pay').length).to.equal(1);
    expect(words(element)).to.match(
      /^Invoice INV-2043 Paid Test mode Paid 20 Nov 2026 · Visa •••• 4242 €1,240\.00 Payment completed$/,
    );
    expect(events.filter((name) => name === 'pay-succeeded').length).to.equal(1);
  });

  it('opens and closes the receipt with the pill', async () => {
    const { element } = stage('pay-invoice', { request: { ...rent(), status: 'paid', payment: taken } });
    await reach(element, 'paid');
    const pill = get(element, '.pill');
    expect(pill.getAttribute('aria-expanded')).to.equal('false');
    pill.click();
    await drawn(element);
    expect(pill.getAttribute('aria-expanded')).to.equal('true');
    expect(words(element)).to.contain('Paid to Alder & Finch');
    expect(element.matches(':state(expanded)')).to.equal(true);
    pill.click();
    await drawn(element);
    expect(find(element, 'pay-receipt')).to.equal(null);
  });

  it('shares one payment with every other element of its request on the page', async () => {
    const { forms } = withForms();
    const { element, backend, request } = stage('pay-invoice', { request: rent() });
    const bubble = document.createElement('pay-request');
    bubble.backend = backend;
    bubble.request = request.id;
    document.body.append(bubble);
    (await open(element, forms)).fill(card);
    await element.submit();
    await reach(bubble, 'paid');
    expect(words(bubble)).to.contain('Payment completed');
    expect(backend.calls.filter(({ method }) => method === 'pay').length).to.equal(1);
  });

  it('stands beside others in a portal, each with a payment of its own', async () => {
    const { forms } = withForms();
    const requests = [1, 2, 3].map(() => moneyRequest({ ...rent(), id: freshId() }));
    const backend = scriptedBackend({ requests });
    const elements = requests.map(({ id }) => {
      const element = document.createElement('pay-invoice');
      Object.assign(element, { backend, request: id });
      document.body.append(element);
      return element;
    });
    for (const element of elements) {
      (await open(element, forms)).fill(card);
      await element.submit();
      await reach(element, 'paid');
    }
    const paid = backend.calls.filter(({ method }) => method === 'pay').flatMap(({ ids }) => ids);
    expect(paid).to.deep.equal(requests.map(({ id }) => id));
  });

  it('keeps the form and says why where the card is declined', async () => {
    const { forms } = withForms();
    const refuse = (): Promise<never> => Promise.reject(new PaymentError('card-declined', 'Declined.'));
    const { element } = stage('pay-invoice', { request: rent(), pay: refuse });
    (await open(element, forms)).fill(card);
    await element.submit();
    await reach(element, 'failed');
    expect(words(element)).to.contain('Your card was declined. You were not charged.');
    expect(words(element)).to.contain('Overdue by');
    expect(get(element, '.ask').textContent.trim()).to.equal('Cancel');
  });

  it('leads to the hosted page where the form is blocked, and keeps its place in the portal', async () => {
    withForms({ load: () => Promise.reject(new PaymentError('script-blocked', 'Blocked.')) });
    const { element, request } = stage('pay-invoice', { request: rent() });
    await reach(element, 'open');
    await element.show();
    await reach(element, 'unavailable');
    expect(words(element)).to.contain('Overdue by');
    expect(get(element, 'a').getAttribute('href')).to.equal(request.payUrl);
  });

  it('shows only where it stands with readonly, and takes no press with disabled', async () => {
    const { element } = stage('pay-invoice', { request: rent(), attributes: { readonly: '' } });
    const { element: off } = stage('pay-invoice', { request: rent(), attributes: { disabled: '' } });
    await reach(off, 'open');
    expect(find(element, 'button')).to.equal(null);
    get(off, '.ask').click();
    await off.show();
    expect(off.state.status).to.equal('open');
  });

  it('leaves the receipt closed where its file cannot be fetched, and throws nothing at the page', async () => {
    const thrown: unknown[] = [];
    const note = (event: PromiseRejectionEvent): void => {
      event.preventDefault();
      thrown.push(event.reason);
    };
    addEventListener('unhandledrejection', note);
    const { load } = receiptView;
    receiptView.load = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
    const { element } = stage('pay-invoice', { request: { status: 'paid', payment: takenOf() } });
    await reach(element, 'paid');
    get(element, '.pill').click();
    await drawn(element);
    receiptView.load = load;
    removeEventListener('unhandledrejection', note);
    expect(get(element, '.pill').getAttribute('aria-expanded')).to.equal('false');
    expect(thrown).to.deep.equal([]);
  });

  it('shows its fallback until it has a request', async () => {
    const element = document.createElement('pay-invoice');
    element.innerHTML = '<a href="/pay/x">Invoice INV-2043</a>';
    document.body.append(element);
    await drawn(element);
    expect(element.querySelector('a')?.checkVisibility()).to.equal(true);
  });
});
