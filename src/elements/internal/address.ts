/** Addresses that may become links: a backend says them, and a page must not run what it says. */

/** `text` as an absolute `http:` or `https:` address; null for anything else. */
export function webAddress(text: string): string | null {
  try {
    const { href, protocol } = new URL(text);
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    return null;
  }
}

/** The address as it is read: without its scheme, and without a slash at its end. */
export function shownAddress(href: string): string {
  return href.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
