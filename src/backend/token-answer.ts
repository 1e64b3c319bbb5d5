/** Reads the answer of an API of the host's to a charge by token. */
import { declineToCode, maskDecline } from '../errors/declines.js';
import { isPaymentErrorCode, PaymentError, traitsOf, type PaymentErrorCode } from '../errors/index.js';

/** Refusals by status; any other 4xx is `invalid-request`. */
const codes: Readonly<Record<number, PaymentErrorCode>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'request-closed',
  429: 'rate-limited',
};

/**
 * Null where it is paid, else why it is not. Certain are a 402, and 2xx (but 202) with `"paid": false` and a message,
 * both of kind `card`, and any other 4xx but 408. `message`, `code` and `decline_code` are read from the body, or
 * from `error` in it; a code is Stripe's or one of ours.
 */
export function refusalOf(status: number, body: unknown): PaymentError | null {
  const { paid, error, ...rest } = members(body);
  const { message, detail, code, decline_code, declineCode } = { ...rest, ...members(error) };
  const said = [message, detail, error].find((one) => typeof one === 'string');
  const words = said ?? `The API answered ${status} without a message.`;
  if (status < 300 && paid === true) return null;
  // It may have charged before it broke, or charges still, or it was not the API that answered.
  if (status < 300 ? paid !== false || !said || status === 202 : status < 400 || status === 408)
    return new PaymentError('bad-response', `Neither paid nor refused: ${words}`);
  if (status > 499) return new PaymentError('internal', words);
  const own = isPaymentErrorCode(code) ? code : null;
  if (status === 402 || status < 300) {
    const decline = text(decline_code) ?? text(declineCode);
    return new PaymentError(
      own !== null && traitsOf(own).kind === 'card' ? own : declineToCode(text(code), decline),
      words,
      { declineCode: maskDecline(decline) },
    );
  }
  const certain = own !== null && own !== 'internal' && /card|backend|integration/.test(traitsOf(own).kind);
  return new PaymentError(certain ? own : (codes[status] ?? 'invalid-request'), words);
}

function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
