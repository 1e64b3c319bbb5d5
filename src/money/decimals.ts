/** How many decimals a currency has, told by the few that have not two: all that a page needs to write an amount. */

/** Codes are in lower case, each between spaces. */
export const none = ' bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf ';
export const three = ' bhd jod kwd omr tnd ';
/** Two decimals in the API, always `00`. */
export const whole = ' isk ugx ';

/** A number of decimals. */
export type Decimals = 0 | 2 | 3;

/** Decimals of Stripe's minor unit, and those that people write. The code is in lower case; one that is unknown has two. */
export function decimalsOf(code: string): readonly [decimals: Decimals, everyday: Decimals] {
  const word = ` ${code} `;
  if (none.includes(word)) return [0, 0];
  if (three.includes(word)) return [3, 3];
  return [2, whole.includes(word) ? 0 : 2];
}
