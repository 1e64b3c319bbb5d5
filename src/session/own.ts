/**
 * Remembers, through a reload of this tab, which attempt of a request is this page's own, and the secret that opens
 * it again: no card, nothing of Stripe's. A page without storage just forgets.
 */
const key = (request: string): string => `pay-elements:${request}`;

/** An attempt of this tab. */
export interface OwnAttempt {
  readonly id: string;
  /** Opens it again at the server, which tells everybody its id. */
  readonly secret: string;
}

/** The attempt that this tab made last on the request; null if none. */
export function ownAttempt(request: string): OwnAttempt | null {
  try {
    const [id, secret] = sessionStorage.getItem(key(request))?.split(' ') ?? [];
    return id && secret ? { id, secret } : null;
  } catch {
    return null;
  }
}

/** Remembers it, or forgets it with null. */
export function rememberAttempt(request: string, own: OwnAttempt | null): void {
  try {
    if (own === null) sessionStorage.removeItem(key(request));
    else sessionStorage.setItem(key(request), `${own.id} ${own.secret}`);
  } catch {
    // Storage is off in this page: only a reload during an attempt is told apart less well.
  }
}

/**
 * True where the page was opened by the return from a redirect of this request: the server's return route adds
 * `pay_request` to the host's own URL, and it is taken out here. The rest of the query and the hash stay byte for byte.
 */
export function returned(request: string): boolean {
  const [, page = '', query = '', hash = ''] = /^([^?#]*)\??([^#]*)(.*)$/s.exec(location.href) ?? [];
  const parts = query.split('&');
  const own = parts.filter((part) => part !== `pay_request=${encodeURIComponent(request)}`);
  if (own.length === parts.length) return false;
  const rest = own.join('&');
  try {
    history.replaceState(history.state, '', page + (rest && `?${rest}`) + hash);
  } catch {
    // A frame without an origin of its own may not change its address.
  }
  return true;
}

/** As long as the server takes an address. */
const LONGEST = 2048;

/** Where the bank may send the payer back to: this page, if it has an address that another site can lead to. */
export function returnAddress(): { returnUrl?: string } {
  const { href, origin } = location;
  // Not `about:srcdoc`, nor a frame whose origin its host took away: the server could only refuse those.
  const usable = href.startsWith('http') && origin === globalThis.origin && href.length <= LONGEST;
  return usable ? { returnUrl: href } : {};
}
