/** A payer's attempt: checked here, made by the engine. */
import { attemptInput } from '../../contract/schemas.js';
import type { AttemptInput, AttemptResult } from '../../contract/types.js';
import type { Context } from '../context.js';
import { readInput } from '../input.js';
import { invalid } from '../problems.js';
import { requestId } from './find.js';

/**
 * Starts an attempt or answers a known one. `origin` is the page's, as its browser says. Throws the codes of
 * DESIGN §9 for `POST /requests/{id}/attempts`.
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

/** A page of the caller's own origin, or of one that the host trusts; so that nobody is sent elsewhere. */
function checkedReturnUrl(
  given: string,
  origin: string | null,
  { own, payer, operator }: Context['settings']['origins'],
): string {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw invalid('returnUrl', 'It must be an http or https address without credentials.');
  const trusted = [own, ...operator, ...(payer === '*' ? [] : payer), ...(origin === null ? [] : [origin])];
  if (!trusted.includes(url.origin))
    throw invalid('returnUrl', 'It must be on the origin of the page that pays, or on one of payerOrigins.');
  return url.href;
}
