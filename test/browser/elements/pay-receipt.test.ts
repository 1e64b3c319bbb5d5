import { expect } from '@open-wc/testing';
import { clear, drawn, find, get, reach, stage, words, takenOf } from './harness.js';

const payment = takenOf();

describe('<pay-receipt>', () => {
  afterEach(clear);

  it('shows its fallback until there is something to be receipted', async () => {
    const { element } = stage('pay-receipt', { inside: 'Not paid yet' });
    await reach(element, 'open');
    expect(find(element, '.receipt')).to.equal(null);
    expect(find(element, 'slot')).to.not.equal(null);
  });

  it('says amount, who, card, date and reference, and marks test mode', async () => {
    const { element } = stage('pay-receipt', { request: { status: 'paid', payment } });
    await reach(element, 'paid');
    expect(words(element)).to.match(
      /^\$25\.00 Paid to Shoplifter Card •••• 4242 Date 20 Nov 2026, \d\d:\d\d Reference ORD-1042 Print Test mode$/,
    );
    expect(get(element, '[role=img]').getAttribute('aria-label')).to.equal('Visa');
    expect(get(element, '[role=group]').getAttribute('aria-label')).to.equal('Paid to Shoplifter, $25.00');
  });

  it('says what went back, and what is left', async () => {
    const { element } = stage('pay-receipt', {
      request: { status: 'partially_refunded', payment: { ...payment, refunded: 1000 } },
    });
    await reach(element, 'refunded');
    expect(words(element)).to.contain('Refunded −$10.00 You paid $15.00');
  });

  it('says each refund with its own date, and what the bank took back', async () => {
    const refunds = [
      { amount: 1000, status: 'succeeded' as const, at: '2026-11-22T12:00:00.000Z' },
      { amount: 300, status: 'succeeded' as const, at: '2026-11-25T12:00:00.000Z' },
      { amount: 200, status: 'pending' as const, at: '2026-11-26T12:00:00.000Z' },
    ];
    const { element } = stage('pay-receipt', {
      request: { status: 'partially_refunded', payment: { ...payment, refunded: 1300, refunds, withdrawn: 1200 } },
    });
    await reach(element, 'refunded');
    expect(words(element)).to.contain(
      'Refunded 22 Nov 2026 −$10.00 Refunded 25 Nov 2026 −$3.00 Returned by your bank −$12.00 You paid $0.00',
    );
  });

  it('says how long a reserved amount is held', async () => {
    const { element } = stage('pay-receipt', {
      request: {
        status: 'authorized',
        payment: { ...payment, captured: 0, paidAt: null, captureBefore: '2026-11-27T12:00:00.000Z' },
      },
    });
    await reach(element, 'authorized');
    expect(words(element)).to.contain('Reserved for Shoplifter Will be taken when shipped Held until 27 Nov 2026');
  });

  it('prints itself alone, and leaves nothing behind', async () => {
    const { element } = stage('pay-receipt', { request: { status: 'paid', payment } });
    await reach(element, 'paid');
    const { body } = document;
    const before = body.innerHTML;
    get(element, 'button').click();
    const frame = get(element, 'iframe') as HTMLIFrameElement;
    const page = frame.contentDocument?.body.firstElementChild;
    const printed = page?.shadowRoot?.textContent.replace(/\s+/g, ' ').trim();
    expect(printed).to.match(/^\$25\.00 Paid to Shoplifter Card .* ORD-1042 Test mode$/);
    expect(body.innerHTML).to.equal(before);
    frame.contentWindow?.dispatchEvent(new Event('afterprint'));
    await drawn(element);
    expect(find(element, 'iframe')).to.equal(null);
  });
});
