import { invalidRequest } from './failure.js';

const TWO_DECIMALS =
  'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah uyu uzs wst xcd yer zar zmw isk ugx';
const ZERO_DECIMALS = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf';
const THREE_DECIMALS = 'bhd jod kwd omr tnd';

const DECIMALS = new Map<string, number>([
  ...TWO_DECIMALS.split(' ').map((code): [string, number] => [code, 2]),
  ...ZERO_DECIMALS.split(' ').map((code): [string, number] => [code, 0]),
  ...THREE_DECIMALS.split(' ').map((code): [string, number] => [code, 3]),
]);

/** Smallest charge in minor units (docs.stripe.com/currencies, "Minimum and maximum charge amounts"). */
const SMALLEST = new Map<string, number>(
  Object.entries({
    usd: 50,
    aed: 200,
    ars: 50,
    aud: 50,
    brl: 50,
    cad: 50,
    chf: 50,
    cop: 50,
    czk: 1500,
    dkk: 250,
    eur: 50,
    gbp: 30,
    hkd: 400,
    huf: 17500,
    idr: 50,
    ils: 50,
    inr: 50,
    jpy: 50,
    krw: 50,
    mxn: 1000,
    myr: 200,
    nok: 300,
    nzd: 50,
    php: 50,
    pln: 200,
    ron: 200,
    rub: 50,
    sek: 300,
    sgd: 50,
    thb: 1000,
    zar: 50,
  }),
);

/** Largest number of digits where it is not eight. */
const DIGITS = new Map<string, number>(Object.entries({ idr: 12, cop: 10, inr: 9 }));

/** An amount as Stripe writes it in messages: `$25.00`, `5,000 jpy`. */
export function shown(amount: number, currency: string): string {
  const decimals = DECIMALS.get(currency) ?? 2;
  const figures = (amount / 10 ** decimals).toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return currency === 'usd' ? `$${figures}` : `${figures} ${currency}`;
}

/** Reads a currency code, which Stripe takes in either case. */
export function currencyOf(value: string): string {
  const code = value.toLowerCase();
  if (!DECIMALS.has(code)) {
    const known = [...DECIMALS.keys()].join(', ');
    throw invalidRequest(
      `Invalid currency: ${value.slice(0, 40)}. Stripe currently supports these currencies: ${known}`,
      {
        param: 'currency',
      },
    );
  }
  return code;
}

/** Refuses an amount that Stripe does not charge in that currency. */
export function checkAmount(amount: number, currency: string): void {
  if (amount < 1) {
    throw invalidRequest('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount',
    });
  }
  const digits = DIGITS.get(currency) ?? 8;
  if (String(amount).length > digits) {
    throw invalidRequest(`Amount must be no more than ${shown(10 ** digits - 1, currency)}`, {
      code: 'amount_too_large',
      param: 'amount',
    });
  }
  const smallest = SMALLEST.get(currency) ?? 1;
  if (amount < smallest) {
    throw invalidRequest(`Amount must be at least ${shown(smallest, currency)}${currency === 'usd' ? ' usd' : ''}`, {
      code: 'amount_too_small',
      param: 'amount',
    });
  }
  const step = currency === 'isk' || currency === 'ugx' ? 100 : DECIMALS.get(currency) === 3 ? 10 : 1;
  if (amount % step !== 0) {
    throw invalidRequest(`Invalid amount: in ${currency} it must be evenly divisible by ${step}`, {
      code: 'invalid_charge_amount',
      param: 'amount',
    });
  }
}
