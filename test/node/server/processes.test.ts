import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { attemptResult, createdRequest, requestChange } from '../../../src/contract/schemas.js';
import { serveSandbox } from '../../../src/sandbox/serve.js';
import { openPg } from '../../../src/server/index.js';
import { freePort } from '../../support/demo.js';
import { KEY, read } from './bench.js';

const url = process.env['TEST_DATABASE_URL'];

if (url === undefined) console.log('Two processes on one PostgreSQL: left out, for TEST_DATABASE_URL names no server');
else
  describe('two server processes on one PostgreSQL', () => {
    const database = `pay_two_${randomBytes(6).toString('hex')}`;
    const children: ChildProcess[] = [];
    let sandboxUrl = '';
    let one = '';
    let two = '';
    let end = async (): Promise<void> => undefined;

    const start = async (): Promise<string> => {
      const own = new URL(url);
      own.pathname = `/${database}`;
      const script = new URL('one-of-two.ts', import.meta.url).pathname;
      const child = spawn(process.execPath, ['--import', 'tsx', script, own.href, sandboxUrl], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(child);
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      return line.toString().trim();
    };

    before(async () => {
      const port = await freePort();
      sandboxUrl = `http://127.0.0.1:${port}`;
      const sandbox = await serveSandbox({ port });
      const sql = await openPg(url);
      await sql.query(`CREATE DATABASE ${database}`);
      end = async () => {
        for (const child of children) {
          if (child.exitCode !== null || child.signalCode !== null) continue;
          const gone = once(child, 'exit');
          child.kill('SIGKILL');
          await gone;
        }
        await sandbox.close();
        await sql.query(`DROP DATABASE ${database} WITH (FORCE)`);
        await sql.close();
      };
      // At once, so that both find no tables.
      [one, two] = await Promise.all([start(), start()]);
    });
    after(() => end());

    const post = (api: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${api}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const make = async (): Promise<string> => {
      const made = await post(
        one,
        '/requests',
        { label: 'Get more kittens', amount: 2500 },
        { authorization: `Bearer ${KEY}` },
      );
      return (await read(made, createdRequest)).id;
    };
    const log = async () =>
      (await (await fetch(`${sandboxUrl}/_sandbox/log`)).json()) as {
        data: { method: string; path: string }[];
        charges: { paid: boolean }[];
      };
    const charges = async () => (await log()).charges.filter(({ paid }) => paid).length;
    const pay = (api: string, id: string, attempt: string) =>
      post(api, `/requests/${id}/attempts`, { attempt, instrument: { paymentMethod: 'pm_card_visa' } });

    /** Resolves once the stream of `api` tells the status. */
    const hears = async (api: string, id: string): Promise<(status: string) => Promise<void>> => {
      const stream = await fetch(`${api}/events?request=${id}`);
      const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
      assert.ok(reader);
      let text = '';
      return async (status) => {
        for (;;) {
          const { value, done } = await reader.read();
          assert.ok(!done, 'the stream ended');
          text += value;
          const told = [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) =>
            requestChange.parse(JSON.parse(data ?? '')),
          );
          if (told.some((change) => change.status === status)) return reader.cancel();
        }
      };
    };

    test('what one does, the streams of the other tell', async () => {
      const id = await make();
      const status = await hears(two, id);
      assert.equal((await pay(one, id, 'a1')).status, 200);
      await status('paid');
    });

    test('twenty attempts at both, of one id and of many, charge once', async () => {
      for (const name of [() => 'same', (n: number) => `attempt-${n}`]) {
        const id = await make();
        const before = await charges();
        const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => pay(n % 2 ? one : two, id, name(n))));
        const statuses = new Set(answers.map(({ status }) => status));
        for (const status of statuses) assert.ok([200, 202, 409].includes(status), String(status));
        assert.ok(statuses.has(200));
        assert.equal((await charges()) - before, 1);
      }
    });

    test('ten of one idempotency key at both make one request', async () => {
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          post(
            n % 2 ? one : two,
            '/requests',
            { label: 'Kitten', amount: 2500 },
            {
              authorization: `Bearer ${KEY}`,
              'idempotency-key': 'order-7',
            },
          ),
        ),
      );
      const ids = await Promise.all(answers.map(async (answer) => (await read(answer, createdRequest)).id));
      assert.equal(new Set(ids).size, 1);
    });

    test('ten calls of sync at both read Stripe twice: once each, a pace apart', async () => {
      const id = await make();
      await pay(one, id, 'a1');
      const reads = async () =>
        (await log()).data.filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/payment_intents/'))
          .length;
      const before = await reads();
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) => post(n % 2 ? one : two, `/requests/${id}/sync`, {})),
      );
      assert.ok(answers.every(({ status }) => status === 200));
      assert.equal((await reads()) - before, 2);
    });

    test('the other finishes what a killed one began, and charges once', async () => {
      const id = await make();
      const before = await charges();
      const status = await hears(two, id);
      await post(sandboxUrl, '/_sandbox/faults', {
        method: 'POST',
        path: '/v1/payment_intents/*/confirm',
        fault: 'lost-answer',
      });
      // It has its lease and waits for an answer, or has just lost it; either way it says nothing any more.
      const paying = pay(one, id, 'a1').catch(() => null);
      while ((await charges()) === before) await new Promise(setImmediate);
      children[0]?.kill('SIGKILL');
      await paying;
      await status('paid');
      assert.equal((await charges()) - before, 1);
      const attempt = await read(await pay(two, id, 'a1'), attemptResult);
      assert.equal(attempt.paid, true);
    });
  });
