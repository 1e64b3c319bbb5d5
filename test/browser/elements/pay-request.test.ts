import { expect } from '@open-wc/testing';
import { PayRequest } from '../../../src/index.js';
import { register } from '../../../src/elements/internal/register.js';
import { PaymentError } from '../../../src/errors/index.js';
import { moneyRequest, scriptedBackend } from '../../../src/testing/scripted-backend.js';
import {
  clear,
  drawn,
  find,
  freshId,
  get,
  heard,
  open,
  reach,
  said,
  stage,
  withForms,
  words,
  takenOf,
} from './harness.js';

const taken = takenOf();

describe('<pay-request>', () => {
  afterEach(clear);

  it('shows its fallback until it has a request', async () => {
    const element = document.createElement('pay-request');
    element.innerHTML = '<a href="/pay/x">Get more kittens</a>';
    document.body.append(element);
    await drawn(element);
    expect(element.state.status).to.equal('idle');
    expect(element.querySelector('a')?.checkVisibility()).to.equal(true);
  });

  it("is the author's label on a button, with no amount added", async () => {
    const { element } = stage('pay-request');
    await reach(element, 'open');
    expect(get(element, '[part=button]').textContent.trim()).to.equal('Get more kittens - 25$');
    expect(words(element)).to.equal('Get more kittens - 25$ Test mode');
  });

  it('adds the amount where it is asked to', async () => {
    const { element } = stage('pay-request', { attributes: { 'show-amount': '' }, request: { label: 'Kittens' } });
    await reach(element, 'open');
    expect(get(element, '[part=amount]').textContent).to.equal('$25.00');
  });

  it('shows a request that it is given without a call, from a property or from JSON', async () => {
    const request = moneyRequest({ id: freshId() });
    const backend = scriptedBackend({ requests: [request] });
    const byProperty = document.createElement('pay-request');
    byProperty.backend = backend;
    byProperty.moneyRequest = request;
    const other = moneyRequest({ id: freshId(), label: 'Another' });
    const byJson = document.createElement('pay-request');
    byJson.backend = backend;
    byJson.setAttribute('money-request', JSON.stringify(other));
    document.body.append(byProperty, byJson);
    await drawn(byProperty);
    await drawn(byJson);
    expect(byProperty.state.status).to.equal('open');
    expect(words(byJson)).to.contain('Another');
    expect(backend.calls).to.deep.equal([]);
  });

  it('ignores JSON that is no request', async () => {
    const element = document.createElement('pay-request');
    element.setAttribute('money-request', '{"id":');
    document.body.append(element);
    await drawn(element);
    expect(element.moneyRequest).to.equal(null);
    expect(element.state.status).to.equal('idle');
  });

  it('takes no press while disabled', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-request', { attributes: { disabled: '' } });
    await reach(element, 'open');
    expect(get(element, '.pill').getAttribute('aria-disabled')).to.equal('true');
    get(element, '.pill').click();
    await element.show();
    await drawn(element);
    expect(forms).to.have.length(0);
  });

  it('says nothing of what was so before, and what changes later', async () => {
    const { element, backend, request } = stage('pay-request', { request: { status: 'paid', payment: taken } });
    await reach(element, 'paid');
    expect(said(element)).to.equal('');
    backend.change(request.id, { status: 'refunded', payment: { ...taken, refunded: 2500 } });
    await reach(element, 'refunded');
    await heard(element, 'Payment refunded');
    expect(words(element)).to.match(/Payment refunded Test mode \$25\.00 went back to your card on /);
  });

  it('names a card only where one was used, and dates each refund', async () => {
    const refunds = [
      { amount: 1000, status: 'succeeded' as const, at: '2026-11-22T12:00:00.000Z' },
      { amount: 1500, status: 'succeeded' as const, at: '2026-11-25T12:00:00.000Z' },
    ];
    const payment = { ...taken, card: null, refunded: 2500, refunds };
    const back = stage('pay-request', { request: { status: 'refunded', payment } });
    await reach(back.element, 'refunded');
    expect(words(back.element)).to.contain('$10.00 was refunded on 22 Nov 2026. $15.00 was refunded on 25 Nov 2026.');
    const held = stage('pay-request', { request: { status: 'authorized', payment: { ...taken, card: null } } });
    await reach(held.element, 'authorized');
    expect(words(held.element)).to.contain('Reserved. It will be taken').and.not.to.contain('your card');
  });

  it('says that it needs a backend where it has none, and sends nothing', async () => {
    const element = document.createElement('pay-request');
    element.setAttribute('request', freshId());
    const errors: string[] = [];
    element.addEventListener('pay-error', ({ error }) => errors.push(error.code));
    document.body.append(element);
    await reach(element, 'unavailable');
    expect(errors).to.deep.equal(['no-backend']);
  });

  it('can be asked again where the backend could not be reached', async () => {
    let reachable = false;
    const { element } = stage('pay-request', {
      retrieve: (id, backend) =>
        reachable ? Promise.resolve(backend.get(id)) : Promise.reject(new PaymentError('network-error', 'Cut.')),
      sync: (id, backend) => Promise.resolve(backend.get(id)),
    });
    await reach(element, 'unavailable');
    reachable = true;
    get(element, '.again').click();
    await reach(element, 'open');
    expect(words(element)).to.contain('Get more kittens');
  });

  it('shows another request when its node is used again', async () => {
    const { forms } = withForms();
    const { element, backend } = stage('pay-request');
    await open(element, forms);
    const next = moneyRequest({ id: freshId(), label: 'A basket', status: 'paid', payment: taken });
    element.backend = scriptedBackend({ requests: [next] });
    element.request = next.id;
    await reach(element, 'paid');
    expect(element.moneyRequest?.label).to.equal('A basket');
    expect(words(element)).to.equal('Payment completed Test mode');
    expect(forms[0]?.root.isConnected).to.equal(false);
    expect(backend.calls.some(({ method }) => method === 'pay')).to.equal(false);
  });

  it('takes what was set before it was defined, is cloned, and moves to another document', async () => {
    const request = moneyRequest({ id: freshId() });
    const early = document.createElement('pay-early');
    Object.assign(early, { backend: scriptedBackend({ requests: [request] }), request: request.id });
    document.body.append(early);
    register('pay-early', class extends PayRequest {});
    const upgraded: unknown = early;
    if (!(upgraded instanceof PayRequest)) throw new Error('It was not upgraded.');
    await reach(upgraded, 'open');
    expect(words(upgraded)).to.contain('Get more kittens');
    const copy = upgraded.cloneNode(true);
    expect(copy instanceof PayRequest && copy.backend).to.equal(null);
    const frame = document.createElement('iframe');
    document.body.append(frame);
    frame.contentDocument?.body.append(upgraded);
    await drawn(upgraded);
    expect(upgraded.state.status).to.equal('open');
  });

  it('can be registered twice, and by a second copy', () => {
    class Second extends PayRequest {}
    register('pay-request', Second);
    expect(customElements.get('pay-request')).to.equal(PayRequest);
  });

  it('speaks the language that it stands in, through shadow roots, and follows when that changes', async () => {
    const host = document.createElement('div');
    host.lang = 'de-AT';
    document.body.append(host);
    const { element } = stage('pay-request', {
      parent: host,
      request: { labels: { de: { label: 'Mehr Kätzchen', shortLabel: null } } },
    });
    await reach(element, 'open');
    expect(words(element)).to.contain('Mehr Kätzchen');
    const shadow = host.attachShadow({ mode: 'open' });
    shadow.append(element);
    host.lang = 'en';
    await new Promise((resolve) => setTimeout(resolve));
    await drawn(element);
    expect(words(element)).to.contain('Get more kittens');
    expect(element.localeTag).to.equal('en');
  });

  it('keeps what was shown where the language is unknown, and takes the tag of a translated page', async () => {
    const host = document.createElement('div');
    host.lang = 'de_DE.UTF-8';
    document.body.append(host);
    const labels = { de_DE: { label: 'Mehr Kätzchen', shortLabel: null }, fr: { label: 'Chatons', shortLabel: null } };
    const { element } = stage('pay-request', { parent: host, request: { labels } });
    await reach(element, 'open');
    for (const [lang, label] of [
      ['de_DE.UTF-8', 'Mehr Kätzchen'],
      ['auto', 'Mehr Kätzchen'],
      ['C', 'Mehr Kätzchen'],
      ['tlh', 'Mehr Kätzchen'],
      ['fr-x-mtfrom-de', 'Chatons'],
      ['auto', 'Chatons'],
      ['en', 'Get more kittens'],
    ] as const) {
      host.lang = lang;
      await new Promise((resolve) => setTimeout(resolve));
      await drawn(element);
      expect(words(element), lang).to.contain(label);
    }
  });

  it('shows status only to the business, with the way to the payment at Stripe', async () => {
    const { element, backend, request } = stage('pay-request', { attributes: { readonly: '' } });
    await reach(element, 'open');
    expect(words(element)).to.equal('Get more kittens - 25$ Test mode $25.00 Waiting for payment');
    expect(find(element, 'button')).to.equal(null);
    const payment = { ...taken, dashboardUrl: 'https://dashboard.stripe.com/test/payments/pi_1' };
    backend.change(request.id, { status: 'paid', payment });
    await reach(element, 'paid');
    expect(words(element)).to.equal('Get more kittens - 25$ Test mode $25.00 Paid · View at Stripe');
    expect(get(element, 'a').getAttribute('href')).to.equal(payment.dashboardUrl);
  });

  it("waits beside a payer's bubble in which Stripe.js is blocked: that stops a browser, not the payment", async () => {
    withForms({ load: () => Promise.reject(new PaymentError('script-blocked', 'Blocked.')) });
    const payer = stage('pay-request');
    const business = document.createElement('pay-request');
    business.readonly = true;
    business.backend = payer.backend;
    business.request = payer.request.id;
    document.body.append(business);
    await reach(payer.element, 'open');
    get(payer.element, '.pill').click();
    await reach(payer.element, 'unavailable');
    await drawn(business);
    expect(words(business)).to.equal('Get more kittens - 25$ Test mode $25.00 Waiting for payment');
  });

  it('reads as it should in a page whose text is set otherwise', async () => {
    const host = document.createElement('div');
    host.style.cssText =
      'white-space: pre-wrap; text-align: center; text-transform: uppercase; letter-spacing: 9px; word-spacing: 9px; ' +
      'text-indent: 9px; font-variant: small-caps; line-height: 4; color-scheme: dark';
    document.body.append(host);
    const { element } = stage('pay-request', { parent: host, attributes: { readonly: '' } });
    await reach(element, 'open');
    const style = getComputedStyle(get(element, '.label'));
    expect(style.whiteSpace).to.equal('normal');
    expect(style.textAlign).to.equal('start');
    expect(style.textTransform).to.equal('none');
    expect(style.letterSpacing).to.equal('normal');
    expect(style.wordSpacing).to.equal('0px');
    expect(style.textIndent).to.equal('0px');
    expect(style.fontVariant).to.equal('normal');
    expect(style.lineHeight).to.equal('20px');
    expect(style.colorScheme).to.equal('dark');
  });

  it('has no mark in live mode', async () => {
    const { element } = stage('pay-request', { request: { mode: 'live' } });
    await reach(element, 'open');
    expect(words(element)).to.equal('Get more kittens - 25$');
  });

  it('shows markup in a label as text', async () => {
    const { element } = stage('pay-request', { request: { label: '<img src=x onerror=alert(1)>' } });
    await reach(element, 'open');
    expect(find(element, 'img')).to.equal(null);
    expect(words(element)).to.contain('<img src=x onerror=alert(1)>');
  });

  it('refuses its methods without a request, and says the fix', async () => {
    const element = document.createElement('pay-request');
    document.body.append(element);
    const error: unknown = await element.show().catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(PaymentError);
    expect((error as PaymentError).code).to.equal('misuse');
  });

  it('tells a listener that comes late, and gives up with its signal', async () => {
    const { element } = stage('pay-request', { request: { status: 'paid', payment: taken } });
    await reach(element, 'paid');
    expect((await element.whenSettled()).status).to.equal('paid');
    const other = stage('pay-request');
    const stop = new AbortController();
    const waiting = other.element.whenSettled({ signal: stop.signal }).catch((reason: unknown) => reason);
    stop.abort('enough');
    expect(await waiting).to.equal('enough');
  });
});
