/** Money that is reserved first: what the payer sees of what the merchant does with it later. */
import { expect, test, type Page } from '@playwright/test';
import type { MoneyRequest } from '../../src/contract/types.js';
import { startDemo, type Demo } from '../support/demo.js';
import { servePages, type Site } from '../support/page-server.js';
import { Payer } from '../support/payer.js';
import { GOOD, LABEL, makeRequest, pageOf, tagOf } from './reliability-kit.js';

let demo: Demo;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo.close();
});

/** An order of the merchant's, and what it is answered. */
async function operate(id: string, action: string, body: object = {}): Promise<{ status: number; code?: string }> {
  const answer = await fetch(`${demo.url}/api/requests/${id}/${action}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${demo.operatorKey}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify(body),
  });
  const { code } = (await answer.json()) as { code?: string };
  return { status: answer.status, ...(code === undefined ? {} : { code }) };
}

/** A page on which a request was reserved. */
async function reserved(page: Page, more: object): Promise<{ request: MoneyRequest; site: Site }> {
  const request = await makeRequest(demo, { amount: 2500, capture: 'manual', ...more });
  const receipt = tagOf(demo, request, 'pay-receipt');
  const site = await servePages({ '/': pageOf(demo, `${tagOf(demo, request)}<hr>${receipt}`) });
  await page.goto(site.url);
  const payer = new Payer(page);
  await payer.open(LABEL);
  await payer.pay(GOOD);
  await expect(page.getByRole('button', { name: '$25.00 reserved' })).toBeVisible();
  return { request, site };
}

test('a reserved amount is said to be so, turns to paid when a part is taken, and to refunded, live', async ({
  page,
}) => {
  const { request, site } = await reserved(page, {});
  try {
    await expect(page.getByText('Reserved on your card.', { exact: false }).first()).toBeVisible();
    expect(await operate(request.id, 'capture', { amount: 1500 })).toEqual({ status: 200 });
    await expect(page.getByRole('button', { name: 'Payment completed' })).toBeVisible();
    const receipt = page.locator('pay-receipt').first();
    await expect(receipt.getByText('$15.00').first()).toBeVisible();
    await expect(receipt.getByText('Released')).toBeVisible();
    expect(await operate(request.id, 'refunds', { amount: 500 })).toEqual({ status: 200 });
    await expect(receipt.getByText('−$5.00')).toBeVisible();
    expect(await operate(request.id, 'refunds')).toEqual({ status: 200 });
    await expect(page.getByRole('button', { name: 'Payment refunded' })).toBeVisible();
  } finally {
    await site.close();
  }
});

test('what is reserved cannot be let go by an operator unless the account allows it, and stays reserved', async ({
  page,
}) => {
  const { request, site } = await reserved(page, {});
  try {
    expect(await operate(request.id, 'cancel')).toEqual({ status: 403, code: 'forbidden' });
    await page.reload();
    await expect(page.getByRole('button', { name: '$25.00 reserved' })).toBeVisible();
  } finally {
    await site.close();
  }
});
