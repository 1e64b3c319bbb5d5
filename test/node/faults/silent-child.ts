/**
 * A process whose calls get no answer, while its garbage is collected all the time: `node --expose-gc`. Prints how each
 * call ended and after how many ms, as JSON.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpBackend } from '../../../src/backend/http.js';
import { PaymentError } from '../../../src/errors/index.js';
import { operatorClient } from '../../../src/operator/client.js';
import { fixedAccounts } from '../../../src/server/accounts.js';
import { createStripeClients, type StripeClients } from '../../../src/server/stripe/client.js';
import { stripeFailure } from '../../../src/server/stripe/errors.js';
import { answering } from '../../support/answering.js';
import { account, Bench } from '../engine/bench.js';

const TIMEOUT = 1_000;
const { gc } = globalThis;
if (!gc) throw new Error('Start it with --expose-gc.');
setInterval(() => {
  gc();
}, 100).unref();

const bench = new Bench();
/** What a call gets: nothing at all, headers and a beginning, or Stripe's answer. */
let silence: (url: string) => 'none' | 'all' | 'half' = () => 'none';
const held = new Set<ServerResponse>();

const http = createServer((incoming, response) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    const { method = 'GET', url = '/' } = incoming;
    const how = silence(url);
    if (how !== 'none') {
      held.add(response);
      if (how === 'half') response.writeHead(200, { 'content-type': 'application/json' }).write('{"object": ');
      return;
    }
    const headers = { ...(incoming.headers as Record<string, string>) };
    const body = method === 'GET' ? {} : { body: Buffer.concat(chunks) };
    void bench.sandbox
      .fetch(new Request(`http://127.0.0.1:12111${url}`, { method, headers, ...body }))
      .then(async (answer) => response.writeHead(answer.status).end(await answer.text()));
  });
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
const { port } = http.address() as AddressInfo;
const address = `http://127.0.0.1:${port}`;

const timed = async (call: () => Promise<unknown>): Promise<{ ms: number; how: string }> => {
  const begun = performance.now();
  const how = await Promise.race([
    call().then(
      () => 'answered',
      (error: unknown) => (error instanceof PaymentError ? error.code : describe(error)),
    ),
    new Promise<string>((resolve) => setTimeout(() => resolve('nothing'), 5 * TIMEOUT).unref()),
  ]);
  return { ms: Math.round(performance.now() - begun), how };
};

function describe(error: unknown): string {
  const failure = stripeFailure(error);
  return failure.kind === 'unknown' ? failure.error.code : failure.kind;
}

const clients = (fetch?: (input: string, init: RequestInit) => Promise<Response>): StripeClients =>
  createStripeClients(
    fixedAccounts([account]),
    { apiBase: address, timeout: TIMEOUT, ...(fetch ? { fetch } : {}) },
    () => Promise.resolve(new Date()),
  );
const ask = async (of: StripeClients): Promise<unknown> =>
  (await of.client('demo', 'test')).api.paymentIntents.retrieve('pi_1');

const results: Record<string, unknown> = {};

silence = () => 'all';
results['silent'] = await timed(() => ask(clients()));
silence = () => 'half';
results['breaks off'] = await timed(() => ask(clients()));
silence = () => 'all';
results['a fetch that drops the signal'] = await timed(() =>
  ask(clients(answering((request) => fetch(request.url, { method: request.method, headers: request.headers })))),
);

const one = clients();
await Promise.all(Array.from({ length: 5 }, () => timed(() => ask(one))));
results['circuit'] = (await one.client('demo', 'test')).waitMs > 0 ? 'open' : 'closed';

silence = () => 'none';
const [quiet, other] = [await bench.request(), await bench.request()];
for (const id of [quiet, other]) {
  await bench.pay(id, 'a1', 'pm_card_threeDSecure2Required');
  await bench.challenge(id, true);
}
const intent = (await bench.row(quiet)).doc.rails[0]?.id ?? 'none';
silence = (url) => (url.includes(intent) || url.startsWith('/v1/events/') ? 'all' : 'none');
const engine = bench.newEngine({ stripe: { apiBase: address, timeout: TIMEOUT } });
for (let event = 0; event < 8; event += 1)
  await bench.store.receiveWebhook({ account: 'demo', event: `evt_${event}`, type: 'charge.updated', request: null });
await bench.pass(60_000);
results['round'] = await timed(() => engine.reconcile());
results['other'] = (await bench.row(other)).status;
results['quiet'] = (await bench.row(quiet)).status;

silence = () => 'all';
results['operator'] = await timed(() =>
  operatorClient({ url: address, key: 'op_0123456789abcdef', timeout: TIMEOUT }).retrieve('req_1'),
);
results['payer'] = await timed(() => httpBackend({ url: address, timeout: TIMEOUT }).retrieve('req_1', {}));
silence = () => 'half';
results['operator, half'] = await timed(() =>
  operatorClient({ url: address, key: 'op_0123456789abcdef', timeout: TIMEOUT }).retrieve('req_1'),
);
results['payer, half'] = await timed(() => httpBackend({ url: address, timeout: TIMEOUT }).retrieve('req_1', {}));
results['payer whose fetch drops the signal'] = await timed(() =>
  httpBackend({
    url: address,
    timeout: TIMEOUT,
    fetch: (input, init) => fetch(input, { method: init?.method ?? 'GET' }),
  }).retrieve('req_1', {}),
);

console.log(JSON.stringify(results));
process.exit(0);
