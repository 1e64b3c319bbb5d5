/** One request in many tabs: one charge, and every tab shows the same. */
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { startDemo, type Demo } from '../support/demo.js';
import { servePages, type Site } from '../support/page-server.js';
import { Payer } from '../support/payer.js';
import { charges, GOOD, LABEL, makeRequest, pageOf, readRequest, tagOf } from './reliability-kit.js';

let demo: Demo;
let site: Site | null = null;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo.close();
});
test.afterEach(async () => {
  await site?.close();
  site = null;
});

async function openTab(context: BrowserContext): Promise<{ tab: Page; payer: Payer }> {
  const tab = await context.newPage();
  await tab.goto(site?.url ?? '');
  return { tab, payer: new Payer(tab) };
}

/** Presses as a payer that trusts nothing: by every way there is, without waiting. */
async function pressTwentyTimes(tab: Page): Promise<void> {
  await tab.evaluate(async () => {
    const element = document.querySelector('pay-request');
    const card = element?.shadowRoot?.querySelector('pay-card');
    const button = [...(card?.shadowRoot?.querySelectorAll('button') ?? [])].find((one) =>
      one.textContent.includes('Pay'),
    );
    for (let press = 0; press < 20; press++) {
      if (press % 3 === 0) button?.click();
      else if (press % 3 === 1) void element?.submit();
      else void card?.submit();
      await new Promise((resolve) => setTimeout(resolve, press % 4 === 0 ? 5 : 0));
    }
  });
}

test('twenty hostile presses in each of two tabs, a lost answer and a reload in the middle: one charge', async ({
  context,
}) => {
  const request = await makeRequest(demo);
  site = await servePages({ '/': pageOf(demo, tagOf(demo, request)) });
  const [one, two] = [await openTab(context), await openTab(context)];
  for (const { payer } of [one, two]) {
    await payer.open(LABEL);
    await payer.type(GOOD);
    await expect(payer.payNow).toBeEnabled();
  }
  // The first answer is lost on its way back, in whichever tab gets there.
  let lost = 0;
  await context.route('**/attempts', async (route) => {
    if (lost++ > 0) return route.continue();
    await route.fetch();
    await route.abort('connectionreset');
  });
  await Promise.all([pressTwentyTimes(one.tab), pressTwentyTimes(two.tab)]);
  await one.tab.reload();
  await one.payer.seesPaid();
  await two.payer.seesPaid();
  expect(lost).toBeGreaterThan(0);
  expect(await charges(demo, request)).toBe(1);
  // Whatever is still on its way comes to nothing.
  await pressTwentyTimes(two.tab);
  expect(await charges(demo, request)).toBe(1);
});

test('a second tab shows what the first one does, and offers no payment meanwhile', async ({ context }) => {
  const request = await makeRequest(demo);
  site = await servePages({ '/': pageOf(demo, tagOf(demo, request)) });
  const [one, two] = [await openTab(context), await openTab(context)];
  for (const { payer } of [one, two]) {
    await payer.open(LABEL);
    await payer.type(GOOD);
  }
  const confirm = fetch(`${demo.sandboxUrl}/_sandbox/faults`, {
    method: 'POST',
    body: JSON.stringify({ method: 'POST', path: '/v1/payment_intents/*/confirm', fault: 'delay', ms: 1500 }),
  });
  expect((await confirm).status).toBe(201);
  await one.payer.payNow.click();
  const state = (tab: Page): Promise<string | undefined> =>
    tab.evaluate(() => document.querySelector('pay-request')?.state.status);
  await expect.poll(() => state(two.tab)).toBe('processing');
  await expect(two.payer.payNow).toBeHidden();
  await one.payer.seesPaid();
  await two.payer.seesPaid();
  expect(await charges(demo, request)).toBe(1);
});

test('eight tabs with live requests in one browser over HTTP/1.1: the last one is not held up, and all turn', async ({
  context,
}) => {
  const request = await makeRequest(demo);
  const others = await Promise.all(Array.from({ length: 3 }, () => makeRequest(demo, { label: 'Another' })));
  site = await servePages({ '/': pageOf(demo, [request, ...others].map((one) => tagOf(demo, one)).join('')) });
  const tabs: { tab: Page; payer: Payer }[] = [];
  for (let tab = 0; tab < 8; tab++) tabs.push(await openTab(context));
  const last = tabs.at(-1);
  if (!last) throw new Error('There is no tab.');
  await last.payer.open(LABEL);
  await last.payer.type(GOOD);
  await expect(last.payer.payNow).toBeEnabled();
  const took = await last.tab.evaluate(async () => {
    const element = document.querySelector('pay-request');
    const start = performance.now();
    const state = await element?.submit();
    return { status: state?.status, ms: Math.round(performance.now() - start) };
  });
  const told = Date.now();
  for (const { payer } of tabs) await payer.seesPaid();
  console.log(`eight tabs: the last one paid in ${took.ms} ms; all eight showed it ${Date.now() - told} ms later`);
  expect(took.status).toBe('paid');
  // With a stream for each tab the browser has no connection left, and it would wait until one ends.
  expect(took.ms).toBeLessThan(5000);
  expect(await charges(demo, request)).toBe(1);
});

test('a tab that joins while another holds the stream hears what changed while it loaded', async ({ context }) => {
  const request = await makeRequest(demo);
  site = await servePages({ '/': pageOf(demo, tagOf(demo, request)) });
  const one = await openTab(context);
  await one.payer.open(LABEL);
  await one.payer.type(GOOD);
  // The second tab's answer is from before the payment, and comes after it.
  const two = await context.newPage();
  const before = await readRequest(demo, request.id);
  let paid: () => void = () => undefined;
  const wait = new Promise<void>((resolve) => (paid = resolve));
  let asked = 0;
  await two.route(/\/api\/requests\/req_\w+$/, async (route) => {
    if (asked++ > 0) return route.continue();
    await wait;
    await route.fulfill({ json: before, headers: { 'access-control-allow-origin': '*' } });
  });
  await two.goto(site.url);
  await one.payer.payNow.click();
  await one.payer.seesPaid();
  paid();
  await new Payer(two).seesPaid();
});
