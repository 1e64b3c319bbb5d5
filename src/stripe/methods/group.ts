/**
 * A group of Elements that comes before its PaymentIntent ("deferred"), and the ConfirmationToken that is made of it:
 * what the Payment Element and the wallets have in common. https://docs.stripe.com/payments/accept-a-payment-deferred
 */
import type { Appearance, Stripe, StripeElements } from '@stripe/stripe-js';
import type { Instrument, MoneyRequest } from '../../contract/types.js';
import type { FieldAppearance } from '../../session/form.js';
import { whileAlive } from '../controller.js';
import { fromStripe, fromThrown } from '../errors.js';
import type { Layout } from '../mount.js';

/** Where the one Element is that a group of these has: as wide as its place, as high as its content. */
export const block: Layout<'element'> = { names: ['element'], style: () => ({ root: {} }) };

/** The group for this request: what it says has to be what the server makes the intent with. */
export function deferredGroup(stripe: Stripe, request: MoneyRequest, look: FieldAppearance): StripeElements {
  const { amount, currency, capture } = request;
  return stripe.elements({
    mode: 'payment',
    amount,
    currency,
    captureMethod: capture,
    allowedPaymentMethodTypes: request.stripe.methods,
    appearance: toAppearance(look),
  });
}

/** The element's look as Stripe's larger Elements take it. https://docs.stripe.com/elements/appearance-api */
export function toAppearance(look: FieldAppearance): Appearance {
  const { color, placeholderColor, accent, surface, danger, radius, fontFamily, fontSize } = look;
  return {
    theme: look.colorScheme === 'dark' ? 'night' : 'stripe',
    variables: {
      fontFamily,
      fontSizeBase: fontSize,
      borderRadius: radius,
      buttonExpressCheckoutBorderRadius: radius,
      colorPrimary: accent,
      colorBackground: surface,
      colorText: color,
      colorTextSecondary: placeholderColor,
      colorTextPlaceholder: placeholderColor,
      colorDanger: danger,
    },
  };
}

/** Has the group check what was typed, which it then shows. Rejects `fields-incomplete`, `fields-invalid`, or `fields-lost`. */
export async function check(stripe: Stripe, elements: StripeElements): Promise<void> {
  try {
    const { error } = await whileAlive(stripe, () => elements.submit());
    if (error) throw fromStripe(error);
  } catch (thrown) {
    throw fromThrown(thrown);
  }
}

/** Makes a ConfirmationToken of what was typed, or of what a wallet holds. Rejects with a `PaymentError`; nothing is charged by it. */
export async function confirmationToken(stripe: Stripe, elements: StripeElements): Promise<Instrument> {
  await check(stripe, elements);
  try {
    const { confirmationToken, error } = await whileAlive(stripe, () => stripe.createConfirmationToken({ elements }));
    if (error) throw fromStripe(error);
    return { confirmationToken: confirmationToken.id };
  } catch (thrown) {
    throw fromThrown(thrown);
  }
}
