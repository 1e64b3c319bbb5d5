/**
 * Remembers, through a reload of this tab, which attempt of a request is this page's own. Ids only: no card,
 * no secret. A page without storage just forgets.
 */
const key = (request: string): string => `pay-elements:${request}`;

/** The attempt that this tab made last on the request; null if none. */
export function ownAttempt(request: string): string | null {
  try {
    return sessionStorage.getItem(key(request));
  } catch {
    return null;
  }
}

/** Remembers it, or forgets it with null. */
export function rememberAttempt(request: string, attempt: string | null): void {
  try {
    if (attempt === null) sessionStorage.removeItem(key(request));
    else sessionStorage.setItem(key(request), attempt);
  } catch {
    // Storage is off in this page: only a reload during an attempt is told apart less well.
  }
}

/**
 * True where the page was opened by the return from a redirect of this request: the server's return route adds
 * `pay_request` to the host's own URL, and it is taken out here. The rest of the query and the hash stay as they are.
 */
export function returned(request: string): boolean {
  const { href, search } = location;
  if (!new RegExp(`[?&]pay_request=${request}(&|$)`).test(search)) return false;
  const clean = search.replace(`pay_request=${request}`, '').replace('?&', '?').replace('&&', '&').replace(/[?&]$/, '');
  history.replaceState(history.state, '', href.replace(search, clean));
  return true;
}
