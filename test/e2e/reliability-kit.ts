/** What the reliability specs share: requests with an amount of their own, pages around them, faults, charges. */
import { spawn, type ChildProcess } from 'node:child_process';
import { expect, type Page } from '@playwright/test';
import * as esbuild from 'esbuild';
import type { MoneyRequest } from '../../src/contract/types.js';
import type { FaultInput } from '../../src/sandbox/faults.js';
import type { Demo } from '../support/demo.js';

export const GOOD = { number: '4242424242424242' } as const;
export const ASKS = { number: '4000000000003220' } as const;
export const LABEL = 'Get more kittens';

let amount = 1000;

/** A request whose amount no other test of the file uses. */
export async function makeRequest(demo: Demo, body: object = {}): Promise<MoneyRequest> {
  const answer = await fetch(`${demo.url}/api/requests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${demo.operatorKey}` },
    body: JSON.stringify({ label: LABEL, amount: (amount += 7), ...body }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as MoneyRequest;
}

/** What the server says of it now. */
export async function readRequest(demo: Demo, id: string): Promise<MoneyRequest> {
  return (await (await fetch(`${demo.url}/api/requests/${id}`)).json()) as MoneyRequest;
}

/** How often the sandbox took this request's amount. */
export async function charges(demo: Demo, request: MoneyRequest): Promise<number> {
  const { charges: all } = await demo.sandboxLog();
  return all.filter((charge) => charge.paid && charge.amount === request.amount).length;
}

/** Sets a fault at the sandbox. */
export async function fault(demo: Demo, input: FaultInput): Promise<void> {
  const answer = await fetch(`${demo.sandboxUrl}/_sandbox/faults`, { method: 'POST', body: JSON.stringify(input) });
  expect(answer.status).toBe(201);
}

/** A page with the elements registered and `body` in it. */
export function pageOf(demo: Demo, body: string, head = ''): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title>${head}<script type="module" src="${demo.url}/pay-elements.min.js"></script><body>${body}</body></html>`;
}

/** The tag of an element. */
export function tagOf(demo: Demo, { id }: MoneyRequest, tag = 'pay-request'): string {
  return `<${tag} request="${id}" backend="${demo.url}/api"></${tag}>`;
}

/** Keeps the public events of a page as `name status`, through reloads if `log` is asked for before each. */
export async function keepEvents(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const log: string[] = [];
    Object.assign(window, { payLog: log });
    for (const name of ['succeeded', 'failed', 'canceled', 'error', 'submit'])
      addEventListener(`pay-${name}`, () => log.push(name), true);
  });
}

/** The events that were kept since the page was loaded. */
export function eventsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as Window & { payLog?: string[] }).payLog ?? []);
}

/** A script for a page, bundled from source text that may import packages. */
export async function bundle(source: string, define: Record<string, string> = {}): Promise<string> {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: source, resolveDir: process.cwd(), loader: 'tsx' },
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    define: { 'process.env.NODE_ENV': '"development"', ...define },
    logLevel: 'silent',
  });
  return (outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script');
}

/** Starts the demo again on the ports and the data of one that was stopped. */
export async function startAgain(demo: Demo): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'demo/main.ts'], {
    env: {
      ...process.env,
      PORT: new URL(demo.url).port,
      SANDBOX_PORT: new URL(demo.sandboxUrl).port,
      DATA_DIR: demo.dataDir,
      PAY_OPERATOR_KEY: demo.operatorKey,
    },
    stdio: 'ignore',
  });
  await expect
    .poll(
      () =>
        fetch(demo.url).then(
          ({ ok }) => ok,
          () => false,
        ),
      { timeout: 60_000 },
    )
    .toBe(true);
  return child;
}

/** Ends a demo that `startAgain` started. */
export async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
