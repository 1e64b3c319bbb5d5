/** `npm start` with a setting that cannot be: one line that names it, and no stack. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { freePort } from '../../support/demo.js';

/** Starts the demo and waits for its end. */
function start(env: Record<string, string>, entry = 'demo/main.ts'): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', entry], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) =>
    child.once('close', (code) => {
      resolve({ code, output });
    }),
  );
}

async function listening(): Promise<{ server: Server; port: number }> {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  return { server, port };
}

async function refuses(env: Record<string, string>, line: RegExp, entry?: string): Promise<void> {
  const { code, output } = await start(env, entry);
  assert.equal(code, 1, output);
  assert.match(output, line);
  assert.equal(output.trimEnd().split('\n').length, 1, output);
  assert.ok(!/^\s+at /m.test(output));
}

test('npm start says in one line which setting cannot be', { concurrency: 2 }, async (t) => {
  const cases: [string, Record<string, string>, RegExp][] = [
    ['a short key', { PAY_OPERATOR_KEY: 'short' }, /^PAY_OPERATOR_KEY: it needs at least 16 characters/],
    ['a port that is no number', { PORT: 'http' }, /^PORT: "http" is no port/],
    ['a port that is out of range', { SANDBOX_PORT: '70000' }, /^SANDBOX_PORT: "70000" is no port/],
    ['one port for both', { PORT: '4242', SANDBOX_PORT: '4242' }, /^PORT and SANDBOX_PORT are both 4242/],
    ['an address with a path', { BASE_URL: 'https://demo.example/shop' }, /^BASE_URL: .* must be an origin/],
    ['no address', { BASE_URL: 'demo.example' }, /^BASE_URL: it is no address/],
    ['half of the keys', { STRIPE_SECRET_KEY: 'sk_test_x' }, /^Set both STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY/],
    [
      'keys in each other’s place',
      { STRIPE_SECRET_KEY: 'pk_test_x', STRIPE_PUBLISHABLE_KEY: 'sk_test_x' },
      /^STRIPE_SECRET_KEY: a secret key/,
    ],
    ['keys of two modes', { STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_PUBLISHABLE_KEY: 'pk_live_x' }, /different modes/],
    ['no address of Stripe', { STRIPE_API_BASE: 'localhost' }, /^STRIPE_API_BASE: it is no address/],
    [
      'a database of another kind',
      { DATABASE_URL: 'mysql://me:secret@localhost/x' },
      /^DATABASE_URL: it is no address such as (?!.*secret)/,
    ],
    [
      'a name that is not this machine’s',
      { PORT: String(await freePort()), HOST: '203.0.113.7' },
      /^HOST: "203.0.113.7" is no name or address/,
    ],
  ];
  for (const [name, env, line] of cases) await t.test(name, () => refuses(env, line));
});

test('npm start names the port that is taken, and the folder that is none', async () => {
  const { server, port } = await listening();
  await refuses({ PORT: String(port) }, new RegExp(`^Port ${port} is taken\\. Set PORT to a free one\\.`));
  server.close();
  const file = join(tmpdir(), `pay-elements-${process.pid}`);
  await writeFile(file, '');
  const env = { PORT: String(await freePort()), SANDBOX_PORT: String(await freePort()), DATA_DIR: file };
  await refuses(env, /^DATA_DIR: /);
});

test('the sandbox by itself says the same of its port', async () => {
  await refuses({ SANDBOX_PORT: 'x' }, /^SANDBOX_PORT: "x" is no port/, 'src/sandbox/serve.ts');
});
