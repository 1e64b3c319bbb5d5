/** All contact with Stripe.js. Reached by `import()` at the payer's first intent, and not before. */
import type { FormModule } from '../session/form.js';
import { StripeForm } from './form.js';
import { prepare, stripeFor } from './loader.js';
import { runAction } from './pay.js';

/** Loads Stripe.js and mounts the card fields: see `FormModule`. */
export const openForm: FormModule['openForm'] = async (options) => {
  const { request, locale, signal } = options;
  const stripe = await stripeFor(request.stripe, locale);
  const Form = options.fields === 'payment' ? (await import('./methods/payment-form.js')).PaymentForm : StripeForm;
  // Given up in the meantime: nothing is put into the page.
  signal.throwIfAborted();
  return new Form(stripe, options);
};

/** Mounts the express wallets: see `FormModule`. */
export const openWallets: NonNullable<FormModule['openWallets']> = async (options) => {
  const { request, locale, signal } = options;
  const [stripe, { ExpressWallets }] = await Promise.all([
    stripeFor(request.stripe, locale),
    import('./methods/wallets.js'),
  ]);
  signal.throwIfAborted();
  return new ExpressWallets(stripe, options);
};

/** Loads Stripe.js: see `FormModule`. */
export const preload: FormModule['preload'] = async (request) => {
  await prepare(request.stripe);
};

/** Runs a next action where no form is open: see `FormModule`. */
export const resumeAction: FormModule['resumeAction'] = async (request, clientSecret, near) => {
  await runAction(await stripeFor(request.stripe, document.documentElement.lang), clientSecret, near ?? null);
};
