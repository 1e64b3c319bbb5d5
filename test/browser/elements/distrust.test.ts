import { expect } from '@open-wc/testing';
import type { MoneyRequest } from '../../../src/contract/types.js';
import { PaymentError } from '../../../src/errors/index.js';
import { cardView } from '../../../src/elements/pay-card.js';
import { moneyRequest, scriptedBackend } from '../../../src/testing/scripted-backend.js';
import { card, clear, deferred, drawn, find, freshId, get, open, reach, stage, withForms } from './harness.js';

const script = 'javascript:alert(1)';

describe('what a page, a backend or a network hands in', () => {
  afterEach(clear);

  it('makes no link of an address that is a script', async () => {
    withForms({ load: () => Promise.reject(new PaymentError('script-blocked', 'x')) });
    const { element } = stage('pay-request', { request: { payUrl: script } });
    await reach(element, 'open');
    await element.show();
    await reach(element, 'unavailable');
    expect(get(element, '[role=alert].status').textContent).to.contain('could not be loaded');
    expect(find(element, '[href]')).to.equal(null);
  });

  it('makes no link of it in a message either', async () => {
    const element = document.createElement('pay-message');
    const request = moneyRequest({ id: freshId(), payUrl: script });
    const { label, amount, currency } = request;
    element.backend = scriptedBackend({ requests: [request] });
    element.segments = [{ type: 'request', source: '', label, amount, currency, request }];
    document.body.append(element);
    await drawn(element);
    expect(element.shadowRoot?.querySelector('a')?.textContent).to.equal(label);
    expect(find(element, '[href]')).to.equal(null);
  });

  it('shows its fallback for an attribute that has less than a request', async () => {
    const element = document.createElement('pay-request');
    element.setAttribute('money-request', '{"id":"req_x","version":1,"amount":5}');
    element.innerHTML = '<a href="/pay/x">Pay</a>';
    document.body.append(element);
    await drawn(element);
    expect(element.state).to.deep.equal({ status: 'idle', moneyRequest: null });
    expect(element.querySelector('a')?.checkVisibility()).to.equal(true);
  });

  it('shows the other segments of a message where one is none', async () => {
    const element = document.createElement('pay-message');
    element.setAttribute(
      'segments',
      '[{"type":"text","text":"Hello"},{"type":"request","request":null},{"type":"text"}]',
    );
    document.body.append(element);
    await drawn(element);
    expect(element.shadowRoot?.textContent.trim()).to.equal('Hello');
  });

  it('says a decline in words though its code is of a later server', async () => {
    const { forms } = withForms();
    const later = 'card-of-tomorrow' as 'card-declined';
    const startedAt = '2026-11-20T11:58:00.000Z';
    const { element } = stage('pay-request', {
      pay: (id, { attempt }, backend) => {
        const told = {
          id: attempt,
          status: 'declined',
          code: later,
          recovery: null,
          declineCode: null,
          startedAt,
        } as const;
        backend.change(id, { attempt: told });
        return Promise.reject(new PaymentError('timeout', 'x'));
      },
    });
    (await open(element, forms)).fill(card);
    await element.submit();
    await reach(element, 'failed');
    expect(get(element, '.bad').textContent).to.contain('Your card was declined');
  });

  it('says so as well where the page asked for the form before the request was known', async () => {
    const part = cardView as { load: typeof cardView.load; now: typeof cardView.now };
    const { load, now } = part;
    const known = deferred<MoneyRequest>();
    const { element, request } = stage('pay-request', { retrieve: () => known.promise });
    await drawn(element);
    Object.assign(part, { now: null, load: () => Promise.reject(new TypeError('Failed to fetch')) });
    try {
      const shown = element.show();
      await drawn(element);
      known.resolve(request);
      await shown;
      expect(element.state.status).to.equal('unavailable');
    } finally {
      Object.assign(part, { load, now });
    }
  });

  for (const tag of ['pay-request', 'pay-checkout', 'pay-invoice'] as const)
    it(`<${tag}> leads to the hosted page where the code of its form cannot be fetched`, async () => {
      const part = cardView as { load: typeof cardView.load; now: typeof cardView.now };
      const { load, now } = part;
      const { element, request, events } = stage(tag);
      await reach(element, 'open');
      Object.assign(part, { now: null, load: () => Promise.reject(new TypeError('Failed to fetch')) });
      try {
        get(element, 'button').click();
        await reach(element, 'unavailable');
        expect(get(element, 'a.way-out').getAttribute('href')).to.equal(request.payUrl);
        expect(get(element, 'a.way-out').checkVisibility()).to.equal(true);
        expect(events).to.contain('pay-error');
      } finally {
        Object.assign(part, { load, now });
      }
    });
});
