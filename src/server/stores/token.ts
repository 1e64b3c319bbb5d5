/** 128 random bits in hex. `randomUUID` would not do: pages outside a secure context lack it. */
export function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
