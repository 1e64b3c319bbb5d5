import { expect, test } from '@playwright/test';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startDemo, type Demo } from '../support/demo.js';
import { customerOf, writeAsBusiness } from '../support/payer.js';

let demo: Demo;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo.close();
});

const NUMBER = '4000000000009995';
const SECOND = '4242424242424242';
/** The number in any grouping. */
const shows = (text: string, number: string): boolean => text.replace(/[\s-]/g, '').includes(number);

test('in a whole payment the card number is in no request to us, no log line, no event and no DOM of the page', async ({
  page,
}) => {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(demo.url))
      sent.push(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ''}`);
  });
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    const names = ['open', 'close', 'submit', 'input', 'change', 'succeeded', 'failed', 'canceled', 'error'];
    const record = (event: Event): void => {
      const fields: Record<string, unknown> = {};
      for (const key of Object.keys(event)) fields[key] = (event as unknown as Record<string, unknown>)[key];
      seen.push(JSON.stringify({ type: event.type, ...fields }));
    };
    for (const name of names) addEventListener(`pay-${name}`, record, true);
    addEventListener('message', (event) => seen.push(JSON.stringify(event.data)), true);
  });

  await page.goto(`${demo.url}/chat`);
  await writeAsBusiness(page, '$[Kitten](25.00)');
  const customer = customerOf(page);
  await customer.open('Kitten');
  await customer.pay({ number: NUMBER });
  await expect(customer.scope.getByText('You were not charged.')).toBeVisible();
  await customer.number.fill(SECOND);
  await customer.payNow.click();
  await customer.seesPaid();

  const dom = await page.evaluate(() => {
    const texts: string[] = [];
    const walk = (root: Document | ShadowRoot): void => {
      texts.push(root instanceof Document ? root.documentElement.outerHTML : root.innerHTML);
      for (const element of root.querySelectorAll('*')) {
        if (element instanceof HTMLInputElement) texts.push(element.value);
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    walk(document);
    return texts.join('\n');
  });
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  const kept: string[] = [];
  for (const name of await readdir(demo.dataDir, { recursive: true })) {
    const text = await readFile(join(demo.dataDir, name), 'latin1').catch(() => '');
    if (shows(text, NUMBER) || shows(text, SECOND)) kept.push(name);
  }
  expect(seen.some((text) => text.includes('pay-succeeded'))).toBe(true);
  for (const number of [NUMBER, SECOND]) {
    expect(sent.filter((text) => shows(text, number))).toEqual([]);
    expect(said.filter((text) => shows(text, number))).toEqual([]);
    expect(seen.filter((text) => shows(text, number))).toEqual([]);
    expect(shows(dom, number)).toBe(false);
    expect(shows(demo.output(), number)).toBe(false);
    expect(shows(JSON.stringify(await demo.sandboxLog()), number)).toBe(false);
  }
  expect(kept).toEqual([]);
});
