import { expect } from '@open-wc/testing';
import { httpBackend } from '../../../src/backend/http.js';
import type { IntentBackend } from '../../../src/backend/backend.js';
import type { MoneyRequest, RequestChange } from '../../../src/contract/types.js';
import type { StackUrls } from '../../support/stack.js';

const { api, operatorKey } = (globalThis as unknown as { payStack: StackUrls }).payStack;

/** A request of the payment server that the runner has started, on another origin than this page. */
async function create(): Promise<MoneyRequest> {
  const backend = await fetch(`${api}/requests`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${operatorKey}` },
    body: JSON.stringify({ label: 'Get more kittens - 25$', amount: 2500, currency: 'usd' }),
  });
  return (await backend.json()) as MoneyRequest;
}

describe('the backend over HTTP, with a payment server', () => {
  let backend: IntentBackend;
  let request: MoneyRequest;

  beforeEach(async () => {
    backend = httpBackend({ url: api });
    request = await create();
  });

  it('reads one request, and several, and leaves out those that are not known', async () => {
    const other = await create();
    const unknown = 'req_0123456789abcdefghijkl';
    expect(await backend.retrieve(request.id)).to.deep.include({ id: request.id, amount: 2500, status: 'open' });
    const several = await backend.retrieveMany?.([request.id, unknown, other.id]);
    expect([...(several?.keys() ?? [])].sort()).to.deep.equal([request.id, other.id].sort());
    const missing: unknown = await backend.retrieve(unknown).catch((error: unknown) => error);
    expect(missing).to.include({ name: 'PaymentError', code: 'not-found', kind: 'backend' });
  });

  it('tells of a payment on its stream, from the present on, until it is stopped', async () => {
    const changes: RequestChange[] = [];
    let tell = (): void => undefined;
    const until = (condition: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        tell = () => {
          if (condition()) resolve();
        };
        tell();
      });
    const stop = backend.watch?.([request.id], (change) => {
      changes.push(change);
      tell();
    });
    await until(() => changes.length > 0);
    expect(changes[0]).to.deep.equal({ id: request.id, status: 'open', version: request.version });
    const result = await backend.pay(request.id, { attempt: 'a1', instrument: { paymentMethod: 'pm_card_visa' } });
    expect(result).to.deep.include({ paid: true, status: 'paid' });
    await until(() => changes.at(-1)?.status === 'paid');
    expect((await backend.sync(request.id)).payment?.card).to.deep.equal({ brand: 'visa', last4: '4242' });
    stop?.();
  });

  it('rejects a decline with its code, masked, and the same again for the same attempt', async () => {
    const input = { attempt: 'a1', instrument: { paymentMethod: 'pm_card_visa_chargeDeclinedLostCard' } };
    for (const body of [input, { attempt: 'a1' }]) {
      const declined: unknown = await backend.pay(request.id, body).catch((error: unknown) => error);
      expect(declined).to.include({
        code: 'card-declined',
        kind: 'card',
        recovery: 'change-card',
        declineCode: 'generic_decline',
      });
    }
  });
});
