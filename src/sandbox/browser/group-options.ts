import { currencyOf } from '../currencies.js';
import type { MethodType } from './frames/methods.js';
import { METHOD_TYPES, METHODS } from './frames/methods.js';
import { IntegrationError } from './integration-error.js';
import type { Appearance, FieldOptions } from './protocol.js';

/** What `stripe.elements()` takes, as far as the sandbox looks at it. */
export interface GroupOptions {
  locale?: string;
  fonts?: FieldOptions['fonts'];
  appearance?: Appearance;
  /** Deferred: the Elements come before the intent. */
  mode?: string;
  amount?: number;
  currency?: string;
  captureMethod?: string;
  setupFutureUsage?: string | null;
  allowedPaymentMethodTypes?: string[];
  excludedPaymentMethodTypes?: string[];
  [option: string]: unknown;
}

const MODES = ['payment', 'setup', 'subscription'];

/** Whether an option is the payment's own, and not only how its Elements look and speak. */
export const isPayments = (option: string): boolean => !['locale', 'fonts', 'appearance'].includes(option);

/** What Stripe.js says of an option; without a value it is missing, else it is wrong. */
function wrong(option: string, what: string, value: unknown): IntegrationError {
  return value === undefined
    ? new IntegrationError(`Missing value for options: ${option} should be ${what}.`)
    : new IntegrationError(
        `Invalid value for options: ${option} should be ${what}. You specified: ${typeof value === 'string' ? value : JSON.stringify(value)}.`,
      );
}

function isCurrency(code: string): boolean {
  try {
    // The API takes either case, Stripe.js lower case only.
    return currencyOf(code) === code;
  } catch {
    return false;
  }
}

/** Removed on the endive release train (docs.stripe.com/changelog/endive/2026-09-30). */
function refuseRemoved(options: GroupOptions, where: string): void {
  for (const name of ['paymentMethodTypes', 'payment_method_types']) {
    if (options[name] !== undefined) {
      throw new IntegrationError(
        `Invalid ${where} parameter: ${name} is no longer supported. Use allowedPaymentMethodTypes instead.`,
      );
    }
  }
}

/**
 * Checks options as they would stand.
 * @throws IntegrationError as Stripe.js words it
 */
export function checkOptions(options: GroupOptions, where: string): void {
  refuseRemoved(options, where);
  const { mode, amount, currency } = options;
  if (mode === undefined) return;
  if (!MODES.includes(mode)) throw wrong('mode', `one of the following strings: ${MODES.join(', ')}`, mode);
  if (options['clientSecret'] !== undefined) {
    throw new IntegrationError('You cannot pass both clientSecret and mode when creating the Elements group.');
  }
  if (mode === 'setup' && currency === undefined) return;
  if (typeof currency !== 'string') throw wrong('currency', 'a string', currency);
  if (!isCurrency(currency))
    throw wrong('currency', 'one of the currencies that Stripe supports, in lower case', currency);
  if (mode === 'setup') return;
  if (typeof amount !== 'number') throw wrong('amount', 'a number', amount);
  if (!Number.isInteger(amount) || amount < 0) throw wrong('amount', 'a positive integer', amount);
  for (const name of ['allowedPaymentMethodTypes', 'excludedPaymentMethodTypes'] as const) {
    if (options[name] !== undefined && !Array.isArray(options[name])) throw wrong(name, 'an array', options[name]);
  }
}

/** The methods that can be chosen. Stripe drops silently what does not go with the currency or with a capture by hand. */
export function methodsOf(options: GroupOptions): MethodType[] {
  const { allowedPaymentMethodTypes: allowed = ['card'], excludedPaymentMethodTypes: excluded = [] } = options;
  const manual = (options.captureMethod ?? options['capture_method']) === 'manual';
  return METHOD_TYPES.filter((type) => {
    if (!allowed.includes(type) || excluded.includes(type)) return false;
    const { currency } = METHODS[type];
    return (currency === null || currency === options.currency) && (!manual || type === 'card');
  }).sort((a, b) => allowed.indexOf(a) - allowed.indexOf(b));
}
