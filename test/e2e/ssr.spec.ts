/** Pages whose elements a server has rendered: without JavaScript, before it, and taken over by it. */
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import type { run } from 'axe-core';
import type { MoneyRequest } from '../../src/contract/types.js';
import { fallbackHtml } from '../../src/server/index.js';
import { startDemo, type Demo } from '../support/demo.js';
import { servePages, type Site } from '../support/page-server.js';
import { Payer } from '../support/payer.js';
import { renderOnServer } from '../support/server-render.js';
import { bundle, charges, eventsOf, GOOD, keepEvents, LABEL, makeRequest } from './reliability-kit.js';

const tags = ['pay-request', 'pay-card', 'pay-checkout', 'pay-receipt', 'pay-link', 'pay-invoice'] as const;

let demo: Demo;
let hydrating: string;
let plain: string;
test.beforeAll(async () => {
  demo = await startDemo();
  const define = `import './src/define/define.js';`;
  hydrating = await bundle(`import '@lit-labs/ssr-client/lit-element-hydrate-support.js'; ${define}`);
  plain = await bundle(define);
});
test.afterAll(async () => {
  await demo.close();
});

function tagOf(tag: string, request: MoneyRequest, attributes = ''): string {
  return `<${tag} request="${request.id}" backend="${demo.url}/api" ${attributes}>${fallbackHtml(request)}</${tag}>`;
}

/** A site of one page with `source` rendered by its server, and the script under `/elements.js`. */
async function serve(source: string, script: string): Promise<Site> {
  const body = await renderOnServer(source);
  return servePages({
    '/favicon.ico': '',
    '/': `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title><body><main><h1>A shop</h1>${body}</main>${script}`,
  });
}

/** What the page says is wrong with it: errors that nobody caught, and those on its console. */
function keepErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('every element is a visible link with label and amount, which leads to the hosted page', async ({ page }) => {
    const request = await makeRequest(demo);
    const site = await serve(tags.map((tag) => `<div id="${tag}">${tagOf(tag, request)}</div>`).join(''), '');
    await page.goto(site.url);
    for (const tag of tags) {
      const link = page.locator(`#${tag}`).getByRole('link', { name: `${LABEL} · $${request.amount / 100}` });
      await expect(link).toBeVisible();
      await expect(page.locator(`#${tag} .ghost`)).toBeHidden();
    }
    await page.locator('#pay-card').getByRole('link').click();
    await expect(page).toHaveURL(request.payUrl);
    await site.close();
  });
});

test('what a server has rendered is accessible as it is', async ({ page }) => {
  const request = await makeRequest(demo);
  const site = await serve(tags.map((tag) => tagOf(tag, request)).join(''), '');
  await page.goto(site.url);
  await page.evaluate(await readFile('node_modules/axe-core/axe.min.js', 'utf8'));
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: typeof run } };
    // A color in mid-fade is not the one that is read.
    const moving = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(moving.map(({ finished }) => finished));
    return (await axe.run(document)).violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`,
    );
  });
  expect(violations).toEqual([]);
  await site.close();
});

for (const tag of ['pay-request', 'pay-card', 'pay-checkout'] as const)
  test(`<${tag}> is taken over from the server, with its listeners, and pays`, async ({ page }) => {
    const errors = keepErrors(page);
    const request = await makeRequest(demo);
    // Before the element is one: a listener, and a property.
    const early = `<script>
      const element = document.querySelector('${tag}');
      element.presentation = 'dialog';
      window.payLog = [];
      for (const name of ['open', 'succeeded']) element.addEventListener('pay-' + name, () => payLog.push(name));
    </script>`;
    const site = await serve(tagOf(tag, request), `${early}<script type="module">${hydrating}</script>`);
    await page.goto(site.url);
    const payer = new Payer(page);
    await payer.open(tag === 'pay-request' ? LABEL : tag === 'pay-card' ? 'Pay Now' : 'Pay $');
    await expect(page.getByRole('dialog')).toBeVisible();
    await payer.type(GOOD);
    await page.getByRole('dialog').getByRole('button', { name: /^Pay/ }).click();
    await expect(page.getByText('Payment completed').filter({ visible: true }).first()).toBeVisible();
    expect(await eventsOf(page)).toEqual(['open', 'succeeded']);
    expect(await charges(demo, request)).toBe(1);
    expect(errors).toEqual([]);
    await site.close();
  });

test('what a server has drawn is taken over as it stands, not drawn beside it', async ({ page }) => {
  const errors = keepErrors(page);
  const request = await makeRequest(demo);
  const early = `<script>
    const element = document.querySelector('pay-card');
    const drawn = element.shadowRoot.querySelector('slot');
    // Lit calls it after its first render.
    element.firstUpdated = () => { window.kept = element.shadowRoot.querySelector('slot') === drawn; };
  </script>`;
  const site = await serve(tagOf('pay-card', request), `${early}<script type="module">${hydrating}</script>`);
  await page.goto(site.url);
  await expect.poll(() => page.evaluate(() => (window as Window & { kept?: boolean }).kept)).toBe(true);
  await expect(page.getByRole('button', { name: 'Pay Now' })).toHaveCount(1);
  // One that comes when the code for it is there already.
  const later = await renderOnServer(tagOf('pay-card', await makeRequest(demo)));
  await page.evaluate((markup) => {
    const place = document.createElement('section');
    place.setHTMLUnsafe(markup);
    document.body.append(place);
  }, later);
  await expect(page.getByRole('button', { name: 'Pay Now' })).toHaveCount(2);
  expect(errors).toEqual([]);
  await site.close();
});

test('without the support for it, what a server has drawn is drawn anew', async ({ page }) => {
  const errors = keepErrors(page);
  const request = await makeRequest(demo);
  const segments = JSON.stringify([
    { type: 'request', source: '', label: LABEL, amount: request.amount, currency: 'usd', request },
  ]);
  const message = `<pay-message backend="${demo.url}/api" segments='${segments}'></pay-message>`;
  const site = await serve(`${tagOf('pay-card', request)}${message}`, `<script type="module">${plain}</script>`);
  await page.goto(site.url);
  await expect(page.getByRole('button', { name: LABEL })).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Pay Now' })).toHaveCount(1);
  await expect(page.getByRole('link')).toHaveCount(0);
  expect(errors).toEqual([]);
  await site.close();
});

test('a message of the server is taken over with the requests in it', async ({ page }) => {
  const errors = keepErrors(page);
  await keepEvents(page);
  const request = await makeRequest(demo);
  const segments = JSON.stringify([
    { type: 'text', source: '', text: 'You must like laser beams' },
    { type: 'request', source: '', label: LABEL, amount: request.amount, currency: 'usd', request },
  ]);
  const site = await serve(
    `<pay-message backend="${demo.url}/api" segments='${segments}'></pay-message>`,
    `<script type="module">${hydrating}</script>`,
  );
  await page.goto(site.url);
  await expect(page.getByText('You must like laser beams')).toHaveCount(1);
  const payer = new Payer(page);
  await payer.open(LABEL);
  await payer.pay(GOOD);
  await payer.seesPaid();
  expect(await eventsOf(page)).toEqual(['submit', 'succeeded']);
  expect(errors).toEqual([]);
  await site.close();
});

test('a press of the link while the code is on its way follows it', async ({ page }) => {
  const request = await makeRequest(demo);
  const body = await renderOnServer(tagOf('pay-request', request));
  const site = await servePages({
    '/': `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title><body>${body}<script type="module" src="/elements.js"></script>`,
  });
  // It never comes.
  await page.route('**/elements.js', () => undefined);
  await page.goto(site.url, { waitUntil: 'commit' });
  await page.getByRole('link', { name: LABEL }).click();
  await expect(page).toHaveURL(request.payUrl);
  await site.close();
});
