/** What Stripe.js is asked to do with what was typed, and with a next action. */
import type { Stripe, StripeCardNumberElement } from '@stripe/stripe-js';
import type { Instrument } from '../contract/types.js';
import { fromStripe, fromThrown } from './errors.js';
import { withoutModals } from './modals.js';

/** Makes the instrument that an attempt pays with. Rejects with a `PaymentError`; nothing is charged by it. */
export async function makeInstrument(
  stripe: Stripe,
  card: StripeCardNumberElement,
  kind: 'paymentMethod' | 'token',
  postalCode: string | undefined,
): Promise<Instrument> {
  try {
    if (kind === 'token') {
      const { token, error } = await stripe.createToken(card, postalCode ? { address_zip: postalCode } : {});
      if (error) throw fromStripe(error);
      return { token: token.id };
    }
    const { paymentMethod, error } = await stripe.createPaymentMethod({
      type: 'card',
      card,
      ...(postalCode ? { billing_details: { address: { postal_code: postalCode } } } : {}),
    });
    if (error) throw fromStripe(error);
    return { paymentMethod: paymentMethod.id };
  } catch (thrown) {
    throw fromThrown(thrown);
  }
}

/** Runs 3-D Secure for the element `near`. Resolves when it is over, whatever came of it: what did, the server is asked. */
export async function runAction(stripe: Stripe, clientSecret: string, near: Element | null): Promise<void> {
  try {
    await withoutModals(near, async () => {
      await stripe.handleNextAction({ clientSecret });
    });
  } catch {
    // It was over before (another tab, a reload), or could not be begun; the server knows which.
  }
}
