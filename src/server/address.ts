/** Who is calling, as far as the network tells: one key per caller for the limits. */

/**
 * The key of the caller. `address` is the peer's, by the host; `forwarded` is `X-Forwarded-For`, to which each proxy
 * adds its own peer at the end, so the last `trusted` entries are the truth and what stands before them is the
 * caller's own invention. Null where nothing is known.
 */
export function callerOf(address: string | undefined, forwarded: string | null, trusted: number): string | null {
  const hops = trusted === 0 || forwarded === null ? [] : forwarded.slice(-2_000).split(',');
  const chain = [...hops, address ?? ''];
  // Fewer hops than trusted proxies: somebody came past them. The farthest that is known is as good as it gets.
  for (let at = Math.max(0, chain.length - 1 - trusted); at < chain.length; at++) {
    const key = keyOf(chain[at] ?? '');
    if (key !== null) return key;
  }
  return null;
}

/** One IPv4 address, or the /64 network of an IPv6 one: its holder has all the addresses in it. */
function keyOf(text: string): string | null {
  const given = text.trim().toLowerCase();
  const v4 = /^(?:\[?::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})\]?(?::\d{1,5})?$/.exec(given)?.[1];
  if (v4 !== undefined) return v4;
  const v6 = /^\[?([0-9a-f:]{2,39})(?:%[\w.-]{1,20})?\]?(?:(?<=\]):\d{1,5})?$/.exec(given)?.[1];
  if (v6 === undefined || !v6.includes(':')) return null;
  const [left = '', right] = v6.split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  if (head.length + tail.length > 8) return null;
  const groups =
    right === undefined ? head : [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
