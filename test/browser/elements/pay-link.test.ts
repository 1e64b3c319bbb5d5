import { expect } from '@open-wc/testing';
import type { MoneyRequest } from '../../../src/contract/types.js';
import { qrCode } from '../../../src/elements/link/code.js';
import type { PaymentStatus } from '../../../src/session/index.js';
import { clear, drawn, find, get, heard, reach, stage, still, words } from './harness.js';

/** Takes the place of the browser's clipboard; the answer puts it back, and has what was written. */
function withClipboard(write: (text: string) => Promise<void> = () => Promise.resolve()): {
  texts: string[];
  restore: () => void;
} {
  const texts: string[] = [];
  const { writeText } = navigator.clipboard;
  navigator.clipboard.writeText = async (text) => {
    await write(text);
    texts.push(text);
  };
  return { texts, restore: () => (navigator.clipboard.writeText = writeText) };
}

describe('<pay-link>', () => {
  afterEach(clear);

  it('fetches the library of the QR code when the code is first shown, and not before', async () => {
    const { element } = stage('pay-link');
    await reach(element, 'open');
    expect(qrCode.now).to.equal(null);
    const button = get(element, '.toggle');
    expect(button.textContent.trim()).to.equal('QR code');
    expect(button.getAttribute('aria-expanded')).to.equal('false');
    expect(get(element, '.qr').checkVisibility()).to.equal(false);
    button.click();
    await qrCode.load();
    await drawn(element);
    expect(button.getAttribute('aria-expanded')).to.equal('true');
    const code = get(element, '.qr svg');
    expect(code.checkVisibility()).to.equal(true);
    expect(code.getAttribute('aria-label')).to.equal('QR code of the payment link');
    button.click();
    await drawn(element);
    expect(get(element, '.qr').checkVisibility()).to.equal(false);
  });

  it('draws the code black on white with a quiet zone of four modules, in dark mode too', async () => {
    document.documentElement.style.colorScheme = 'dark';
    const { element } = stage('pay-link');
    await reach(element, 'open');
    await qrCode.load();
    get(element, '.toggle').click();
    await drawn(element);
    document.documentElement.style.colorScheme = '';
    const svg = get(element, '.qr svg');
    const size = Number(svg.getAttribute('viewBox')?.split(' ')[2]);
    const path = svg.querySelector('path');
    const box = path instanceof SVGPathElement ? path.getBBox() : null;
    expect([box?.x, box?.y, box?.width, box?.height]).to.deep.equal([4, 4, size - 8, size - 8]);
    expect(path && getComputedStyle(path).fill).to.equal('rgb(0, 0, 0)');
    expect(getComputedStyle(get(element, '.qr')).backgroundColor).to.equal('rgb(255, 255, 255)');
  });

  it('stays a link, and says that there is no code, where the address is longer than a code holds', async () => {
    const payUrl = `https://shop.example/pay?with=${'x'.repeat(3000)}`;
    const { element } = stage('pay-link', { request: { payUrl } });
    const { element: agent } = stage('pay-invoice', { request: { payUrl }, attributes: { view: 'agent' } });
    await reach(element, 'open');
    await qrCode.load();
    get(element, '.toggle').click();
    await drawn(element);
    expect(find(element, '.qr svg')).to.equal(null);
    expect(get(element, '.to').getAttribute('href')).to.equal(payUrl);
    expect(words(element)).to.contain('QR code could not be');
    await reach(agent, 'open');
    expect(get(agent, '.address')).to.have.property('value', payUrl);
  });

  it('is a real link to the hosted page, with label, amount and address', async () => {
    const { element, request } = stage('pay-link');
    await reach(element, 'open');
    expect(get(element, 'a').getAttribute('href')).to.equal(request.payUrl);
    expect(words(element)).to.equal(
      'Get more kittens - 25$ Test mode $25.00 localhost:4242/pay/req_0123456789abcdefghijkl Copy link QR code',
    );
  });

  for (const theme of ['light', 'dark'] as const)
    it(`is clean for axe with its QR code shown, in ${theme}`, async () => {
      document.documentElement.style.colorScheme = theme;
      document.body.style.background = theme === 'dark' ? '#17191f' : '#ffffff';
      const { element } = stage('pay-link');
      await reach(element, 'open');
      await qrCode.load();
      get(element, '.toggle').click();
      await drawn(element);
      await still(element);
      await expect(element).to.be.accessible();
      document.documentElement.style.colorScheme = document.body.style.background = '';
    });

  it('makes no link of an address that is none of the web, and keeps the page’s own', async () => {
    const { element } = stage('pay-link', {
      request: { payUrl: 'javascript:alert(1)' },
      inside: 'The link of the page',
    });
    await reach(element, 'open');
    expect(find(element, 'a')).to.equal(null);
    expect(find(element, 'button')).to.equal(null);
    expect(find(element, 'slot')).to.not.equal(null);
  });

  it('copies the address and says so, until the focus moves on', async () => {
    const { texts, restore } = withClipboard();
    const { element, request } = stage('pay-link');
    await reach(element, 'open');
    const button = get(element, '.copy');
    button.focus();
    button.click();
    await heard(element, 'The link was copied.');
    restore();
    expect(texts).to.deep.equal([request.payUrl]);
    expect(button.textContent.trim()).to.equal('Copied');
    button.blur();
    await drawn(element);
    expect(button.textContent.trim()).to.equal('Copy link');
  });

  it('does not say of another link that it was copied', async () => {
    const { restore } = withClipboard();
    const { element } = stage('pay-link');
    await reach(element, 'open');
    get(element, '.copy').click();
    await heard(element, 'The link was copied.');
    restore();
    const other = stage('pay-link', { request: { payUrl: 'https://pay.example/pay/other' } });
    other.element.remove();
    element.backend = other.backend;
    element.request = other.request.id;
    await drawn(element);
    await reach(element, 'open');
    expect(get(element, '.to').getAttribute('href')).to.equal('https://pay.example/pay/other');
    expect(get(element, '.copy').textContent.trim()).to.equal('Copy link');
  });

  it('says what to do where the page may not copy', async () => {
    const { restore } = withClipboard(() => Promise.reject(new DOMException('No.', 'NotAllowedError')));
    const { element } = stage('pay-link');
    await reach(element, 'open');
    get(element, '.copy').click();
    await drawn(element);
    restore();
    expect(words(element)).to.contain('This page may not copy. Select the link, and copy it yourself.');
  });

  for (const [state, change, sentence] of [
    ['paid', { status: 'paid' }, 'Payment completed'],
    ['authorized', { status: 'authorized' }, '$25.00 reserved'],
    ['refunded', { status: 'refunded' }, 'Payment refunded'],
    ['canceled', { status: 'canceled' }, 'Canceled'],
    ['expired', { status: 'expired' }, 'Expired on 20 Dec 2026'],
    ['processing', { status: 'processing' }, '$25.00 on its way'],
    ['processing', { status: 'review' }, 'We are checking this payment. You need not pay again.'],
    ['unavailable', { available: false }, 'This cannot be paid right now'],
  ] as const satisfies readonly (readonly [PaymentStatus, Partial<MoneyRequest>, string])[])
    it(`is no link any more once it is ${change.status ?? 'unavailable'}, and says so`, async () => {
      const { element } = stage('pay-link', { request: change });
      await reach(element, state);
      expect(words(element)).to.equal(`${sentence} $25.00 Get more kittens - 25$ Test mode`);
      expect(find(element, 'a, button')).to.equal(null);
    });

  it('turns to paid by itself', async () => {
    const { element, backend, request } = stage('pay-link');
    await reach(element, 'open');
    backend.change(request.id, { status: 'paid' });
    await reach(element, 'paid');
    expect(words(element)).to.match(/^Payment completed/);
  });

  it('shows what it was given without a call', async () => {
    const { element, backend, request } = stage('pay-link');
    element.moneyRequest = request;
    await reach(element, 'open');
    expect(backend.calls).to.deep.equal([]);
  });

  it('keeps the page’s own link until the request is known, and where it cannot be', async () => {
    const element = document.createElement('pay-link');
    element.innerHTML = '<a href="/pay/x">Pay</a>';
    document.body.append(element);
    await drawn(element);
    expect(element.querySelector('a')?.checkVisibility()).to.equal(true);
  });

  it('has no form', async () => {
    const { element } = stage('pay-link');
    await reach(element, 'open');
    for (const act of [element.show(), element.submit()])
      expect(
        await act.then(
          () => 'done',
          (error: unknown) => (error as { code?: string }).code,
        ),
      ).to.equal('misuse');
    expect(element.state.status).to.equal('open');
  });

  it('is the link alone with readonly, and cannot be followed with disabled', async () => {
    const { element } = stage('pay-link', { attributes: { readonly: '' } });
    const { element: off } = stage('pay-link', { attributes: { disabled: '' } });
    await reach(off, 'open');
    expect(find(element, 'a')).to.not.equal(null);
    expect(find(element, 'button')).to.equal(null);
    expect(get(off, 'a').hasAttribute('href')).to.equal(false);
  });
});
