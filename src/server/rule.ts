/** An account's rule: which requests it is offered for. */
import { currency, isCurrency } from '../money/index.js';

/** Amounts in minor units, by lowercase currency code. */
export type Amounts = Readonly<Record<string, number>>;

/**
 * What an account is offered for. What is left out does not narrow it. An account without a rule takes everything.
 * Currency, amounts and country hold for as long as a request can be paid; profiles when it is made.
 */
export interface AccountRule {
  /** Lowercase codes. */
  currencies?: readonly string[];
  /** Of the buyer, ISO 3166-1 alpha-2 in upper case. A request that names no `country` is then not for this account. */
  countries?: readonly string[];
  /** The least that a request may ask for; a currency that is not named has no such bound. */
  minimum?: Amounts;
  /** The most, likewise. */
  maximum?: Amounts;
  /** Names that the host gives its operators: one of the principal's `profiles` has to be among them. */
  profiles?: readonly string[];
}

/** What a rule looks at. */
export interface Asked {
  currency: string;
  amount: number;
  country?: string | undefined;
}

/** Why a rule does not allow what is asked for. */
export interface RuleRefusal {
  /** The member of the request that it is about; `account` for a profile. */
  path: 'currency' | 'amount' | 'country' | 'account';
  /** For developers and operators. */
  message: string;
}

/** The first reason why the rule excludes a request; null if it allows it. Profiles are `profileRefusal`'s. */
export function ruleRefusal(rule: AccountRule | undefined, asked: Asked): RuleRefusal | null {
  if (!rule) return null;
  const { currencies, countries, minimum = {}, maximum = {} } = rule;
  const { amount, country } = asked;
  if (currencies && !currencies.includes(asked.currency))
    return { path: 'currency', message: `Its rule allows ${currencies.join(', ')}, not ${asked.currency}.` };
  if (countries && country === undefined)
    return { path: 'country', message: `Its rule allows buyers in ${countries.join(', ')}: the request names none.` };
  if (countries && country !== undefined && !countries.includes(country))
    return { path: 'country', message: `Its rule allows buyers in ${countries.join(', ')}, not in ${country}.` };
  const least = bound(minimum, asked.currency);
  if (least !== null && amount < least)
    return { path: 'amount', message: `Its rule allows at least ${least} ${asked.currency}.` };
  const most = bound(maximum, asked.currency);
  if (most !== null && amount > most)
    return { path: 'amount', message: `Its rule allows at most ${most} ${asked.currency}.` };
  return null;
}

/** Why the rule does not offer the account to an operator with these profiles; null if it does. */
export function profileRefusal(rule: AccountRule | undefined, profiles: readonly string[] | '*'): RuleRefusal | null {
  const wanted = rule?.profiles;
  if (!wanted || profiles === '*' || wanted.some((profile) => profiles.includes(profile))) return null;
  return { path: 'account', message: 'Its rule does not offer it to a profile of this operator.' };
}

/** What `amounts` says of a currency; null where it says nothing. */
export function bound(amounts: Amounts, code: string): number | null {
  return Object.hasOwn(amounts, code) ? (amounts[code] ?? null) : null;
}

/** Throws a TypeError that says what is wrong with a rule; `name` is where it stands. */
export function checkRule(rule: AccountRule, name: string): void {
  const wrong = (member: string, message: string): TypeError => new TypeError(`${name}.${member}: ${message}`);
  const known = new Set(['currencies', 'countries', 'minimum', 'maximum', 'profiles']);
  for (const member of Object.keys(rule)) if (!known.has(member)) throw wrong(member, 'there is no such member.');
  for (const code of rule.currencies ?? [])
    if (!isCurrency(code)) throw wrong('currencies', `${JSON.stringify(code)} is not a lowercase currency code.`);
  for (const code of rule.countries ?? [])
    if (!/^[A-Z]{2}$/.test(code)) throw wrong('countries', `${JSON.stringify(code)} is not a code such as "DE".`);
  for (const member of ['minimum', 'maximum'] as const) checkAmounts(rule[member] ?? {}, `${name}.${member}`);
  for (const code of Object.keys(rule.minimum ?? {})) {
    const most = bound(rule.maximum ?? {}, code);
    if (most !== null && most < (bound(rule.minimum ?? {}, code) ?? 0))
      throw wrong('maximum', `${code} is less than its minimum.`);
  }
}

/** Throws a TypeError unless each amount is a whole number of minor units, 0 or more, of a currency we know. */
export function checkAmounts(amounts: Amounts, name: string): void {
  for (const [code, amount] of Object.entries(amounts)) {
    if (!isCurrency(code)) throw new TypeError(`${name}: ${JSON.stringify(code)} is not a lowercase currency code.`);
    if (!Number.isSafeInteger(amount) || amount < 0)
      throw new TypeError(`${name}.${code}: it must be a whole number of ${currency(code).code} minor units.`);
  }
}
