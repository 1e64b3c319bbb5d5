import { expect } from '@open-wc/testing';
import { card, clear, deferred, drawn, find, get, heard, reach, stage, withForms, words } from './harness.js';
import { line, order, payment } from './order.js';

describe('<pay-checkout>', () => {
  afterEach(clear);

  it('shows what is bought, line by line, subtotal and total, and one button with the amount', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-checkout', { request: order });
    await reach(element, 'open');
    expect(words(element)).to.equal(
      'Shoplifter Order ORD-1042 $125.28 ' +
        'Kitten bed $48.00 Canvas carrier 2 × $22.00 $44.00 Enamel bowl $18.00 ' +
        'Subtotal $110.00 Shipping $6.00 Tax $9.28 Total $125.28 Pay Test mode Pay $125.28',
    );
    expect(forms).to.have.length(0);
  });

  it('keeps the order of the words on its button in a page from right to left', async () => {
    withForms();
    const { element } = stage('pay-checkout', { request: order, attributes: { dir: 'rtl' } });
    await reach(element, 'open');
    const button = get(element, '.ask');
    const range = document.createRange();
    range.selectNodeContents(button);
    range.setEndBefore(get(element, '.ask [translate=no]'));
    const amount = get(element, '.ask [translate=no]').getBoundingClientRect();
    const pay = [...range.getClientRects()].filter(({ width }) => width > 8);
    expect(pay.every(({ left }) => left < amount.left)).to.equal(true);
    expect(button.textContent.trim()).to.equal('Pay $125.28');
  });

  it('writes a discount with a minus, and a line that no word names stands with the goods', async () => {
    const { element } = stage('pay-checkout', {
      request: {
        ...order,
        amount: 4900,
        lineItems: [line('Discount club', 100), line('Kitten bed', 4800), line('Gift box', 500), line('Welcome', -500)],
      },
    });
    await reach(element, 'open');
    expect(words(element)).to.contain(
      'Discount club $1.00 Kitten bed $48.00 Gift box $5.00 Subtotal $54.00 Welcome −$5.00 Total $49.00',
    );
  });

  it('has no subtotal where it would be the total, and no rows at all without lines', async () => {
    const goods = stage('pay-checkout', { request: { ...order, amount: 4800, lineItems: [line('Kitten bed', 4800)] } });
    await reach(goods.element, 'open');
    expect(words(goods.element)).to.contain('Total $48.00').and.to.not.contain('Subtotal');
    const plain = stage('pay-checkout');
    await reach(plain.element, 'open');
    expect(words(plain.element)).to.equal('Get more kittens - 25$ Test mode $25.00 Pay $25.00');
  });

  it('says the label in the language it stands in, the reference where the label does not, and the short label on the receipt', async () => {
    const { element, backend, request } = stage('pay-checkout', {
      request: {
        ...order,
        label: 'Your order',
        labels: { de: { label: 'Ihre Bestellung', shortLabel: 'Katzenbett' } },
        shortLabel: 'Kitten bed',
      },
      attributes: { lang: 'de-AT' },
    });
    await reach(element, 'open');
    expect(words(element)).to.contain('Ihre Bestellung Order ORD-1042');
    backend.change(request.id, { status: 'paid', payment });
    await reach(element, 'paid');
    expect(words(element)).to.contain('Order details Katzenbett');
    element.lang = 'en';
    await drawn(element);
    expect(words(element)).to.contain('Your order').and.to.contain('Order details Kitten bed');
  });

  it('stands in two columns where there is room, and in one where there is not', async () => {
    const { element } = stage('pay-checkout', { request: order });
    await reach(element, 'open');
    const boxes = (): DOMRect[] =>
      ['.summary', '.pane'].map((selector) => get(element, selector).getBoundingClientRect());
    element.style.inlineSize = '792px';
    const [left, right] = boxes();
    expect(right?.top).to.equal(left?.top);
    expect(right?.left).to.equal(left?.right);
    element.style.inlineSize = '320px';
    const [above, below] = boxes();
    expect(below?.left).to.equal(above?.left);
    expect(below?.top).to.be.at.least(above?.bottom ?? Infinity);
    expect(element.scrollWidth).to.be.at.most(320);
  });

  it('shows the lines on the receipt where the summary has made room for it, and always on paper', async () => {
    const { element } = stage('pay-checkout', { request: { ...order, status: 'paid', payment } });
    await reach(element, 'paid');
    const total = get(element, '.facts .total');
    element.style.inlineSize = '320px';
    expect(get(element, '.summary').checkVisibility()).to.equal(false);
    expect(total.checkVisibility()).to.equal(true);
    expect(get(element, '.facts').textContent.replace(/\s+/g, ' ')).to.contain('Canvas carrier, 2 × $22.00 $44.00');
    element.style.inlineSize = '792px';
    expect(get(element, '.summary').checkVisibility()).to.equal(true);
    expect(total.checkVisibility()).to.equal(false);
    get(element, 'pay-receipt').shadowRoot?.querySelector('button')?.click();
    const paper = (get(element, 'iframe') as HTMLIFrameElement).contentDocument?.body.firstElementChild?.shadowRoot;
    expect(paper?.querySelector('.facts .total')?.checkVisibility()).to.equal(true);
  });

  it('says what was reserved, and then live what was taken of it and what went back', async () => {
    const { element, backend, request } = stage('pay-checkout', {
      request: {
        ...order,
        capture: 'manual',
        status: 'authorized',
        payment: { ...payment, captured: 0, paidAt: null, captureBefore: '2026-11-27T12:00:00.000Z' },
      },
    });
    await reach(element, 'authorized');
    expect(words(element))
      .to.contain('$125.28 reserved')
      .and.to.contain('It will be taken when your order is shipped.')
      .and.to.contain('Held until 27 Nov 2026');
    backend.change(request.id, { status: 'paid', payment: { ...payment, captured: 10_000 } });
    await reach(element, 'paid');
    expect(words(element)).to.contain('Payment completed').and.to.contain('$100.00 Paid to Shoplifter');
    expect(words(element)).to.contain('Reserved $125.28 Released −$25.28 You paid $100.00');
    await heard(element, 'Payment completed, $100.00 to Shoplifter');
    backend.change(request.id, {
      status: 'partially_refunded',
      payment: { ...payment, captured: 10_000, refunded: 1000 },
    });
    await reach(element, 'refunded');
    expect(words(element)).to.contain('Released −$25.28 Refunded −$10.00 You paid $90.00');
    expect(element.matches(':state(paid)')).to.equal(true);
  });

  it('says why where it cannot be paid, and there is no button', async () => {
    const texts = {
      expired: [{ status: 'expired' }, 'Expired on 20 Dec 2026 You were not charged.'],
      canceled: [{ status: 'canceled' }, 'Canceled This request was withdrawn.'],
      unavailable: [{ available: false, unavailableReason: 'No account.' }, 'This cannot be paid right now'],
      processing: [{ status: 'processing' }, '$125.28 on its way'],
    } as const;
    for (const [status, [change, text]] of Object.entries(texts)) {
      const { element } = stage('pay-checkout', { request: { ...order, ...change } });
      await reach(element, status as keyof typeof texts);
      expect(words(element)).to.contain(text).and.to.contain('Total $125.28');
      expect(find(element, '[part=submit]') === null).to.equal(true);
    }
  });

  it('marks test mode once in each state', async () => {
    for (const change of [{}, { status: 'paid', payment }, { status: 'expired' }] as const)
      for (const base of [order, {}]) {
        const { element } = stage('pay-checkout', { request: { ...base, ...change } });
        await reach(element, change.status ?? 'open');
        expect(words(element).match(/Test mode/g)).to.have.length(1);
      }
  });

  it('takes no press while disabled, and shows status only where it is readonly', async () => {
    const { forms } = withForms();
    const off = stage('pay-checkout', { request: order, attributes: { disabled: '' } });
    await reach(off.element, 'open');
    get(off.element, '.ask').click();
    await off.element.show();
    expect(forms).to.have.length(0);
    const own = stage('pay-checkout', { request: order, attributes: { readonly: '' } });
    await reach(own.element, 'open');
    expect(words(own.element)).to.contain('Waiting for payment');
    expect(find(own.element, 'button') === null).to.equal(true);
  });

  it('turns to paid with another element of the same request', async () => {
    const { forms } = withForms();
    const { element, backend, request } = stage('pay-checkout', { request: order });
    const bubble = document.createElement('pay-request');
    bubble.backend = backend;
    bubble.request = request.id;
    document.body.append(bubble);
    await reach(bubble, 'open');
    await bubble.show();
    await reach(bubble, 'ready');
    await drawn(element);
    expect(find(element, '.control') === null).to.equal(true);
    const answer = deferred<undefined>();
    forms.at(-1)?.fill(card);
    bubble.addEventListener('pay-submit', (event) => {
      event.waitUntil(answer.promise);
    });
    const paying = bubble.submit();
    await reach(element, 'submitting');
    expect(get(element, '.ask').getAttribute('aria-disabled')).to.equal('true');
    answer.resolve(undefined);
    await paying;
    await reach(element, 'paid');
    expect(backend.calls.filter(({ method }) => method === 'pay')).to.have.length(1);
  });
});
