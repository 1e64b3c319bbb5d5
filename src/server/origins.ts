/** Origins in the options: read once, at the start, so that one that could never match is refused there. */

/** Schemes of apps and extensions, whose pages have an origin that is no web address. */
const APP_SCHEMES: ReadonlySet<string> = new Set([
  'capacitor:',
  'ionic:',
  'tauri:',
  'chrome-extension:',
  'moz-extension:',
  'safari-web-extension:',
]);

/** Every name under a domain of at least two labels: `https://*.example.com`, not `https://*.com`. */
const WILDCARD = /^https?:\/\/\*(\.[^\s./*:@?#]+){2,}(:\d{1,5})?\/?$/;

/** `https://a.example` or the same with a slash at its end. Throws a TypeError for anything else, with the option's name. */
export function webOrigin(given: string, name: string): string {
  const url = urlOf(given);
  if (!url || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/` || url.hostname.includes('*'))
    throw new TypeError(`${name}: ${JSON.stringify(given)} is not an origin such as "https://pay.example.com".`);
  return url.origin;
}

/**
 * The origin of pages that payers use: a web origin, every name under a domain (`https://*.example.com`), an app's or an
 * extension's (`capacitor://localhost`), or `"null"`, which pages without an origin of their own send. Throws a TypeError
 * for anything else.
 */
export function payerOrigin(given: string, name = 'payerOrigins'): string {
  if (given === 'null') return given;
  return frameOrigin(given, name);
}

/** The same without `"null"`, which no policy of frames can name. */
export function frameOrigin(given: string, name: string): string {
  const url = urlOf(given);
  if (url && APP_SCHEMES.has(url.protocol) && /^[^/]+:\/\/[^\s/*@?#]+\/?$/.test(given))
    return `${url.protocol}//${url.host}`.toLowerCase();
  // The star is no letter of a name, so that the rest is held to what a name may be.
  if (WILDCARD.test(given)) return webOrigin(given.replace('*', 'star'), name).replace('//star.', '//*.');
  return webOrigin(given, name);
}

/** Whether one of these origins, as `payerOrigin` wrote them, is the origin of a page. */
export function isAmong(origins: readonly string[], origin: string): boolean {
  if (origins.includes(origin)) return true;
  // A name has at most 253 characters.
  if (origin.length > 300) return false;
  const [, scheme = '', host = ''] = /^(https?:\/\/)[^.]+(\..+)$/.exec(origin) ?? [];
  // Of any depth: a name is tried without its first label, then without two.
  for (let rest = host; rest !== ''; rest = /^\.[^.]+(\..+)$/.exec(rest)?.[1] ?? '')
    if (origins.includes(`${scheme}*${rest}`)) return true;
  return false;
}

function urlOf(given: string): URL | null {
  return URL.canParse(given) ? new URL(given) : null;
}
