/** The signs that people write beside an amount. Ours, not Intl's, so that every engine reads a message alike. */
import { currency } from './currencies.js';

/** Sign → the currencies it is a sign of. */
const signs: Readonly<Record<string, string>> = {
  $: 'usd ars aud bbd bmd bnd bsd bzd cad clp cop cve dop fjd gyd hkd jmd kyd lrd mxn nad nzd sbd sgd srd top ttd twd uyu wst xcd',
  US$: 'usd', A$: 'aud', AU$: 'aud', C$: 'cad nio', CA$: 'cad', HK$: 'hkd', MX$: 'mxn', NT$: 'twd', NZ$: 'nzd', R$: 'brl', S$: 'sgd',
  '€': 'eur', '£': 'gbp egp fkp gip lbp shp', '¥': 'jpy cny', '￥': 'jpy cny', '元': 'cny', '円': 'jpy', '₩': 'krw', '₹': 'inr', '₽': 'rub',
  '₺': 'try', '₴': 'uah', '₫': 'vnd', '₱': 'php', '₪': 'ils', '₦': 'ngn', '₡': 'crc', '₲': 'pyg', '₸': 'kzt', '₮': 'mnt',
  '₭': 'lak', '៛': 'khr', '฿': 'thb', '₾': 'gel', '₼': 'azn', '֏': 'amd', '৳': 'bdt', '؋': 'afn', '₨': 'inr lkr mur npr pkr scr',
  Rs: 'inr lkr mur npr pkr scr', kr: 'dkk isk nok sek', 'kr.': 'dkk', zł: 'pln', Kč: 'czk', Ft: 'huf', lei: 'ron mdl', лв: 'bgn',
  'лв.': 'bgn', R: 'zar', RM: 'myr', Rp: 'idr', Q: 'gtq', L: 'hnl', 'S/': 'pen', 'B/.': 'pab', Bs: 'bob', 'Fr.': 'chf', KSh: 'kes', USh: 'ugx',
}; // prettier-ignore

const found = /* @__PURE__ */ new Map<string, readonly string[]>();

/** The signs that may stand before or after an amount in a currency, longest first. Throws `unknown-currency`. */
export function signsOf(code: string): readonly string[] {
  const { code: key } = currency(code);
  const known = found.get(key);
  if (known) return known;
  const list = Object.keys(signs)
    .filter((sign) => signs[sign]?.split(' ').includes(key))
    .sort((a, b) => b.length - a.length);
  found.set(key, list);
  return list;
}
