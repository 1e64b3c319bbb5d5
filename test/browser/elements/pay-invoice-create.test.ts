import { expect } from '@open-wc/testing';
import type { OperatorRequest } from '../../../src/contract/types.js';
import { PaymentError, type PaymentErrorCode } from '../../../src/errors/index.js';
import { draft, drafted, refuse } from './invoice-desk.js';
import { clear, deferred, drawn, find, focused, get, reach, said, withForms, words } from './harness.js';

describe('<pay-invoice view="agent">', () => {
  beforeEach(() => {
    withForms();
  });
  afterEach(clear);

  it('shows a draft, and asks for nothing by itself', async () => {
    const { element, client, backend } = await drafted();
    expect(words(element)).to.equal(
      'Invoice INV-2043 Draft Due 14 Nov 2020 · Maria Keller €1,240.00 Create payment link',
    );
    expect(client.calls).to.deep.equal([]);
    expect(backend.calls).to.deep.equal([]);
  });

  it('makes the link once, however often it is pressed, exclusive by the reference', async () => {
    const { promise, resolve } = deferred<undefined>();
    const { element, client, request } = await drafted({
      createRequest: async () => promise as unknown as Promise<OperatorRequest>,
    });
    const button = get(element, '.create');
    button.click();
    await drawn(element);
    expect(button.getAttribute('aria-busy')).to.equal('true');
    button.click();
    void element.ui?.agent.create();
    resolve(undefined);
    await reach(element, 'open');
    expect(client.calls.length).to.equal(1);
    expect(client.calls[0]?.input).to.deep.equal({ ...draft, reference: 'INV-2043', exclusive: true });
    expect(element.moneyRequest?.id).to.equal(request.id);
    expect(words(element)).to.contain('Waiting for payment');
    expect(said(element)).to.equal('The payment link was created.');
  });

  it('leads the focus from the button that made the link to the one that copies it', async () => {
    const { element } = await drafted();
    const button = get(element, '.create');
    button.focus();
    button.click();
    await reach(element, 'open');
    await drawn(element);
    expect(focused()).to.equal(get(element, '.copy'));
  });

  it('asks again under the same name where the answer was lost, and under another after a refusal', async () => {
    const errors: PaymentErrorCode[] = ['network-error', 'forbidden'];
    const { element, client } = await drafted({
      createRequest: () => {
        const code = errors.shift();
        return code ? refuse(code)() : Promise.reject(new PaymentError('unavailable', 'Off.'));
      },
    });
    for (const sentence of [
      'We could not reach the payment service. Please try again in a moment.',
      'You are not allowed to do this with this account.',
      'No account can take this payment right now. No link was created.',
    ]) {
      get(element, '.create').click();
      await drawn(element);
      expect(get(element, '[role=alert]').textContent).to.equal(sentence);
    }
    const [first, second, third] = client.calls.map(({ options }) => options?.idempotencyKey);
    expect(first).to.match(/^[0-9a-f]{32}$/);
    expect(second).to.equal(first);
    expect(third).to.not.equal(first);
  });

  for (const [code, sentence] of [
    ['unauthorized', 'You are not signed in. Sign in, then try again.'],
    ['idempotency-key-reused', 'This invoice was asked for already, with another amount. Withdraw that request first.'],
    ['already-paid', 'This invoice is paid already, with another amount.'],
    ['invalid-amount', 'Something in this invoice is not valid. No link was created.'],
    ['rate-limited', 'There is a lot going on right now. Please wait a moment, then try again.'],
    ['internal', 'We could not reach the payment service. Please try again in a moment.'],
    ['not-found', 'This did not work. Please try again.'],
  ] as const)
    it(`says in words what ${code} is`, async () => {
      const { element } = await drafted({ createRequest: refuse(code) });
      get(element, '.create').click();
      await drawn(element);
      expect(get(element, '[role=alert]').textContent).to.equal(sentence);
      expect(find(element, '.create')?.getAttribute('aria-busy')).to.equal(null);
    });
});
