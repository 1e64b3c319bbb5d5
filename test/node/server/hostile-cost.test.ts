/**
 * What an anonymous body can cost: CPU time as a ratio to that of `{}` on the same route, measured in turns so that a
 * busy machine slows both, and the event loop's longest block beside that of an idle loop.
 */
import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { after, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { bench, ORIGIN } from './bench.js';

/** A body may cost so many times what `{}` costs. */
const MOST_RATIO = 20;
/** The longest that the event loop may stand still on an idle machine, in ms. */
const MOST_BLOCKED_MS = 50;
/** Calls that are measured together: enough for the clock of CPU time. */
const CALLS = 4;
/** Rounds of a comparison; the cheapest counts, so that a pause of the machine or a garbage collection does not. */
const ROUNDS = 6;

/** Bodies by what they try, each of about `size` bytes. */
const hostile: Readonly<Record<string, (size: number) => string>> = {
  'combining marks': (size) => text('a' + '\u0315\u0300'.repeat(size / 4)),
  'marks in the wrong order': (size) => text('a' + '\u0315\u0300\u05ae\u0327'.repeat(size / 8)),
  'letters that NFKC makes eighteen of': (size) => text('\ufdfa'.repeat(size / 3)),
  'a long string': (size) => text('x'.repeat(size)),
  'digits': (size) => text('4'.repeat(size)),
  'digits in pairs': (size) => text('42 '.repeat(size / 3)),
  'digits of other scripts': (size) => text('\u0664\u0662'.repeat(size / 4)),
  'separators only': (size) => text('4' + '\u200b-'.repeat(size / 4)),
  'blanks': (size) => text(' '.repeat(size) + 'x'),
  'an address of dots': (size) => JSON.stringify({ attempt: 'a', receiptEmail: `${'a.'.repeat(size / 2)}@b.cc` }),
  'an address of at signs': (size) => JSON.stringify({ attempt: 'a', receiptEmail: '@'.repeat(size) }),
  'a domain of hyphens': (size) => JSON.stringify({ attempt: 'a', receiptEmail: `a@b${'-a'.repeat(size / 2)}` }),
  'a return address': (size) => JSON.stringify({ attempt: 'a', returnUrl: `https://a.example/${'%20'.repeat(size / 3)}` }),
  'zeros': (size) => `[${'0,'.repeat(size / 2)}0]`,
  'ids that are numbers': (size) => `{"ids":[${'0,'.repeat(size / 2)}0]}`,
  'ids that are empty': (size) => `{"ids":[${'"",'.repeat(size / 3)}""]}`,
  'deep lists': (size) => '['.repeat(size / 2) + ']'.repeat(size / 2),
  'deep objects': (size) => '{"a":'.repeat(size / 6) + '0' + '}'.repeat(size / 6),
  'deep lists that never close': (size) => '['.repeat(size),
  'many members': (size) => members(size / 10, (n) => `a${n}`),
  'many members with numbers for names': (size) => members(size / 12, (n) => String(4_294_967_000 + n)),
  'many members called __proto__': (size) => members(size / 16, () => '__proto__'),
  'a long name': (size) => JSON.stringify({ ['x'.repeat(size)]: 0 }),
  'escapes': (size) => `{"attempt":"${'\\u0041'.repeat(size / 6)}"}`,
  'a long number': (size) => `{"attempt":"a","amount":${'9'.repeat(size)}}`,
  'not JSON': (size) => 'x'.repeat(size),
}; // prettier-ignore

function text(value: string): string {
  return JSON.stringify({ attempt: 'a', receiptEmail: value });
}

function members(count: number, name: (n: number) => string): string {
  return `{${Array.from({ length: count }, (_, n) => `"${name(n)}":0`).join()}}`;
}

/** A body in one piece, or byte by byte. */
type Sent = string | ReadableStream<Uint8Array>;

function inBytes(body: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(body);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.byteLength) controller.enqueue(bytes.subarray(at, ++at));
      else controller.close();
    },
  });
}

const { server, make, lines } = bench({ pace: { syncEvery: 0 } });
after(() => server.close());
const { id } = await make();

const signature = `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`;
/** Routes that take a body from anybody, with the largest that each looks at. */
const routes: readonly [name: string, path: string, headers: Record<string, string>, most: number][] = [
  ['attempts', `/api/requests/${id}/attempts`, {}, 16 * 1024],
  ['status', '/api/requests/status', {}, 16 * 1024],
  ['sync', `/api/requests/${id}/sync`, {}, 16 * 1024],
  ['a webhook without a signature', '/api/webhooks/demo', {}, 256 * 1024],
  ['a webhook with a wrong signature', '/api/webhooks/demo', { 'stripe-signature': signature }, 256 * 1024],
  ['the hosted page', `/pay/${id}`, { 'content-type': 'application/x-www-form-urlencoded' }, 16 * 1024],
];

async function call(path: string, headers: Record<string, string>, body: Sent): Promise<number> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body, duplex: 'half' };
  const answer = await server.fetch(new Request(`${ORIGIN}${path}`, init));
  await answer.arrayBuffer();
  return answer.status;
}

/** CPU time of some calls in µs, with the event loop let go between them as a server's is. */
async function cost(path: string, headers: Record<string, string>, body: () => Sent): Promise<number> {
  let spent = 0;
  for (let n = 0; n < CALLS; n++) {
    const sent = body();
    const before = process.cpuUsage();
    const status = await call(path, headers, sent);
    const { user, system } = process.cpuUsage(before);
    spent += user + system;
    assert.ok(status < 500, `${path} ${status}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return spent;
}

/**
 * How many times as much as `{}` a body costs, of the cheapest rounds of both. One round is enough where it is within
 * the budget; else both are measured again, side by side.
 */
async function ratioOf(
  path: string,
  headers: Record<string, string>,
  known: number,
  body: () => Sent,
): Promise<number> {
  let plain = known;
  let spent = await cost(path, headers, body);
  for (let round = 1; round < ROUNDS && spent > plain * MOST_RATIO; round++) {
    plain = round === 1 ? Infinity : plain;
    plain = Math.min(plain, await cost(path, headers, () => '{}'));
    spent = Math.min(spent, await cost(path, headers, body));
  }
  return spent / plain;
}

/** An event loop that does nothing: how late it is tells how busy the machine is. */
async function idleLoop(): Promise<{ longest(): Promise<number>; end(): Promise<unknown> }> {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const delay = require('node:perf_hooks').monitorEventLoopDelay({ resolution: 5 });
     delay.enable();
     parentPort.on('message', () => parentPort.postMessage(delay.max / 1e6));
     parentPort.postMessage('ready');`,
    { eval: true },
  );
  const next = (): Promise<unknown> => new Promise((resolve) => worker.once('message', resolve));
  await next();
  return {
    async longest() {
      const answer = next();
      worker.postMessage('tell');
      return Number(await answer);
    },
    end: () => worker.terminate(),
  };
}

test('no body of anybody costs more than twenty times {} or holds up the event loop', async (t) => {
  const idle = await idleLoop();
  t.after(() => idle.end());
  const tooDear: string[] = [];
  const hold = (what: string, ratio: number): void => {
    if (ratio > MOST_RATIO) tooDear.push(`${what}: ${ratio.toFixed(1)} times {}`);
  };
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  for (const [name, path, headers, most] of routes) {
    let plain = Infinity;
    for (let n = 0; n < 20; n++) plain = Math.min(plain, await cost(path, headers, () => '{}'));
    const sizes = [most / 16, most / 2, most - 64, 2 * most].map(Math.floor);
    for (const [kind, made] of Object.entries(hostile)) {
      for (const size of sizes) {
        const body = made(size);
        hold(`${name}, ${kind}, ${size} bytes`, await ratioOf(path, headers, plain, () => body));
      }
    }
    const body = text('x'.repeat(most - 64));
    hold(`${name}, byte by byte`, await ratioOf(path, headers, plain, () => inBytes(body)));
  }
  assert.deepEqual(tooDear, []);
  const blocked = delay.max / 1e6;
  const busy = await idle.longest();
  const allowed = Math.max(MOST_BLOCKED_MS, 3 * busy);
  assert.ok(
    blocked <= allowed,
    `the loop stood still for ${blocked.toFixed(0)} ms, an idle one for ${busy.toFixed(0)}`,
  );
  assert.deepEqual(lines.filter(({ message }) => message === 'fault'), []); // prettier-ignore
});
