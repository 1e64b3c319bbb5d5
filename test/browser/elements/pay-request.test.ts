import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { PayRequest } from '../../../src/index.js';
import { register } from '../../../src/elements/internal/register.js';
import { PaymentError } from '../../../src/errors/index.js';
import { moneyRequest, scriptedBackend } from '../../../src/testing/scripted-backend.js';
import type { AttemptResult } from '../../../src/contract/types.js';
import {
  card,
  clear,
  deferred,
  drawn,
  find,
  focused,
  freshId,
  get,
  heard,
  open,
  reach,
  said,
  stage,
  withForms,
  words,
} from './harness.js';

const taken = {
  amount: 2500,
  captured: 2500,
  refunded: 0,
  refundPending: 0,
  card: { brand: 'visa', last4: '4242' },
  paidAt: '2026-11-20T12:00:00.000Z',
  captureBefore: null,
};

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

  it("is the author's label on a button, with no amount added (S1)", async () => {
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

  it('takes the form, pays and becomes the receipt in place, with the keyboard alone (S1, C8)', async () => {
    withForms();
    const { element, backend, events } = stage('pay-request');
    await reach(element, 'open');
    get(element, '.pill').focus();
    await sendKeys({ press: 'Enter' });
    await reach(element, 'ready');
    expect(focused()?.getAttribute('aria-label')).to.equal('Card number');
    await sendKeys({ type: '4242424242424242' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: '1234' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: '123' });
    await sendKeys({ press: 'Tab' });
    expect(focused()).to.equal(get(element, '[part=submit]'));
    await sendKeys({ press: 'Enter' });
    await reach(element, 'paid');
    expect(words(element)).to.equal('Payment completed Test mode');
    await heard(element, 'Payment completed, $25.00 to Shoplifter');
    expect(focused()).to.equal(get(element, '.pill'));
    expect(backend.calls.filter(({ method }) => method === 'pay')).to.have.length(1);
    await sendKeys({ press: 'Enter' });
    await drawn(element);
    expect(get(element, '.pill').getAttribute('aria-expanded')).to.equal('true');
    expect(words(element)).to.contain('Paid to Shoplifter').and.to.contain('•••• 4242');
    expect(events.filter((name) => name !== 'pay-input')).to.deep.equal([
      'pay-change', // loading
      'pay-change', // open
      'pay-open',
      'pay-change', // opening
      'pay-change', // ready
      'pay-change', // submitting
      'pay-submit',
      'pay-change', // paid
      'pay-succeeded',
    ]);
  });

  it('leaves the form by Escape and by Cancel, and gives the focus back to the pill', async () => {
    const { forms } = withForms();
    const { element, events } = stage('pay-request');
    await open(element, forms);
    await sendKeys({ press: 'Escape' });
    await reach(element, 'open');
    expect(focused()).to.equal(get(element, '.pill'));
    await open(element, forms);
    get(element, '.cancel').click();
    await reach(element, 'open');
    expect(focused()).to.equal(get(element, '.pill'));
    expect(events.filter((name) => name === 'pay-close')).to.have.length(2);
    expect(find(element, 'pay-card')).to.equal(null);
  });

  it('stays closed where the page cancels pay-open', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-request');
    await reach(element, 'open');
    element.addEventListener('pay-open', (event) => event.preventDefault());
    await element.show();
    await drawn(element);
    expect(element.state.status).to.equal('open');
    expect(forms).to.have.length(0);
    expect(words(element)).to.equal('Get more kittens - 25$ Test mode');
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

  it('keeps what was typed after a decline, says why, and can be paid again (C8)', async () => {
    const { forms } = withForms();
    let tries = 0;
    const { element, events } = stage('pay-request', {
      pay: (id, { attempt }, backend) => {
        if (tries++ === 0) return Promise.reject(new PaymentError('card-declined', 'Declined.'));
        const request = backend.change(id, { status: 'paid', payment: taken });
        return Promise.resolve({ paid: true, status: 'paid', clientSecret: null, request, attempt } as AttemptResult);
      },
    });
    const form = await open(element, forms);
    form.fill(card);
    await element.submit();
    await reach(element, 'failed');
    expect(get(element, '.bad').getAttribute('role')).to.equal('alert');
    expect(words(element)).to.contain('Your card was declined. You were not charged.');
    expect(form.root.querySelector('input')?.value).to.equal(card.number);
    expect(focused()?.getAttribute('aria-label')).to.equal('Card number');
    expect(element.matches(':state(failed)')).to.equal(true);
    expect(events).to.contain('pay-failed');
    await element.submit();
    await reach(element, 'paid');
    expect(element.matches(':state(paid)')).to.equal(true);
  });

  it('says what happens once, politely, and locks the form meanwhile', async () => {
    const answer = deferred<AttemptResult>();
    const action = deferred<undefined>();
    const { forms } = withForms({ nextAction: () => action.promise });
    const { element, backend, request } = stage('pay-request', {
      pay: () => answer.promise,
      sync: (id, script) => Promise.resolve(script.change(id, { status: 'paid', payment: taken })),
    });
    const form = await open(element, forms);
    form.fill(card);
    const submitted = element.submit();
    expect(element.submit(), 'a second submit').to.not.equal(undefined);
    await reach(element, 'submitting');
    await heard(element, 'Sending $25 USD securely to Shoplifter. Please keep this page open.');
    expect(get(element, '[part=submit]').getAttribute('aria-busy')).to.equal('true');
    expect(get(element, '.cancel').getAttribute('aria-disabled')).to.equal('true');
    expect(element.matches(':state(busy)')).to.equal(true);
    element.close();
    expect(element.state.status).to.equal('submitting');
    answer.resolve({
      paid: false,
      status: 'requires_action',
      clientSecret: 'pi_secret',
      request: backend.get(request.id),
    });
    await reach(element, 'authenticating');
    await heard(element, 'Your bank is checking… Confirm this payment in the window of your bank.');
    action.resolve(undefined);
    await submitted;
    await reach(element, 'paid');
    expect(backend.calls.filter(({ method }) => method === 'pay')).to.have.length(1);
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

  it('offers the way out as a link where Stripe.js is blocked: the fallback, else the hosted page (S13)', async () => {
    const blocked = (): Promise<void> => Promise.reject(new PaymentError('script-blocked', 'Blocked.'));
    withForms({ load: blocked });
    const own = stage('pay-request');
    await reach(own.element, 'open');
    get(own.element, '.pill').click();
    await reach(own.element, 'unavailable');
    expect(get(own.element, '[role=alert].status').textContent).to.contain('The card form could not be loaded here');
    const link = get(own.element, '.way-out');
    expect(link.getAttribute('href')).to.equal(own.request.payUrl);
    expect(focused()).to.equal(link);
    const given = stage('pay-request');
    given.element.innerHTML = '<a href="/pay/mine">Kittens here</a>';
    await reach(given.element, 'open');
    get(given.element, '.pill').click();
    await reach(given.element, 'unavailable');
    expect(find(given.element, '.way-out')).to.equal(null);
    expect(given.element.querySelector('a')?.checkVisibility()).to.equal(true);
    expect(getComputedStyle(given.element.querySelector('a') as Element).display).to.equal('flex');
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

  it('asks again itself while an outcome is unknown, offers to, and never to pay', async () => {
    const { forms } = withForms();
    const asked = deferred<undefined>();
    const { element } = stage('pay-request', {
      pay: () => Promise.reject(new PaymentError('network-error', 'Cut.')),
      sync: (id, backend) => asked.promise.then(() => backend.change(id, { status: 'paid', payment: taken })),
    });
    const form = await open(element, forms);
    form.fill(card);
    void element.submit();
    await reach(element, 'unknown');
    expect(words(element)).to.contain('You will not be charged twice.').and.to.not.contain('Pay Now');
    expect(focused()).to.equal(get(element, '.again'));
    await heard(element, 'We are checking with the bank whether this went through. You will not be charged twice.');
    get(element, '.again').click();
    asked.resolve(undefined);
    await reach(element, 'paid');
  });

  it('opens in a dialog where it is to, closes by Escape, and gives the focus back', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-request', { attributes: { presentation: 'dialog' } });
    await open(element, forms);
    const dialog = get(element, 'dialog');
    expect(dialog.matches(':modal')).to.equal(true);
    expect(dialog.getAttribute('aria-label')).to.equal('Get more kittens - 25$');
    expect(focused()?.getAttribute('aria-label')).to.equal('Card number');
    get(element, '.cancel').focus();
    await sendKeys({ press: 'Escape' });
    await reach(element, 'open');
    expect(find(element, 'dialog')).to.equal(null);
    expect(focused()).to.equal(get(element, '.pill'));
  });

  it("does not cover the bank's window: the dialog is not modal while the bank asks", async () => {
    const { forms } = withForms({ nextAction: () => new Promise(() => undefined) });
    const { element } = stage('pay-request', {
      attributes: { presentation: 'dialog' },
      pay: (id, _input, backend) =>
        Promise.resolve({
          paid: false,
          status: 'requires_action',
          clientSecret: 'pi_secret',
          request: backend.get(id),
        }),
    });
    const form = await open(element, forms);
    form.fill(card);
    void element.submit();
    await reach(element, 'authenticating');
    const dialog = get(element, 'dialog') as HTMLDialogElement;
    expect(dialog.open).to.equal(true);
    expect(dialog.matches(':modal')).to.equal(false);
    expect(form.root.isConnected).to.equal(true);
  });

  it('keeps its form when it is moved, and lets go of it when it is removed', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-request');
    const form = await open(element, forms);
    const list = document.createElement('div');
    document.body.append(list);
    list.append(element);
    await drawn(element);
    expect(element.state.status).to.equal('ready');
    expect(form.root.isConnected).to.equal(true);
    element.remove();
    await drawn(element);
    await Promise.resolve();
    expect(form.root.isConnected).to.equal(false);
    list.append(element);
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

  it('shows status only to the business, with the way to the payment at Stripe (S11)', async () => {
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

  it('keeps what was typed, out of sight, until it is known what came of it', async () => {
    const { forms } = withForms();
    const known = deferred<undefined>();
    const { element, backend } = stage('pay-request', {
      pay: () => Promise.reject(new PaymentError('network-error', 'Cut.')),
      sync: async (id, script) => {
        await known.promise;
        const attempt = script.calls.find(({ method }) => method === 'pay')?.input?.attempt ?? '';
        const at = '2026-11-20T12:00:00.000Z';
        const declined = { code: 'card-declined', recovery: 'change-card', declineCode: null } as const;
        return script.change(id, { attempt: { id: attempt, status: 'declined', ...declined, startedAt: at } });
      },
    });
    const form = await open(element, forms);
    form.fill(card);
    void element.submit();
    await reach(element, 'unknown');
    expect(form.root.isConnected).to.equal(true);
    expect(get(element, '.control').checkVisibility()).to.equal(false);
    expect(find(element, '.facts'), 'a card that is not known').to.equal(null);
    get(element, '.again').click();
    known.resolve(undefined);
    await reach(element, 'failed');
    expect(get(element, '.control').checkVisibility()).to.equal(true);
    expect(forms).to.have.length(1);
    expect(form.root.querySelector('input')?.value).to.equal(card.number);
    expect(backend.calls.filter(({ method }) => method === 'pay')).to.have.length(1);
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

  it('has no mark in live mode (S4)', async () => {
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
