import { currencyOf } from '../currencies.js';
import { invalidRequest, noSuch } from '../failure.js';
import { buildLineItem } from '../objects/checkout-session.js';
import type { Scope } from '../scope.js';
import { hash, ignored, integer, type Read, required, text } from '../shape.js';
import type { SandboxLineItem } from '../state.js';

/** `line_items[…]` of sessions. */
export const LINE_ITEM = {
  adjustable_quantity: ignored,
  price: text,
  price_data: hash({
    currency: required(text),
    product: text,
    product_data: hash({
      name: required(text),
      description: text,
      images: ignored,
      metadata: ignored,
      tax_code: text,
      unit_label: text,
    }),
    tax_behavior: text,
    unit_amount: integer,
  }),
  quantity: integer,
  tax_rates: ignored,
};

const below = (least: number, param: string): Error =>
  invalidRequest(`This value must be greater than or equal to ${least}.`, { code: 'parameter_invalid_integer', param });

function lineItemOf(scope: Scope, given: Read<typeof LINE_ITEM>, index: number): SandboxLineItem {
  const path = `line_items[${index}][price_data]`;
  const { price, price_data: data, quantity } = given;
  if (price !== undefined) throw noSuch('price', price, `line_items[${index}][price]`);
  if (data?.unit_amount === undefined) {
    throw invalidRequest(`Missing required param: ${path}[unit_amount].`, { code: 'parameter_missing', param: path });
  }
  if (data.unit_amount < 0) throw below(0, `${path}[unit_amount]`);
  if (quantity === undefined) {
    throw invalidRequest(`Quantity is required. Add \`quantity\` to \`line_items[${index}]\``, {
      param: `line_items[${index}]`,
    });
  }
  if (quantity < 1) throw below(1, `line_items[${index}][quantity]`);
  return buildLineItem({
    name: data.product_data?.name ?? 'Item',
    currency: currencyOf(data.currency),
    unitAmount: data.unit_amount,
    quantity,
    created: scope.now,
    livemode: scope.ledger.livemode,
  });
}

/**
 * Line items of prices made on the spot: at least one, all in one currency. The sandbox keeps no prices of its own.
 * @throws StripeFailure 400
 */
export function lineItemsOf(
  scope: Scope,
  given: readonly Read<typeof LINE_ITEM>[],
): [SandboxLineItem, ...SandboxLineItem[]] {
  const [first, ...others] = given.map((item, index) => lineItemOf(scope, item, index));
  if (first === undefined) {
    throw invalidRequest('Missing required param: line_items.', { code: 'parameter_missing', param: 'line_items' });
  }
  if (others.some(({ currency }) => currency !== first.currency)) {
    throw invalidRequest('All line items must have the same currency.', { param: 'line_items' });
  }
  return [first, ...others];
}
