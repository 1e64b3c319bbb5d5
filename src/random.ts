/** 128 random bits as 32 hexadecimal digits: names that no two pages share. `crypto.randomUUID` is not to be had on a page without TLS. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
