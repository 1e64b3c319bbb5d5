import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { PaymentError } from '../../../src/errors/index.js';
import type { AttemptResult } from '../../../src/contract/types.js';
import {
  card,
  clear,
  deferred,
  drawn,
  find,
  focused,
  get,
  heard,
  open,
  reach,
  stage,
  withForms,
  words,
  takenOf,
} from './harness.js';

const taken = takenOf();

describe('the form in <pay-request>', () => {
  afterEach(clear);

  it('takes the form, pays and becomes the receipt in place, with the keyboard alone', async () => {
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

  it('keeps what was typed after a decline, says why, and can be paid again', async () => {
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

  it('offers the way out as a link where Stripe.js is blocked: the fallback, else the hosted page', async () => {
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

  it('stays open while it pays, though the browser closes its dialog at a second Escape', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-request', {
      attributes: { presentation: 'dialog' },
      pay: () => new Promise(() => undefined),
    });
    const form = await open(element, forms);
    form.fill(card);
    void element.submit();
    await reach(element, 'submitting');
    const dialog = get(element, 'dialog') as HTMLDialogElement;
    const closed = new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
    dialog.close();
    await closed;
    await drawn(element);
    expect(dialog.open).to.equal(true);
    expect(dialog.matches(':modal')).to.equal(true);
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
});
