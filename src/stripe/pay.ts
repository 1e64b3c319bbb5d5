/** What Stripe.js is asked to do with what was typed, and with a next action. */
import type { Stripe, StripeCardNumberElement } from '@stripe/stripe-js';
import type { Instrument } from '../contract/types.js';
import type { FormOptions, InstrumentKind } from '../session/form.js';
import { isDead, whileAlive } from './controller.js';
import { fromStripe, fromThrown } from './errors.js';
import { stripeFor } from './loader.js';

/** Makes the instrument that an attempt pays with. Rejects with a `PaymentError`; nothing is charged by it. */
export async function makeInstrument(
  stripe: Stripe,
  card: StripeCardNumberElement,
  kind: InstrumentKind,
  postalCode: string | undefined,
): Promise<Instrument> {
  try {
    if (kind === 'token') {
      const { token, error } = await whileAlive(stripe, () =>
        stripe.createToken(card, postalCode ? { address_zip: postalCode } : {}),
      );
      if (error) throw fromStripe(error);
      return { token: token.id };
    }
    const { paymentMethod, error } = await whileAlive(stripe, () =>
      stripe.createPaymentMethod({
        type: 'card',
        card,
        ...(postalCode ? { billing_details: { address: { postal_code: postalCode } } } : {}),
      }),
    );
    if (error) throw fromStripe(error);
    return { paymentMethod: paymentMethod.id };
  } catch (thrown) {
    throw fromThrown(thrown);
  }
}

/** Runs the next action of an open form, over a new `Stripe` object where the page removed the frame of the form's own. */
export async function nextAction(
  stripe: Stripe,
  { request, locale, place }: Pick<FormOptions, 'request' | 'locale' | 'place'>,
  clientSecret: string,
): Promise<void> {
  await runAction(isDead(stripe) ? await stripeFor(request.stripe, locale) : stripe, clientSecret, place.host);
}

/** Runs 3-D Secure for the element `near`. Resolves when it is over, whatever came of it: what did, the server is asked. */
export async function runAction(stripe: Stripe, clientSecret: string, near: Element | null): Promise<void> {
  const run = async (): Promise<void> => {
    await whileAlive(stripe, () => stripe.handleNextAction({ clientSecret }));
  };
  try {
    // Most cards need no step. What a page of the host's does in its way is less than a step that is not run.
    const bank = await import('./bank.js').catch(() => null);
    await (bank ? bank.clearWay(near, run) : run());
  } catch {
    // It was over before (another tab, a reload), or could not be begun; the server knows which.
  }
}
