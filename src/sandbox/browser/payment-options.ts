import { IntegrationError } from './integration-error.js';
import type { MethodType } from './frames/methods.js';
import { METHOD_TYPES } from './frames/methods.js';
import type { BillingPath, PaymentOptions } from './protocol.js';

type Choice = 'auto' | 'never' | 'always' | 'if_required';

/** The options of the Payment Element that the sandbox follows; others are taken and have no effect. */
export interface PaymentElementOptions {
  layout?: 'tabs' | 'accordion' | 'auto' | { type: 'tabs' | 'accordion' | 'auto'; defaultCollapsed?: boolean };
  paymentMethodOrder?: string[];
  fields?: {
    billingDetails?:
      | Choice
      | {
          name?: Choice;
          email?: Choice;
          phone?: Choice;
          address?: Choice | { country?: Choice; postalCode?: Choice };
        };
  };
  defaultValues?: {
    billingDetails?: { name?: string; email?: string; address?: { country?: string; postal_code?: string } };
  };
  business?: { name: string };
  terms?: Record<string, string | undefined>;
  readOnly?: boolean;
}

const LAYOUTS = ['auto', 'tabs', 'accordion'];

/** The billing details that the page says it collects itself. */
export function hiddenOf(fields: PaymentElementOptions['fields']): BillingPath[] {
  const billing = fields?.billingDetails;
  const all = billing === 'never';
  const chosen = typeof billing === 'object' ? billing : {};
  const address = typeof chosen.address === 'object' ? chosen.address : {};
  const choices: Record<BillingPath, boolean> = {
    name: chosen.name === 'never',
    email: chosen.email === 'never',
    phone: chosen.phone === 'never',
    'address.country': chosen.address === 'never' || address.country === 'never',
    'address.postal_code': chosen.address === 'never' || address.postalCode === 'never',
  };
  return (Object.keys(choices) as BillingPath[]).filter((path) => all || choices[path]);
}

/** Whether the page asks for no more of an address than a method needs: a card needs none. */
function addressIfRequired(fields: PaymentElementOptions['fields']): boolean {
  const billing = fields?.billingDetails;
  return billing === 'if_required' || (typeof billing === 'object' && billing.address === 'if_required');
}

/** Methods in the order the page wants; those that it does not name come after. */
function ordered(methods: readonly MethodType[], order: readonly string[] = []): MethodType[] {
  const rank = (type: MethodType): number => (order.includes(type) ? order.indexOf(type) : order.length);
  return [...methods].sort((a, b) => rank(a) - rank(b));
}

/** The methods whose terms the page says it shows itself; Stripe spells them here in camelCase. */
function withoutTerms(terms: PaymentElementOptions['terms'] = {}): MethodType[] {
  return METHOD_TYPES.filter(
    (type) => terms[type.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())] === 'never',
  );
}

/**
 * Turns the page's options into what the frame is told.
 * @throws IntegrationError for a layout that Stripe.js does not have
 */
export function paymentOptions(
  options: PaymentElementOptions,
  methods: readonly MethodType[],
): Omit<PaymentOptions, 'appearance' | 'locale' | 'dir' | 'fonts'> {
  const layout = typeof options.layout === 'object' ? options.layout : { type: options.layout ?? 'auto' };
  if (!LAYOUTS.includes(layout.type)) {
    throw new IntegrationError(
      `Invalid value for elements.create('payment'): layout should be one of the following strings: ${LAYOUTS.join(', ')}. You specified: ${layout.type}.`,
    );
  }
  const { name, email, address } = options.defaultValues?.billingDetails ?? {};
  return {
    methods: ordered(methods, options.paymentMethodOrder),
    layout: layout.type === 'accordion' ? 'accordion' : 'tabs',
    collapsed: layout.type === 'accordion' && layout.defaultCollapsed === true,
    hidden: hiddenOf(options.fields),
    addressIfRequired: addressIfRequired(options.fields),
    defaults: {
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email }),
      ...(address?.country !== undefined && { 'address.country': address.country }),
      ...(address?.postal_code !== undefined && { 'address.postal_code': address.postal_code }),
    },
    business: options.business?.name ?? 'the merchant',
    withoutTerms: withoutTerms(options.terms),
    readOnly: options.readOnly === true,
  };
}
