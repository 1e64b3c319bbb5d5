/** E-mail addresses by the HTML standard's rule, with what it leaves out: domains and names beyond ASCII. */

const LONGEST = 320;
/** https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address */
const LOCAL = /^[\w.!#$%&'*+/=?^`{|}~-]+$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
/** Names in other scripts (RFC 6531). */
const LOCAL_BEYOND_ASCII = /^(?:[\w.!#$%&'*+/=?^`{|}~-]|[^\0-\x7F\s\p{C}])+$/u;

/**
 * The address that was written, without space around it, a domain in another script as punycode
 * (`info@xn--rucher-bua.de`). Null where it is not an address.
 */
export function emailAddress(written: string): string | null {
  if (written.length > LONGEST) return null;
  const address = written.trim();
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  const domain = asciiDomain(address.slice(at + 1));
  if (domain === null || !(LOCAL.test(local) || LOCAL_BEYOND_ASCII.test(local))) return null;
  return domain.split('.').every((label) => LABEL.test(label)) ? `${local}@${domain}` : null;
}

/** The address as Stripe takes it: null where its name is beyond ASCII. */
export function addressForStripe(address: string | null): string | null {
  return address !== null && /^[!-~]+$/.test(address) ? address : null;
}

function asciiDomain(domain: string): string | null {
  if (/^[!-~]*$/.test(domain)) return domain;
  // What would end a host name in an address of a page.
  if (/[\s/\\:?#@%[\]]/.test(domain)) return null;
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return null;
  }
}
