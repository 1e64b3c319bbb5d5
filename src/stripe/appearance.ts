/** The element's look as Stripe's card fields take it. https://docs.stripe.com/js/appendix/style */
import type { StripeElementStyle } from '@stripe/stripe-js';
import type { FieldAppearance } from '../session/form.js';

/** The `style` option of `cardNumber`, `cardExpiry` and `cardCvc`. */
export function toStyle(look: FieldAppearance): StripeElementStyle {
  const { color, placeholderColor, invalidColor, disabledColor, fontFamily, fontSize, lineHeight, direction } = look;
  return {
    base: {
      color,
      fontFamily,
      fontSize,
      lineHeight,
      fontSmoothing: 'antialiased',
      // Digits run from left to right in every language; only where they begin differs.
      textAlign: direction === 'rtl' ? 'right' : 'left',
      '::placeholder': { color: placeholderColor },
      ':disabled': { color: disabledColor },
      // Browsers paint what they filled in black on pale blue.
      ':-webkit-autofill': { color },
    },
    invalid: { color: invalidColor },
  };
}
