/** Which account a request is for: one, chosen when it is made. What a payer does later never changes it. */
import { PaymentError, type FieldError } from '../../errors/index.js';
import { currency as findCurrency } from '../../money/index.js';
import { closedReason, type AccountConfig } from '../accounts.js';
import type { Context } from '../context.js';
import { about } from '../input.js';
import { allows, mayUse, needOn, type Principal } from '../principal.js';
import { invalid } from '../problems.js';
import { profileRefusal, ruleRefusal, type RuleRefusal } from '../rule.js';

/** An account that is on. */
export type OpenAccount = AccountConfig & { mode: 'test' | 'live' };

/** What the choice depends on. */
export interface Wish {
  account?: string | undefined;
  currency?: string | undefined;
  amount: number;
  country?: string | undefined;
}

/**
 * The account that is asked for, or the first that is on, that the operator may use and whose rule allows it. Throws
 * `forbidden`, `invalid-request` for an unknown one, `unknown-currency`, and `unavailable` with the reason of each that
 * does not take it.
 */
export async function chooseAccount(context: Context, wish: Wish, principal: Principal): Promise<OpenAccount> {
  if (wish.currency !== undefined) currencyOf(wish, null);
  if (wish.account !== undefined) return namedAccount(context, wish.account, wish, principal);
  const usable = await usableAccounts(context, principal);
  if (usable.length === 0)
    throw new PaymentError('unavailable', 'No account that this operator may use is on and has keys.');
  const refusals: FieldError[] = [];
  for (const account of usable) {
    const refusal = refusalOf(account, wish, principal);
    if (!refusal) return account;
    refusals.push(told(account, refusal));
  }
  throw new PaymentError('unavailable', 'No account takes this request: errors says why.', { errors: refusals });
}

/** The accounts that are on and that the operator may make requests for, in the order in which they are tried. */
export async function usableAccounts({ settings }: Context, principal: Principal): Promise<OpenAccount[]> {
  const accounts = await settings.accounts.list();
  return accounts
    .filter(isOpen)
    .filter((account) => mayUse(principal, account.id) && allows(principal, 'create', account));
}

/** The currency of a request, lowercase: its own, else the account's, else `usd`. Throws `unknown-currency`. */
export function currencyOf({ currency }: Pick<Wish, 'currency'>, account: AccountConfig | null): string {
  return about('currency', () => findCurrency(currency ?? account?.currency ?? 'usd')).code;
}

async function namedAccount({ settings }: Context, id: string, wish: Wish, principal: Principal): Promise<OpenAccount> {
  if (!mayUse(principal, id)) throw new PaymentError('forbidden', 'This operator may not use that account.');
  const account = await settings.accounts.find(id);
  if (!account) throw invalid('account', 'There is no such account.');
  if (!isOpen(account)) throw new PaymentError('unavailable', `The account ${id} is off or has no keys for its mode.`);
  needOn(principal, 'create', account);
  const refusal = refusalOf(account, wish, principal);
  if (!refusal) return account;
  const error = told(account, refusal);
  throw new PaymentError('unavailable', error.message, { errors: [error] });
}

function isOpen(account: AccountConfig): account is OpenAccount {
  return account.mode !== 'off' && closedReason(account, account.mode) === null;
}

function refusalOf(account: AccountConfig, wish: Wish, principal: Principal): RuleRefusal | null {
  const { amount, country } = wish;
  return (
    profileRefusal(account.rule, principal.profiles ?? []) ??
    ruleRefusal(account.rule, { amount, country, currency: currencyOf(wish, account) })
  );
}

function told({ id }: AccountConfig, { path, message }: RuleRefusal): FieldError {
  return { path, code: 'unavailable', message: `The account ${id} does not take this request. ${message}` };
}
