/** The agent's view of an invoice over a scripted backend, and a server that is asked to do things. */
import type { MoneyRequest, OperatorRequest, RequestInput } from '../../../src/contract/types.js';
import { qrCode } from '../../../src/elements/link/code.js';
import { PaymentError, type PaymentErrorCode } from '../../../src/errors/index.js';
import type { InvoiceCallOptions, InvoiceClient, PayInvoice } from '../../../src/index.js';
import { moneyRequest, scriptedBackend, type ScriptedBackend } from '../../../src/testing/scripted-backend.js';
import { drawn, freshId, get, reach, stage, takenOf } from './harness.js';

/** An invoice to ask for. */
export const draft: RequestInput = {
  label: 'Rent',
  amount: 124_000,
  currency: 'eur',
  invoice: { id: 'INV-2043', customer: 'Maria Keller', dueAt: '2020-11-14' },
  receiptEmail: 'maria@example.com',
};
/** A payment of all of a request. */
export const taken = takenOf();

/** What an operator sees of a request. */
function seen(request: MoneyRequest, change: Partial<OperatorRequest> = {}): OperatorRequest {
  const dashboardUrl = 'https://dashboard.stripe.com/test/payments/pi_1';
  return {
    ...request,
    ...{ account: 'demo', owner: null, links: 'on', channels: ['email', 'sms'], disputes: [] },
    payment: request.payment && { ...request.payment, intent: 'pi_1', charge: 'ch_1', dashboardUrl },
    ...change,
  };
}

interface Call {
  name: 'createRequest' | 'send';
  input: unknown;
  options: InvoiceCallOptions | undefined;
}

/** A server over a scripted backend, and what it was asked to do. */
export function desk(
  backend: ScriptedBackend,
  id: string,
  change: Partial<OperatorRequest> = {},
  script: Partial<InvoiceClient> = {},
): InvoiceClient & { calls: Call[] } {
  const calls: Call[] = [];
  return {
    calls,
    createRequest: async (input, options) => {
      calls.push({ name: 'createRequest', input, options });
      return (await script.createRequest?.(input, options)) ?? seen(backend.get(id), change);
    },
    retrieve: async (one) => (await script.retrieve?.(one)) ?? seen(backend.get(one), change),
    send: async (one, input, options) => {
      calls.push({ name: 'send', input, options });
      return (await script.send?.(one, input, options)) ?? seen(backend.get(one), change);
    },
  };
}

/** An element in the agent's view, and all behind it. */
export interface Desk {
  element: PayInvoice;
  backend: ScriptedBackend;
  client: ReturnType<typeof desk>;
  request: MoneyRequest;
}

/** The agent's view of an open request, as it is once it has been looked at. */
export async function asked(change: Partial<OperatorRequest> = {}, script: Partial<InvoiceClient> = {}): Promise<Desk> {
  const { element, backend, request } = stage('pay-invoice', { attributes: { view: 'agent' } });
  const client = desk(backend, request.id, change, script);
  element.client = client;
  await reach(element, 'open');
  await qrCode.load();
  await drawn(element);
  return { element, backend, client, request };
}

/** The agent's view of a draft. */
export async function drafted(script: Partial<InvoiceClient> = {}): Promise<Desk> {
  const request = moneyRequest({ id: freshId(), reference: 'INV-2043' });
  const backend = scriptedBackend({ requests: [request] });
  const client = desk(backend, request.id, {}, script);
  const element = document.createElement('pay-invoice');
  element.setAttribute('view', 'agent');
  Object.assign(element, { backend, client, draft });
  document.body.append(element);
  await drawn(element);
  return { element, backend, client, request };
}

/** A call that is refused. */
export function refuse(code: PaymentErrorCode): () => Promise<never> {
  return () => Promise.reject(new PaymentError(code, code));
}

/** Types a recipient. */
export async function type(element: PayInvoice, to: string): Promise<void> {
  const input = get(element, '.recipient');
  if (input instanceof HTMLInputElement) input.value = to;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await drawn(element);
}

/** The code that it rejects with; nothing where it does not. */
export async function codeOf(act: Promise<unknown>): Promise<string | undefined> {
  return act.then(
    () => undefined,
    (error: unknown) => (error as { code?: string }).code,
  );
}
