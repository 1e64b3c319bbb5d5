/** What an operator does with a request that is there: capture, cancel, refund, send. */
import type { z } from 'zod';
import { cancelInput, captureInput, refundInput, sendInput } from '../../contract/schemas.js';
import type { OperatorRequest } from '../../contract/types.js';
import { isPaymentError, PaymentError } from '../../errors/index.js';
import { textForSms } from '../../markup/index.js';
import { closedBy } from '../pay/outcome.js';
import type { Context } from '../context.js';
import { readInput } from '../input.js';
import { limitOf, need, needOn, type Capability, type Principal } from '../principal.js';
import type { StoredRequest } from '../store.js';
import type { RequestDoc } from './document.js';
import { findOwnRow } from './find.js';

type Row = StoredRequest<RequestDoc>;

/** An operator's doing: the request it is about, its body, who asks. Throws the codes of its route. */
export type Doing = (context: Context, id: string, given: unknown, principal: Principal) => Promise<OperatorRequest>;

/** `POST /requests/{id}/capture`: `not-capturable`, `exceeds-remaining`, `order-in-progress`, `request-closed` for a repeat of one that is over. */
export const captureRequest: Doing = async (context, id, given, principal) => {
  const { row, input } = await begin(context, id, captureInput, given, principal, 'capture');
  const order = { amount: input.amount ?? null, by: byOf(principal), call: context.call };
  return context.views.operator(await context.engine.capture(row.id, order));
};

/** `POST /requests/{id}/cancel`: `already-paid`, `request-closed`, `order-in-progress`. One that is canceled already is answered as it is. */
export const cancelRequest: Doing = async (context, id, given, principal) => {
  const { row, input } = await begin(context, id, cancelInput, given, principal, 'cancel');
  return context.views.operator(await context.engine.cancel(row.id, byOf(principal), input.reason ?? null));
};

/**
 * `POST /requests/{id}/refunds`: `exceeds-remaining`, `order-in-progress`, `request-closed` for a repeat of one that is over, what Stripe refuses
 * (`charge-disputed`, `balance-too-low`, `request-closed`), and `forbidden` for more than the operator's limit.
 */
export const refundRequest: Doing = async (context, id, given, principal) => {
  const { row, input } = await begin(context, id, refundInput, given, principal, 'refund');
  const order = {
    amount: input.amount ?? null,
    reason: input.reason ?? null,
    most: limitOf(principal, 'refund', row.doc.terms.currency),
    by: byOf(principal),
    call: context.call,
  };
  return context.views.operator(await context.engine.refund(row.id, order));
};

/** `POST /requests/{id}/send`: `unavailable` where the host cannot send it so, and what refuses a payment. */
export const sendRequest: Doing = async (context, id, given, principal) => {
  const { row, input } = await begin(context, id, sendInput, given, principal, 'create');
  const closed = closedBy(row);
  if (closed) throw closed;
  const request = await context.views.operator(row);
  const { onSend, settings } = context;
  if (request.links === 'off')
    throw new PaymentError('unavailable', `The account ${request.account} has links off: nothing of it is sent.`);
  if (!onSend || !settings.channels.includes(input.channel))
    throw new PaymentError('unavailable', `This server sends nothing by ${input.channel}: give it onSend.`);
  if (!request.available)
    throw new PaymentError('unavailable', request.unavailableReason ?? 'It cannot be paid at the moment.');
  const { label, payUrl } = request;
  const text = textForSms([{ type: 'request', label, request: { payUrl } }]);
  try {
    await onSend({ request, ...input, text, url: payUrl, by: principal.id });
  } catch (thrown) {
    // The host may say why in our words; anything else is its fault, and the log has it.
    if (isPaymentError(thrown)) throw thrown;
    throw new PaymentError('internal', 'It could not be sent: onSend of this server failed.', { cause: thrown });
  }
  return request;
};

/** The request, if the principal may do this with it now. Throws `forbidden`, and `not-found` for another merchant's. */
export async function permitted(
  context: Pick<Context, 'store' | 'settings'>,
  id: string,
  principal: Principal,
  capability: Capability,
): Promise<Row> {
  need(principal, capability);
  const row = await findOwnRow(context, id, principal);
  needOn(principal, capability, await context.settings.accounts.find(row.account));
  return row;
}

/** Who asks may, and what they sent is right: in that order, so that nobody learns of another merchant's requests. */
async function begin<S extends z.ZodType>(
  context: Context,
  id: string,
  schema: S,
  given: unknown,
  principal: Principal,
  capability: Capability,
): Promise<{ row: Row; input: z.output<S> }> {
  const row = await permitted(context, id, principal, capability);
  return { row, input: readInput(schema, given, 'operator') };
}

function byOf({ id }: Principal): string {
  return `operator:${id}`;
}
