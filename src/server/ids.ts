/** Ids that nobody can guess. */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** The largest multiple of 62 a byte can reach: what is above it would favour the first letters. */
const FAIR = 248;

/** What a request's id looks like. */
export const REQUEST_ID = /^req_[0-9A-Za-z]{22}$/;

/** A new request id: `req_` and 22 of `[0-9A-Za-z]`, 131 random bits. */
export function newRequestId(): string {
  return `req_${randomText(22)}`;
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
