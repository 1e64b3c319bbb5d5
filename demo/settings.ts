/** What the demo is told by the environment. A setting that cannot be throws a `BadSetting` that names it. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { badPort, BadSetting } from './refusal.js';

/** A variable; one that is empty is as if it were not set. */
function given(name: string): string | undefined {
  const value = process.env[name]?.trim();
  return value === '' ? undefined : value;
}

function portOf(name: string, otherwise: number): number {
  const value = given(name) ?? String(otherwise);
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (port < 1 || port > 65_535)
    throw new BadSetting(`${name}: ${JSON.stringify(value)} is no port. Set it to a number from 1 to 65535.`);
  return port;
}

function addressOf(name: string, schemes: RegExp, example: string): string | undefined {
  const value = given(name);
  if (value !== undefined && !(URL.canParse(value) && schemes.test(new URL(value).protocol)))
    // Not quoted: there may be a password in it.
    throw new BadSetting(`${name}: it is no address such as ${example}.`);
  return value;
}

/** A secret of the environment; it is never printed. */
function secretOf(name: string, shape: RegExp, words: string): string | undefined {
  const value = given(name);
  if (value !== undefined && !shape.test(value)) throw new BadSetting(`${name}: ${words}`);
  return value;
}

const port = portOf('PORT', 4242);
const sandboxPort = portOf('SANDBOX_PORT', 12111);
const baseUrl = addressOf('BASE_URL', /^https?:$/, 'https://demo.example.com') ?? `http://localhost:${port}`;
if (new URL(baseUrl).href !== `${new URL(baseUrl).origin}/`)
  throw new BadSetting(`BASE_URL: ${JSON.stringify(baseUrl)} must be an origin, with nothing after the name and port.`);
const secret = secretOf(
  'STRIPE_SECRET_KEY',
  /^(sk|rk)_(test|live)_\w+$/,
  'a secret key of Stripe begins with sk_test_, sk_live_, rk_test_ or rk_live_.',
);
const publishable = secretOf(
  'STRIPE_PUBLISHABLE_KEY',
  /^pk_(test|live)_\w+$/,
  'a publishable key of Stripe begins with pk_test_ or pk_live_.',
);
const webhookSecret = secretOf(
  'STRIPE_WEBHOOK_SECRET',
  /^whsec_\S+$/,
  'a webhook secret of Stripe begins with whsec_.',
);
if ((secret === undefined) !== (publishable === undefined))
  throw new BadSetting(
    'Set both STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY to use the real Stripe, or neither for the sandbox.',
  );
if (secret?.includes('_live_') !== publishable?.includes('_live_'))
  throw new BadSetting('STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY are of different modes: both test, or both live.');
if (secret === undefined && port === sandboxPort)
  throw new BadSetting(`PORT and SANDBOX_PORT are both ${port}. Set one of them to another port.`);
const operatorKey = secretOf('PAY_OPERATOR_KEY', /^\S{16,}$/, 'it needs at least 16 characters, and no spaces.');
const dataDir = given('DATA_DIR') ?? '.data';

/** Where the demo listens: loopback unless HOST says otherwise. */
export const settings = {
  port,
  host: given('HOST') ?? 'localhost',
  baseUrl: new URL(baseUrl).origin,
  dataDir,
  storeDir: join(dataDir, 'store'),
  databaseUrl: addressOf('DATABASE_URL', /^postgres(ql)?:$/, 'postgres://user@localhost:5432/pay'),
  /** What a back office would show; made where it is unset. */
  operatorKey: operatorKey ?? `op_${randomBytes(18).toString('base64url')}`,
  operatorKeyIsMade: operatorKey === undefined,
  /** Null with keys of the real Stripe. */
  sandbox: secret === undefined ? { port: sandboxPort, url: `http://127.0.0.1:${sandboxPort}` } : null,
  stripeKeys: secret !== undefined && publishable !== undefined ? { secret, publishable } : null,
  stripeApiBase: addressOf('STRIPE_API_BASE', /^https?:$/, 'http://127.0.0.1:12111'),
  webhookSecret,
};

/** Resolves where the port can be listened on. Rejects with a `BadSetting`. */
export function freePort(at: { port: number; host: string; variable: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => {
      reject(badPort(error, at));
    });
    probe.listen(at.port, at.host, () =>
      probe.close(() => {
        resolve();
      }),
    );
  });
}
