/** Links into Stripe's Dashboard. */
import type { Mode } from '../contract/types.js';

/**
 * Address of a payment in Stripe's Dashboard: `https://dashboard.stripe.com/[acct_…/][test/]payments/pi_…`;
 * null where there is no payment. The form is Stripe's own.
 */
export function dashboardUrl(mode: Mode, stripeAccount: string | null, intent: string | null): string | null {
  if (intent === null) return null;
  return `https://dashboard.stripe.com/${stripeAccount ? `${stripeAccount}/` : ''}${mode === 'test' ? 'test/' : ''}payments/${intent}`;
}
