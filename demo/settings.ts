/** What the demo is told by the environment. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

const env = process.env;
const port = Number(env['PORT'] ?? 4242);
const sandboxPort = Number(env['SANDBOX_PORT'] ?? 12111);
const secret = env['STRIPE_SECRET_KEY'];
const publishable = env['STRIPE_PUBLISHABLE_KEY'];
if ((secret === undefined) !== (publishable === undefined))
  throw new Error(
    'Set both STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY to use the real Stripe, or neither for the sandbox.',
  );

/** Where the demo listens: loopback unless HOST says otherwise. */
export const settings = {
  port,
  host: env['HOST'] ?? 'localhost',
  baseUrl: env['BASE_URL'] ?? `http://localhost:${port}`,
  dataDir: env['DATA_DIR'] ?? '.data',
  storeDir: join(env['DATA_DIR'] ?? '.data', 'store'),
  databaseUrl: env['DATABASE_URL'],
  /** What a back office would show; made where it is unset. */
  operatorKey: env['PAY_OPERATOR_KEY'] ?? `op_${randomBytes(18).toString('base64url')}`,
  operatorKeyIsMade: env['PAY_OPERATOR_KEY'] === undefined,
  /** Null with keys of the real Stripe. */
  sandbox: secret === undefined ? { port: sandboxPort, url: `http://127.0.0.1:${sandboxPort}` } : null,
  stripeKeys: secret !== undefined && publishable !== undefined ? { secret, publishable } : null,
  stripeApiBase: env['STRIPE_API_BASE'],
  webhookSecret: env['STRIPE_WEBHOOK_SECRET'],
};
