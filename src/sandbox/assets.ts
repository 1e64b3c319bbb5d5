/** What the sandbox serves to browsers: Stripe.js's stand-in, and the pages of its frames. Node only. */

/** One file as it is sent. */
export interface Asset {
  body: string;
  /** Media type with charset. */
  type: string;
}

/** Scripts by path, each one bundle of `browser/{name}.ts`; the built package keeps it as `browser/{name}.js` beside this. */
const SCRIPTS: Record<string, string> = {
  '/stripe.js': 'stripe',
  '/frames/field.js': 'field',
  '/frames/payment.js': 'payment',
  '/frames/express.js': 'express',
  '/frames/wallet.js': 'wallet',
  '/frames/controller.js': 'frame-controller',
  '/frames/challenge.js': 'challenge',
};

const page = (script: string, body = ''): string =>
  `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sandbox</title></head>
<body>${body}<script src="/frames/${script}.js"></script></body>
</html>
`;

const QUESTION = `
<form aria-labelledby="title">
<h1 id="title">3D Secure 2 test page</h1>
<p class="mark">Sandbox: no bank is asked.</p>
<p>How should this authentication end?</p>
<button id="test-source-authorize-3ds" name="outcome" value="authorize">Complete authentication</button>
<button id="test-source-fail-3ds" name="outcome" value="fail">Fail authentication</button>
<button id="close" type="button">Close</button>
<p role="status"></p>
</form>
`;

const WALLET = `
<main><form aria-labelledby="title">
<h1 id="title">Sandbox Wallet</h1>
<p class="mark">Sandbox: test cards only.</p>
<p id="business"></p>
<p id="amount"></p>
<label for="card">Card</label>
<select id="card" name="card"></select>
<p role="status"></p>
<button id="pay">Pay</button>
<button id="cancel" type="button">Cancel</button>
</form></main>
`;

const PAGES: Record<string, string> = {
  '/frames/card': page('field'),
  '/frames/card-number': page('field'),
  '/frames/card-expiry': page('field'),
  '/frames/card-cvc': page('field'),
  '/frames/payment': page('payment'),
  '/frames/express': page('express'),
  '/frames/wallet': page('wallet', WALLET),
  '/frames/controller': page('controller'),
  '/challenge': page('challenge', QUESTION),
  '/redirect': page('challenge', QUESTION),
};

let bundles: Promise<Map<string, string>> | null = null;

/** Bundles the sources, once; for a checkout, where nothing is built. Needs esbuild. */
async function bundleSources(): Promise<Map<string, string>> {
  const { build } = await import('esbuild');
  const { fileURLToPath } = await import('node:url');
  const { outputFiles } = await build({
    entryPoints: Object.values(SCRIPTS).map((name) => fileURLToPath(new URL(`./browser/${name}.ts`, import.meta.url))),
    outdir: '/',
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minify: true,
    write: false,
  });
  return new Map(outputFiles.map(({ path, text }) => [path.replace(/^.*[\\/]/, ''), text]));
}

async function readScript(name: string): Promise<string> {
  if (!import.meta.url.endsWith('.ts')) {
    const { readFile } = await import('node:fs/promises');
    return readFile(new URL(`./browser/${name}.js`, import.meta.url), 'utf8');
  }
  bundles ??= bundleSources();
  const text = (await bundles).get(`${name}.js`);
  if (text === undefined) throw new Error(`No bundle ${name}.js was made.`);
  return text;
}

/**
 * The file at a path (a query is ignored), or null where there is none. Paths: `/stripe.js`, `/frames/…`, `/challenge`,
 * `/redirect`.
 */
export async function asset(path: string): Promise<Asset | null> {
  const [pathname = ''] = path.split(/[?#]/);
  const html = PAGES[pathname];
  if (html !== undefined) return { body: html, type: 'text/html; charset=utf-8' };
  const script = SCRIPTS[pathname];
  if (!script) return null;
  return { body: await readScript(script), type: 'text/javascript; charset=utf-8' };
}
