import { endpoint } from '../endpoint.js';
import { buildBalance } from '../objects/account.js';
import type { Scope } from '../scope.js';

/** What Stripe takes for each dispute, in minor units, and does not give back. */
const DISPUTE_FEE = 1500;

/** What the account's charges brought, by currency: less what was given back, and what disputes took. */
export function balances({ ledger }: Pick<Scope, 'ledger'>): Map<string, number> {
  const amounts = new Map<string, number>();
  const add = (currency: string, amount: number): void => {
    amounts.set(currency, (amounts.get(currency) ?? 0) + amount);
  };
  for (const charge of Object.values(ledger.charges))
    if (charge.captured && charge.paid) add(charge.currency, charge.amount - charge.amount_refunded);
  for (const { amount, currency, status } of Object.values(ledger.disputes)) {
    // An inquiry takes nothing.
    if (status.startsWith('warning_')) continue;
    add(currency, -DISPUTE_FEE - (status === 'won' ? 0 : amount));
  }
  return amounts;
}

/** `GET /v1/balance`. */
export const retrieveBalance = endpoint({
  permission: 'rak_balance_read',
  shape: {},
  run: (scope) => buildBalance(scope.ledger.livemode, balances(scope)),
});
