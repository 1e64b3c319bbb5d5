/** What a refund that an operator asked for says at Stripe, so that it is known again among others of its amount. */
import type { Json, Operation } from './document.js';

/** The member of a refund's metadata that names the operation that made it. */
export const REFUND_MARK = 'pay_elements_refund';

/** The only reasons that Stripe has (docs.stripe.com/api/refunds/create). */
const stripeReasons: ReadonlySet<string> = new Set(['duplicate', 'fraudulent', 'requested_by_customer']);

/** Parameters of the call. A reason in the operator's own words is metadata. */
export function refundParams(
  request: string,
  intent: string,
  { amount, reason, mark }: { amount: number; reason: string | null; mark: string },
): { [key: string]: Json } {
  return {
    payment_intent: intent,
    amount,
    ...(reason !== null && stripeReasons.has(reason) ? { reason } : {}),
    metadata: { pay_elements_request: request, [REFUND_MARK]: mark, ...(reason === null ? {} : { reason }) },
  };
}

/** Mark and reason of a refund's parameters; null where there is none, as in the server's own. */
export function refundWords({ metadata }: Operation['params']): { mark: string | null; reason: string | null } {
  const of = (name: string): string | null => {
    const value = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata) ? metadata[name] : null;
    return typeof value === 'string' ? value : null;
  };
  return { mark: of(REFUND_MARK), reason: of('reason') };
}
