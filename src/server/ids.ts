/** Ids that nobody can guess. */
import { sha256Hex } from './digest.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** The largest multiple of 62 a byte can reach: what is above it would favour the first letters. */
const FAIR = 248;

/** What a request's id looks like. */
export const REQUEST_ID = /^req_[0-9A-Za-z]{22}$/;

/** A new request id: `req_` and 22 of `[0-9A-Za-z]`, 131 random bits. */
export function newRequestId(): string {
  return `req_${randomText(22)}`;
}

/** The request id number `n` of a seed of 128 random bits: always the same one, and no easier to guess. */
export async function requestIdOf(seed: string, n: number): Promise<string> {
  // 256 bits, of which 22 digits to the base 62 take the lowest 131.
  let rest = BigInt(`0x${await sha256Hex(`${seed} ${n}`)}`);
  let text = '';
  for (let digit = 0; digit < 22; digit++) {
    text += ALPHABET.charAt(Number(rest % 62n));
    rest /= 62n;
  }
  return `req_${text}`;
}

function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      if (byte < FAIR && text.length < length) text += ALPHABET.charAt(byte % 62);
    }
  }
  return text;
}
