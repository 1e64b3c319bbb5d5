/** An order of goods, shipping and tax: what the checkout's tests are asked to be paid. */
import type { LineItem, MoneyRequest } from '../../../src/contract/types.js';
import { takenOf } from './harness.js';

/** A line of one or more of a thing; the price in minor units. */
export const line = (label: string, unitAmount: number, quantity = 1): LineItem => ({
  label,
  quantity,
  unitAmount,
  amount: quantity * unitAmount,
});

/** $125.28 for goods, shipping and tax. */
export const order: Partial<MoneyRequest> = {
  label: 'Order ORD-1042',
  amount: 12_528,
  lineItems: [
    line('Kitten bed', 4800),
    line('Canvas carrier', 2200, 2),
    line('Enamel bowl', 1800),
    line('Shipping', 600),
    line('Tax', 928),
  ],
};

/** What was taken for it. */
export const payment = takenOf(12_528);
