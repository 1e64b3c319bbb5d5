import { expect } from '@open-wc/testing';
import { PaymentError } from '../../../src/errors/index.js';
import { cardView } from '../../../src/elements/pay-card.js';
import { refuse } from './invoice-desk.js';
import { card, clear, deferred, drawn, get, heard, open, reach, said, stage, withForms } from './harness.js';

/** Every alert region in the element, and in the elements inside it. */
function alerts(element: Element): readonly Element[] {
  const root = element.shadowRoot;
  const inner = [...(root?.querySelectorAll('pay-card, pay-receipt, pay-request') ?? [])];
  return [...(root?.querySelectorAll('[role=alert]') ?? []), ...inner.flatMap(alerts)];
}

/** The regions that say it, in order. */
function saying(element: Element, words: string): readonly Element[] {
  return alerts(element).filter(({ textContent }) => textContent.replace(/\s+/g, ' ').includes(words));
}

const declined = 'Your card was declined. You were not charged.';

describe('a live region', () => {
  afterEach(clear);

  for (const tag of ['pay-request', 'pay-card', 'pay-checkout', 'pay-invoice'] as const)
    for (const presentation of ['inline', 'dialog'] as const)
      it(`of <${tag} presentation="${presentation}"> stands before a payment fails, and is filled`, async () => {
        const { forms } = withForms();
        const { element } = stage(tag, {
          attributes: { presentation },
          pay: () => Promise.reject(new PaymentError('card-declined', 'Declined.')),
        });
        (await open(element, forms)).fill(card);
        const before = alerts(element);
        for (let attempt = 1; attempt <= 2; attempt++) {
          await element.submit();
          await reach(element, 'failed');
          const [region, ...others] = saying(element, declined);
          expect(others).to.deep.equal([]);
          expect(before.includes(region as Element)).to.equal(true);
          expect(region?.isConnected).to.equal(true);
        }
      });

  for (const tag of ['pay-card', 'pay-checkout', 'pay-invoice'] as const)
    it(`of <${tag}> takes no room from what stands around it while it is empty`, async () => {
      const { forms } = withForms();
      const { element } = stage(tag);
      await open(element, forms);
      const { bottom } = get(element, '.control').getBoundingClientRect();
      expect(get(element, '.line').getBoundingClientRect().top - bottom).to.be.closeTo(12, 1);
    });

  it('stays where a doubt turns out to be a decline', async () => {
    const { forms } = withForms();
    const asked = deferred<undefined>();
    let attempt = '';
    const { element } = stage('pay-request', {
      pay: (_id, given) => {
        ({ attempt } = given);
        return Promise.reject(new PaymentError('network-error', 'Cut.'));
      },
      sync: async (id, backend) => {
        await asked.promise;
        const startedAt = '2026-11-20T11:58:00.000Z';
        return backend.change(id, {
          attempt: {
            id: attempt,
            status: 'declined',
            code: 'card-declined',
            recovery: 'retry',
            declineCode: null,
            startedAt,
          },
        });
      },
    });
    (await open(element, forms)).fill(card);
    void element.submit();
    await reach(element, 'unknown');
    const before = alerts(element);
    asked.resolve(undefined);
    await reach(element, 'failed');
    const [region] = saying(element, declined);
    expect(before.includes(region as Element)).to.equal(true);
  });

  it('stands before the form is blocked, and is filled', async () => {
    const loaded = deferred<undefined>();
    withForms({ load: () => loaded.promise });
    const { element } = stage('pay-request');
    await reach(element, 'open');
    get(element, '.pill').click();
    await reach(element, 'opening');
    const before = alerts(element);
    loaded.reject(new PaymentError('script-blocked', 'Blocked.'));
    await reach(element, 'unavailable');
    const [region] = saying(element, 'The card form could not be loaded here');
    expect(before.includes(region as Element)).to.equal(true);
  });

  for (const tag of ['pay-request', 'pay-checkout', 'pay-invoice'] as const)
    it(`of <${tag}> says that the code of its form cannot be fetched`, async () => {
      const part = cardView as { load: typeof cardView.load; now: typeof cardView.now };
      const { load, now } = part;
      withForms();
      const { element } = stage(tag);
      await reach(element, 'open');
      Object.assign(part, { now: null, load: () => Promise.reject(new TypeError('Failed to fetch')) });
      const region = element.shadowRoot?.querySelector('[role=status]');
      try {
        get(element, 'button').click();
        await reach(element, 'unavailable');
        expect(element.shadowRoot?.querySelector('[role=status]')).to.equal(region);
        expect(said(element)).to.contain('The card form could not be loaded here.');
        expect(
          alerts(element)
            .map(({ textContent }) => textContent.trim())
            .join(''),
        ).to.equal('');
      } finally {
        Object.assign(part, { load, now });
      }
    });

  it('says to the agent that a request could not be read, each time it is asked for', async () => {
    const answer = deferred<never>();
    const { element } = stage('pay-invoice', {
      attributes: { view: 'agent' },
      retrieve: refuse('network-error'),
      sync: () => answer.promise,
    });
    await reach(element, 'unavailable');
    const region = element.shadowRoot?.querySelector('[role=status]');
    const words = 'We could not reach the payment service.';
    const spoken = said(element);
    expect(spoken).to.contain(words);
    get(element, '.again').click();
    await heard(element, '');
    answer.reject(new PaymentError('network-error', 'Cut.'));
    await heard(element, spoken);
    expect(element.shadowRoot?.querySelector('[role=status]')).to.equal(region);
    await drawn(element);
    expect(saying(element, words)).to.deep.equal([]);
  });
});
