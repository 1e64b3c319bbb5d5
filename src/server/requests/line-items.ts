/** Lines of a request that is made. */
import type { requestInput } from '../../contract/schemas.js';
import type { LineItem } from '../../contract/types.js';
import { checkLabel } from '../../markup/index.js';
import { lineAmount, readQuantity } from '../../money/quantity.js';
import { about } from '../input.js';
import { invalid } from '../problems.js';

type LineInput = NonNullable<ReturnType<typeof requestInput.parse>['lineItems']>[number];

/** Each line is quantity × unit amount, or says no unit amount, and together they are what is asked for. Throws `invalid-request` for the first line that is wrong. */
export function lineItemsOf(given: readonly LineInput[], total: number): LineItem[] {
  const items = given.map(lineItemOf);
  const sum = items.reduce((so, { amount }) => so + amount, 0);
  if (items.length > 0 && sum !== total)
    throw invalid('lineItems', `The lines add up to ${sum}, the amount is ${total}.`);
  return items;
}

function lineItemOf({ label, quantity, unitAmount, amount }: LineInput, index: number): LineItem {
  const path = `lineItems.${index}`;
  const count = readQuantity(quantity);
  if (count === null) throw invalid(`${path}.quantity`, 'It must be from -1,000,000 to 1,000,000.');
  const meant = unitAmount === undefined ? amount : lineAmount(unitAmount, count);
  if (meant !== amount)
    throw invalid(
      `${path}.amount`,
      `It must be quantity × unitAmount rounded half away from zero, ${meant}. Where it is meant to differ, leave unitAmount out.`,
    );
  return {
    label: about(`${path}.label`, () => checkLabel(label)),
    quantity: count,
    unitAmount: unitAmount ?? null,
    amount,
  };
}
