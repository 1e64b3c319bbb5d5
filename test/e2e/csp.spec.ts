import { expect, test, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import type { MoneyRequest } from '../../src/contract/types.js';
import { hostPolicy } from '../../src/server/index.js';
import { startDemo, type Demo } from '../support/demo.js';
import { servePages } from '../support/page-server.js';
import { CheckoutPayer } from '../support/checkout.js';
import { customerOf, Payer, writeAsBusiness } from '../support/payer.js';

let demo: Demo;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo.close();
});

const CHALLENGED = '4000000000003220';

async function makeRequest(): Promise<MoneyRequest> {
  const answer = await fetch(`${demo.url}/api/requests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${demo.operatorKey}` },
    body: JSON.stringify({ label: 'Get more kittens', amount: 2500 }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as MoneyRequest;
}

/** What the page's policy refused; the frames of Stripe have their own. */
async function violations(page: Page): Promise<string[]> {
  const seen: string[] = [];
  page.on('console', (message) => {
    if (/content security policy|trusted ?(type|html|script)/i.test(message.text())) seen.push(message.text());
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  return seen;
}

/** Pays with a card whose bank asks, so that every frame and script there is gets loaded. */
async function paysWithChallenge(payer: Payer): Promise<void> {
  await payer.open('Get more kittens');
  await payer.pay({ number: CHALLENGED });
  await payer.challenge.getByRole('button', { name: 'Complete authentication' }).click();
  await payer.seesPaid();
}

test('the hosted page pays under its own policy, strict and with Trusted Types', async ({ page }) => {
  const refused = await violations(page);
  const { payUrl } = await makeRequest();
  const answer = await page.goto(payUrl);
  const policy = answer?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toContain('unsafe');
  const payer = new Payer(page);
  await payer.type({ number: CHALLENGED });
  await page.getByRole('button', { name: 'Pay $25.00' }).click();
  await payer.challenge.getByRole('button', { name: 'Complete authentication' }).click();
  await expect(page.getByText('Payment completed', { exact: true })).toBeVisible();
  expect(refused).toEqual([]);
  expect(
    await page.evaluate(() => {
      try {
        document.createElement('div').innerHTML = '<b>x</b>';
        return 'allowed';
      } catch (error) {
        return (error as Error).name;
      }
    }),
  ).toBe('TypeError');
});

test('a page of another site with a strict policy and Trusted Types, and what hostPolicy names, pays', async ({
  page,
}) => {
  const refused = await violations(page);
  const request = await makeRequest();
  const policy = Object.entries({
    'default-src': ["'none'"],
    ...hostPolicy({ script: demo.url, api: demo.url, standIn: demo.sandboxUrl }),
    'require-trusted-types-for': ["'script'"],
  })
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
  const site = await servePages(
    {
      '/': `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title><script type="module" src="${demo.url}/pay-elements.min.js"></script>
        <pay-request request="${request.id}" backend="${demo.url}/api"></pay-request>`,
    },
    { 'content-security-policy': policy },
  );
  try {
    await page.goto(site.url);
    await paysWithChallenge(new Payer(page));
    expect(refused).toEqual([]);
  } finally {
    await site.close();
  }
});

test('the demo pages have such a policy as well and the chat pays under it', async ({ page }) => {
  const refused = await violations(page);
  for (const path of ['/', '/storefront', '/invoice', '/sms', '/chat']) {
    const policy = (await page.goto(`${demo.url}${path}`))?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    await expect(page.locator('pay-request, pay-invoice, chat-widget, .articles, .texting').first()).toBeVisible();
  }
  await writeAsBusiness(page, '$[Get more kittens](25.00)');
  await paysWithChallenge(customerOf(page));
  expect(refused).toEqual([]);
});

for (const means of ['Payment Element', 'wallet'] as const)
  test(`the storefront pays under its policy by the ${means}`, async ({ page }) => {
    const refused = await violations(page);
    await page.goto(`${demo.url}/storefront`);
    await page.getByRole('button', { name: 'Check out' }).click();
    if (means === 'wallet') {
      const row = page.frameLocator('iframe[title="Secure express checkout frame"]');
      await row.getByRole('button', { name: 'Pay with Sandbox Wallet' }).click();
      const sheet = page.frameLocator('iframe[name="sandbox-wallet-frame"]');
      await sheet.getByRole('button', { name: 'Pay' }).click();
    } else {
      await new CheckoutPayer(page).card(CHALLENGED);
      const challenge = page.frameLocator('iframe[name="stripe-challenge-frame"]');
      await challenge.getByRole('button', { name: 'Complete authentication' }).click();
    }
    await expect(page.getByText('Thank you!')).toBeVisible();
    expect(refused).toEqual([]);
  });

test('docs/csp.md lists what hostPolicy does', async () => {
  const page = await readFile('docs/csp.md', 'utf8');
  const listed = [...page.matchAll(/^\| `([a-z-]+)` \| `(.+?)` \|/gm)].map(([, name, sources]) => [
    name,
    sources?.split(' '),
  ]);
  expect(Object.fromEntries(listed)).toEqual(
    hostPolicy({ script: 'https://cdn.example.com', api: 'https://pay.example.com' }),
  );
});
