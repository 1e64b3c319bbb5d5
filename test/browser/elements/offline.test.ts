/** What the payer sees and hears where the network goes and comes back; and that Pay Now stays where it is pressed. */
import { expect } from '@open-wc/testing';
import type { AttemptResult } from '../../../src/contract/types.js';
import { PaymentError } from '../../../src/errors/index.js';
import {
  card,
  clear,
  deferred,
  drawn,
  find,
  get,
  heard,
  open,
  reach,
  said,
  stage,
  withForms,
  words,
} from './harness.js';

afterEach(clear);

describe('a form whose network goes', () => {
  const offline = (is: boolean): void => {
    Object.defineProperty(navigator, 'onLine', { value: !is, configurable: true });
    dispatchEvent(new Event(is ? 'offline' : 'online'));
  };
  afterEach(() => Reflect.deleteProperty(navigator, 'onLine'));

  it('says that nothing was charged while nothing was sent', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-request');
    await open(element, forms);
    offline(true);
    await heard(element, 'You are offline. You were not charged. You can pay when the connection is back.');
    offline(false);
    await heard(element, 'Enter your card to send $25 USD securely to Shoplifter');
  });

  it('speaks of paying, not of a card, where there are other methods', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-checkout', { attributes: { fields: 'payment' } });
    await open(element, forms);
    offline(true);
    offline(false);
    await heard(element, 'Send $25 USD securely to Shoplifter');
  });

  it('never says "not charged" of a payment that is on its way, nor asks for a card while it is not known', async () => {
    const { forms } = withForms();
    const answer = deferred<AttemptResult>();
    const { element } = stage('pay-request', { pay: () => answer.promise, sync: () => new Promise(() => undefined) });
    (await open(element, forms)).fill(card);
    void element.submit();
    await reach(element, 'submitting');
    const sending = 'Sending $25 USD securely to Shoplifter. Please keep this page open.';
    await heard(element, sending);
    offline(true);
    await drawn(element);
    expect(said(element)).to.equal(sending);
    answer.reject(new PaymentError('network-error', 'The connection was cut.'));
    await reach(element, 'unknown');
    const unknown = said(element);
    expect(unknown).to.contain('You will not be charged twice.');
    offline(false);
    await drawn(element);
    expect(said(element)).to.equal(unknown);
  });

  it('has Pay Now pressed all the same, and shows what came of it', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-request', {
      pay: () => Promise.reject(new PaymentError('card-declined', 'Declined.')),
    });
    (await open(element, forms)).fill(card);
    offline(true);
    await drawn(element);
    expect(words(element)).to.contain('You are offline.');
    expect(get(element, '[part=submit]').hasAttribute('aria-disabled')).to.equal(false);
    get(element, '[part=submit]').click();
    await reach(element, 'failed');
    await drawn(element);
    expect(words(element)).to.contain('Your card was declined.').and.not.to.contain('offline');
    expect(find(element, '[role=alert].notice')).not.to.equal(null);
  });
});

describe('Pay Now', () => {
  for (const width of [228, 262, 310, 376, 440])
    it(`stays under the finger that presses it, in a bubble of ${width} px`, async () => {
      const { forms } = withForms({ nextAction: () => new Promise(() => undefined) });
      const answer = deferred<AttemptResult>();
      const parent = document.createElement('div');
      parent.style.inlineSize = `${width}px`;
      document.body.append(parent);
      const { element, backend, request } = stage('pay-request', { parent, pay: () => answer.promise });
      (await open(element, forms)).fill(card);
      await drawn(element);
      const place = (): DOMRect => get(element, '[part=submit]').getBoundingClientRect();
      const { top, height } = place();
      void element.submit();
      await reach(element, 'submitting');
      expect([place().top, place().height]).to.deep.equal([top, height]);
      answer.resolve({
        paid: false,
        status: 'requires_action',
        clientSecret: 'pi_1_secret_1',
        request: backend.get(request.id),
      });
      await reach(element, 'authenticating');
      expect([place().top, place().height]).to.deep.equal([top, height]);
    });
});
