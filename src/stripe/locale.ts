/** A language tag as one that Stripe.js has words in. */
import type { StripeElementLocale } from '@stripe/stripe-js';
import { languageNames } from '../contract/language.js';

/** `StripeElementLocale` of @stripe/stripe-js 10, without `auto`. */
const LOCALES =
  'ar bg cs da de el en en-AU en-CA en-GB en-NZ es es-ES es-419 et fi fil fr fr-CA fr-FR he hr hu id it it-IT ja ko lt lv ' +
  'ms mt nb nl no pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW';

/** The nearest name of the language that is in the list; `auto`, the browser's language, if none is. */
export function toLocale(tag: string): StripeElementLocale {
  const known = LOCALES.split(' ');
  for (const name of languageNames(tag)) {
    const found = known.find((one) => one.toLowerCase() === name);
    // Taken from the list of just that type.
    if (found) return found as StripeElementLocale;
  }
  return 'auto';
}
