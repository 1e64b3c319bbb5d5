import { expect, test, type Request } from '@playwright/test';
import type { MoneyRequest } from '../../src/contract/types.js';
import { startDemo, type Demo } from '../support/demo.js';
import { servePages } from '../support/page-server.js';
import { Payer } from '../support/payer.js';

let demo: Demo;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo.close();
});

async function makeRequest(body: object = {}): Promise<MoneyRequest> {
  const answer = await fetch(`${demo.url}/api/requests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${demo.operatorKey}` },
    body: JSON.stringify({ label: 'Get more kittens', amount: 2500, ...body }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as MoneyRequest;
}

const page = (body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title><script type="module" src="${demo.url}/pay-elements.min.js"></script><body>${body}</body></html>`;

test('a page of another site with one script tag pays', async ({ page: tab }) => {
  const request = await makeRequest();
  const site = await servePages({
    '/': page(`<pay-request request="${request.id}" backend="${demo.url}/api"></pay-request>`),
  });
  try {
    await tab.goto(site.url);
    const payer = new Payer(tab);
    await payer.open('Get more kittens');
    await payer.pay({ number: '4242424242424242' });
    await payer.seesPaid();
  } finally {
    await site.close();
  }
});

for (const field of ['number', 'expiry', 'cvc'] as const)
  test(`Enter in the ${field} field inside a form of the host pays and does not submit that form`, async ({
    page: tab,
  }) => {
    const request = await makeRequest();
    const site = await servePages({
      '/': page(
        `<form action="/submitted"><input name="name" value="Ada"><pay-request request="${request.id}" backend="${demo.url}/api"></pay-request><button>Order</button></form>`,
      ),
      '/submitted': 'The form was submitted.',
    });
    try {
      await tab.goto(site.url);
      const payer = new Payer(tab);
      await payer.open('Get more kittens');
      await payer.type({ number: '4242424242424242' });
      await payer[field].press('Enter');
      await payer.seesPaid();
      expect(new URL(tab.url()).pathname).toBe('/');
    } finally {
      await site.close();
    }
  });

test('thirty requests given by id ask the backend once, watch once, and nothing goes to Stripe before a press', async ({
  page: tab,
}) => {
  const requests = await Promise.all(Array.from({ length: 30 }, () => makeRequest()));
  const site = await servePages({
    '/': page(
      requests.map(({ id }) => `<pay-request request="${id}" backend="${demo.url}/api"></pay-request>`).join(''),
    ),
  });
  const seen: Request[] = [];
  tab.on('request', (request) => seen.push(request));
  try {
    await tab.goto(site.url);
    await expect(tab.getByRole('button', { name: 'Get more kittens' })).toHaveCount(30);
    const stream = (): Request[] => seen.filter((request) => new URL(request.url()).pathname === '/api/events');
    await expect.poll(() => stream().length).toBe(1);
    const api = seen.filter(
      (request) => new URL(request.url()).pathname.startsWith('/api/') && request.method() !== 'OPTIONS',
    );
    expect(api.map((request) => `${request.method()} ${new URL(request.url()).pathname}`).sort()).toEqual([
      'GET /api/events',
      'POST /api/requests/status',
    ]);
    expect(seen.filter((request) => request.url().startsWith(demo.sandboxUrl))).toEqual([]);
  } finally {
    await site.close();
  }
});

test('thirty requests given as objects only watch', async ({ page: tab }) => {
  const seen: string[] = [];
  tab.on('request', (request) => seen.push(request.url()));
  await tab.goto(`${demo.url}/chat?requests=30`);
  const customer = tab.getByRole('region', { name: 'Customer' });
  await expect(customer.getByRole('button', { name: /^Kitten number/ })).toHaveCount(30);
  await expect.poll(() => seen.filter((url) => new URL(url).pathname === '/api/events').length).toBe(1);
  expect(seen.filter((url) => /\/api\/requests/.test(url))).toEqual([]);
  expect(seen.filter((url) => url.startsWith(demo.sandboxUrl))).toEqual([]);
});

test('the bundle loaded twice shares one session and pays once', async ({ page: tab }) => {
  const request = await makeRequest();
  const element = `<pay-request request="${request.id}" backend="${demo.url}/api"></pay-request>`;
  const site = await servePages({
    '/': page(`<script type="module" src="${demo.url}/pay-elements.min.js?again"></script>${element}${element}`),
  });
  try {
    const errors: string[] = [];
    tab.on('pageerror', (error) => errors.push(error.message));
    await tab.goto(site.url);
    const payer = new Payer(tab);
    await tab.getByRole('button', { name: 'Get more kittens' }).first().click();
    await payer.pay({ number: '4242424242424242' });
    await expect(tab.getByRole('button', { name: 'Payment completed' })).toHaveCount(2);
    expect(errors).toEqual([]);
  } finally {
    await site.close();
  }
});
