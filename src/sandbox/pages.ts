/** One file for browsers. */
export interface PageAsset {
  body: string;
  /** Media type with charset. */
  type: string;
}

/** Finds a file by its path, such as `/stripe.js`; null where there is none. */
export type AssetSource = (path: string) => Promise<PageAsset | null>;

/** The stand-in's own files, loaded when the first is asked for: they need Node. */
export const ownAssets: AssetSource = async (path) => {
  const { asset } = await import('./assets.js');
  return asset(path);
};

/** Where Stripe's own host has its script, by release train: a test routes `js.stripe.com` here as it is. */
const SCRIPT = /^\/(?:v3\/?|(?:v3|[a-z]+)\/stripe\.js)$/;

/** Whether a path is one of the browser's files. */
export function isPage(path: string): boolean {
  return (
    path === '/stripe.js' ||
    SCRIPT.test(path) ||
    path === '/challenge' ||
    path === '/redirect' ||
    path.startsWith('/frames/')
  );
}

/** A page's policy: its own script, what it asks the API, fonts that a merchant names, and any page around it. */
function policyOf(path: string): string {
  // A redirect page's form ends at the merchant's return URL, and Chromium applies form-action to that.
  const forms = path === '/redirect' ? '' : `; form-action ${path === '/challenge' ? "'self'" : "'none'"}`;
  return `default-src 'none'; script-src 'self'; style-src 'self'; font-src *; connect-src 'self'; base-uri 'none'; frame-ancestors *${forms}`;
}

/** Serves one of the browser's files, to any origin. */
export async function servePage(source: AssetSource, path: string): Promise<Response> {
  const found = await source(SCRIPT.test(path) ? '/stripe.js' : path);
  if (found === null) return new Response('Not found', { status: 404 });
  const headers = new Headers({
    'content-type': found.type,
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    // Stricter, and a form's own Origin would be null.
    'referrer-policy': 'strict-origin',
  });
  if (found.type.startsWith('text/html')) headers.set('content-security-policy', policyOf(path));
  return new Response(found.body, { status: 200, headers });
}
