/** Money: integers in Stripe's minor units and a lowercase code. */
export { currency, currencyCodes, findCurrency, isCurrency } from './currencies.js';
export type { Currency, CurrencyCode } from './currencies.js';
export { formatAmountWithCode, formatMoney } from './format.js';
export type { FormatMoneyOptions } from './write.js';
export { amountProblem, checkAmount, limitsOf } from './limits.js';
export type { AmountLimits, AmountProblem } from './limits.js';
export { parseAmount, readAmount } from './parse.js';
export type { ParseProblem } from './parse.js';
export { writeAmountWithCode, writeMoney } from './write.js';
export { signsOf } from './signs.js';
