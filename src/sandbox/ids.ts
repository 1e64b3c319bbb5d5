const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `length` random characters of `[0-9A-Za-z]`. */
export function randomText(length: number): string {
  let out = '';
  while (out.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length * 2))) {
      // 248 is four times 62: bytes above it would favour the first letters.
      if (byte < 248 && out.length < length) out += LETTERS.charAt(byte % 62);
    }
  }
  return out;
}

/** A new id in Stripe's form, such as `pi_3…`. */
export function newId(prefix: string): string {
  return `${prefix}_${['pi', 'ch', 'py', 're'].includes(prefix) ? '3' : '1'}${randomText(23)}`;
}

/** SHA-256 of a text, in hexadecimal. */
export async function sha256(value: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(value));
  return hex(digest);
}

/** Bytes in hexadecimal. */
export function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A stable text of 16 letters and digits for a card on an account, as Stripe's fingerprints are. */
export function fingerprintOf(account: string, card: string): string {
  let out = '';
  let state = 0x811c9dc5;
  for (const char of `${account}/${card}`) state = Math.imul(state ^ char.charCodeAt(0), 0x01000193) >>> 0;
  while (out.length < 16) {
    state = Math.imul(state ^ (out.length + 1), 0x01000193) >>> 0;
    out += LETTERS.charAt((state >>> 8) % 62);
  }
  return out;
}
