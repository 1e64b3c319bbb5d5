/**
 * Stripe's presentment currencies and their decimals. Never from Intl, which disagrees with Stripe on a dozen of
 * them. https://docs.stripe.com/currencies
 */
import { PaymentError } from '../errors/index.js';
import { decimalsOf, none, three, whole, type Decimals } from './decimals.js';

/** An ISO 4217 code in lower case, as Stripe and our contract write it. */
export type CurrencyCode = string;

/** How amounts of a currency are counted and written. */
export interface Currency {
  code: CurrencyCode;
  /** Decimals of Stripe's minor unit: an amount is the number of units times ten to this. */
  decimals: Decimals;
  /** Decimals that people write: none for ISK and UGX, whose minor units Stripe keeps but never charges. */
  everyday: Decimals;
  /** Every amount that Stripe charges is a multiple of this. */
  multiple: 1 | 10 | 100;
}

const two =
  ' aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc cve czk' +
  ' dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr jmd kes kgs khr kyd kzt lak lbp lkr' +
  ' lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub' +
  ' sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah usd uyu uzs wst xcd xcg yer zar zmw ';
/** All codes, in no particular order. */
export function currencyCodes(): CurrencyCode[] {
  return (none + two + three + whole).trim().split(/ +/);
}

/** How a currency is counted, its code in either case; null for one that we do not know. */
export function findCurrency(given: string): Currency | null {
  if (!/^[a-z]{3}$/i.test(given)) return null;
  const code = given.toLowerCase();
  const [decimals, everyday] = decimalsOf(code);
  if (decimals === 2 && everyday === 2 && !two.includes(` ${code} `)) return null;
  return { code, decimals, everyday, multiple: decimals === 3 ? 10 : everyday < decimals ? 100 : 1 };
}

/** Whether a value is a currency code that we know, in lower case. */
export function isCurrency(code: unknown): code is CurrencyCode {
  return typeof code === 'string' && findCurrency(code)?.code === code;
}

/** How a currency is counted. The code may be in either case. Throws `unknown-currency`. */
export function currency(code: string): Currency {
  const found = findCurrency(code);
  if (found) return found;
  throw new PaymentError(
    'unknown-currency',
    `"${code.slice(0, 20)}" is not a currency that Stripe charges. Use a three-letter ISO 4217 code, as in "usd".`,
  );
}
