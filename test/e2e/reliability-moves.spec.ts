/** An element that its page moves, removes, recycles, copies or renders again: no double charge, no lost result. */
import { expect, test, type Page } from '@playwright/test';
import type { MoneyRequest } from '../../src/contract/types.js';
import { startDemo, type Demo } from '../support/demo.js';
import { servePages, type Site } from '../support/page-server.js';
import { Payer } from '../support/payer.js';
import { charges, eventsOf, fault, GOOD, keepEvents, LABEL, makeRequest, pageOf, tagOf } from './reliability-kit.js';

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

/** A page with the element in `#one`, beside an empty `#two`. */
async function stage(page: Page, request: MoneyRequest): Promise<Payer> {
  await keepEvents(page);
  site = await servePages({ '/': pageOf(demo, `<div id="one">${tagOf(demo, request)}</div><div id="two"></div>`) });
  await page.goto(site.url);
  const payer = new Payer(page);
  await payer.open(LABEL);
  await payer.type(GOOD);
  await expect(payer.payNow).toBeEnabled();
  return payer;
}

/** Holds the next charge at the sandbox for that long. */
const slowly = (ms: number): Promise<void> =>
  fault(demo, { method: 'POST', path: '/v1/payment_intents/*/confirm', fault: 'delay', ms });

const state = (page: Page, at = 0): Promise<string | undefined> =>
  page.evaluate((index) => document.querySelectorAll('pay-request')[index]?.state.status, at);

const moves: Record<string, () => void> = {
  'moved by appendChild': () => {
    const element = document.querySelector('pay-request');
    if (element) document.querySelector('#two')?.append(element);
  },
  'moved by moveBefore': () => {
    const element = document.querySelector('pay-request');
    if (element) document.querySelector('#two')?.moveBefore(element, null);
  },
  'moved with its parent': () => {
    const one = document.querySelector('#one');
    if (one) document.querySelector('#two')?.append(one);
  },
  'removed and put back in another task': () => {
    const element = document.querySelector('pay-request');
    element?.remove();
    setTimeout(() => element && document.querySelector('#two')?.append(element), 100);
  },
  'hidden and shown': () => {
    const element = document.querySelector<HTMLElement>('pay-request');
    if (!element) return;
    element.style.display = 'none';
    setTimeout(() => (element.style.display = ''), 100);
  },
};

for (const [what, move] of Object.entries(moves))
  test(`${what} while a charge runs: one charge, told once, and the element shows it`, async ({ page }) => {
    const request = await makeRequest(demo);
    const payer = await stage(page, request);
    await slowly(1200);
    await payer.payNow.click();
    await expect.poll(() => state(page)).toBe('submitting');
    await page.evaluate(move);
    await payer.seesPaid();
    expect(await charges(demo, request)).toBe(1);
    expect((await eventsOf(page)).filter((name) => name !== 'submit')).toEqual(['succeeded']);
  });

for (const what of ['moved by appendChild', 'moved by moveBefore', 'removed and put back in another task'] as const)
  test(`${what} while its form is open: it can still be paid, once`, async ({ page }) => {
    const request = await makeRequest(demo);
    const payer = await stage(page, request);
    await page.evaluate(moves[what] ?? (() => undefined));
    await expect.poll(() => page.evaluate(() => document.querySelector('#two pay-request') !== null)).toBe(true);
    const kept = await payer.number.inputValue({ timeout: 3000 }).catch(() => '');
    if (what === 'moved by moveBefore') expect(kept).toBe('4242 4242 4242 4242');
    if (kept === '') {
      if (!(await payer.number.isVisible())) await payer.open(LABEL);
      await payer.type(GOOD);
    }
    await payer.payNow.click();
    await payer.seesPaid();
    expect(await charges(demo, request)).toBe(1);
  });

test('removed for good while a charge runs: it is charged once, and an element that comes later shows it', async ({
  page,
}) => {
  const request = await makeRequest(demo);
  const payer = await stage(page, request);
  await slowly(800);
  await payer.payNow.click();
  await expect.poll(() => state(page)).toBe('submitting');
  const settled = page.evaluate(() => {
    const element = document.querySelector('pay-request');
    const promise = element?.whenSettled();
    element?.remove();
    return promise?.then(({ status }) => status);
  });
  expect(await settled).toBe('paid');
  expect(await charges(demo, request)).toBe(1);
  await page.evaluate(
    (tag) => {
      const two = document.querySelector('#two');
      if (two) two.innerHTML = tag;
    },
    tagOf(demo, request),
  );
  await payer.seesPaid();
});

test('recycled for another request while a charge runs: each is shown and paid for itself', async ({ page }) => {
  const [request, next] = [await makeRequest(demo), await makeRequest(demo, { label: 'The next one' })];
  const payer = await stage(page, request);
  await slowly(1000);
  await payer.payNow.click();
  await expect.poll(() => state(page)).toBe('submitting');
  await page.evaluate((id) => {
    const element = document.querySelector('pay-request');
    if (element) element.request = id;
  }, next.id);
  await expect(page.getByRole('button', { name: 'The next one' })).toBeVisible();
  await expect.poll(() => charges(demo, request)).toBe(1);
  expect(await state(page)).toBe('open');
  await payer.open('The next one');
  await payer.pay(GOOD);
  await payer.seesPaid();
  expect([await charges(demo, request), await charges(demo, next)]).toEqual([1, 1]);
  expect(await page.locator('pay-mount').count()).toBe(0);
});

test('cloned with its form open, and while a charge runs: one session, one charge', async ({ page }) => {
  const request = await makeRequest(demo);
  const payer = await stage(page, request);
  const clone = (): Promise<void> =>
    page.evaluate(() => {
      const element = document.querySelector('pay-request');
      if (element) document.querySelector('#two')?.append(element.cloneNode(true));
    });
  await clone();
  await slowly(800);
  await payer.payNow.click();
  await clone();
  await expect(page.getByRole('button', { name: 'Payment completed' })).toHaveCount(3);
  expect(await charges(demo, request)).toBe(1);
});

test('adopted into another document while a charge runs, and back: one charge, and it shows it', async ({ page }) => {
  const request = await makeRequest(demo);
  const payer = await stage(page, request);
  await page.evaluate(() => document.body.append(document.createElement('iframe')));
  await slowly(1200);
  await payer.payNow.click();
  await expect.poll(() => state(page)).toBe('submitting');
  await page.evaluate(async () => {
    const element = document.querySelector('pay-request');
    const frame = document.querySelector<HTMLIFrameElement>('body > iframe');
    if (element && frame) frame.contentDocument?.body.append(element);
    await new Promise((resolve) => setTimeout(resolve, 300));
    if (element) document.querySelector('#two')?.append(element);
  });
  await payer.seesPaid();
  expect(await charges(demo, request)).toBe(1);
});

test('adopted into another document with its form open, and back: it says that the fields are gone, and pays', async ({
  page,
}) => {
  const request = await makeRequest(demo);
  const payer = await stage(page, request);
  await page.evaluate(async () => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    const element = document.querySelector('pay-request');
    if (element) frame.contentDocument?.body.append(element);
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (element) document.querySelector('#two')?.append(element);
  });
  await expect.poll(() => state(page)).toMatch(/ready|open|unavailable/);
  if ((await state(page)) !== 'ready') await page.evaluate(() => document.querySelector('pay-request')?.show());
  await expect(payer.number).toBeEditable();
  await payer.pay(GOOD);
  await payer.seesPaid();
  expect(await charges(demo, request)).toBe(1);
});
