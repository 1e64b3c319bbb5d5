/** A payer's attempt: checked here, made by the engine. */
import { abandonInput, attemptInput } from '../../contract/schemas.js';
import type { AttemptInput, AttemptResult, MoneyRequest } from '../../contract/types.js';
import type { Context } from '../context.js';
import { readInput } from '../input.js';
import { isAmong } from '../origins.js';
import { invalid } from '../problems.js';
import { requestId } from './find.js';

/**
 * Starts an attempt or answers a known one. `origin` is the page's, as its browser says. Throws the codes of
 * `POST /requests/{id}/attempts`.
 */
export async function payRequest(
  { engine, settings, views }: Context,
  id: string,
  given: unknown,
  origin: string | null,
): Promise<AttemptResult> {
  const read = readInput(attemptInput, given, 'payer');
  const { attempt, attemptSecret, returnUrl, currency, instrument, receiptEmail, amount } = read;
  const input: AttemptInput = {
    attempt,
    ...(attemptSecret === undefined ? {} : { attemptSecret }),
    ...(instrument === undefined ? {} : { instrument }),
    ...(receiptEmail === undefined ? {} : { receiptEmail }),
    ...(amount === undefined ? {} : { amount }),
    ...(currency === undefined ? {} : { currency: currency.toLowerCase() }),
    ...(returnUrl === undefined ? {} : { returnUrl: checkedReturnUrl(returnUrl, origin, settings.origins) }),
  };
  const { row, result, clientSecret } = await engine.pay(requestId(id), input, { by: 'payer' });
  return { paid: result === 'paid', status: result, clientSecret, request: await views.payer(row) };
}

/** Ends an attempt that waits for its bank, for who has its secret. Throws as `Engine.abandon` does, and `invalid-request`. */
export async function abandonRequest({ engine, views }: Context, id: string, given: unknown): Promise<MoneyRequest> {
  return views.payer(await engine.abandon(requestId(id), readInput(abandonInput, given, 'payer')));
}

/**
 * A page of an origin that may pay or that the host names, so that nobody is sent elsewhere. What a caller says is its
 * origin counts only where any may pay: outside of browsers it can say what it likes.
 */
function checkedReturnUrl(
  given: string,
  origin: string | null,
  { own, payer, operator, return: named }: Context['settings']['origins'],
): string {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw invalid('returnUrl', 'It must be an http or https address without credentials.');
  const paying = payer === '*' ? (origin === null ? [] : [origin]) : payer;
  if (!isAmong([own, ...operator, ...named, ...paying], url.origin))
    throw invalid(
      'returnUrl',
      'It must be on the origin of the page that pays, where payerOrigins allows that, or on one of returnOrigins.',
    );
  return url.href;
}
