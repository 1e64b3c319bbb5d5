/** The oldest browsers that are supported, which lack what is newer, and those below them, where the page's own link stays. */
import { expect, test, type Page } from '@playwright/test';
import { startDemo, type Demo } from '../support/demo.js';
import { servePages, type Site } from '../support/page-server.js';
import { Payer } from '../support/payer.js';
import { charges, GOOD, LABEL, makeRequest, pageOf, tagOf } from './reliability-kit.js';

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

test('without AbortSignal.any and AbortSignal.timeout a payment goes through', async ({ page }) => {
  const request = await makeRequest(demo);
  await page.addInitScript(() => {
    for (const name of ['any', 'timeout']) Reflect.deleteProperty(AbortSignal, name);
  });
  site = await servePages({ '/': pageOf(demo, tagOf(demo, request)) });
  await page.goto(site.url);
  expect(await page.evaluate(() => ['any', 'timeout'].filter((name) => name in AbortSignal))).toEqual([]);
  const payer = new Payer(page);
  await payer.open(LABEL);
  await payer.pay(GOOD);
  await payer.seesPaid();
  expect(await charges(demo, request)).toBe(1);
});

test('without custom states and ElementInternals every element draws itself, and a payment goes through', async ({
  page,
}) => {
  const request = await makeRequest(demo);
  await page.addInitScript(() => Reflect.deleteProperty(HTMLElement.prototype, 'attachInternals'));
  site = await servePages({ '/': pageOf(demo, tagOf(demo, request)) });
  await page.goto(site.url);
  const payer = new Payer(page);
  await payer.open(LABEL);
  await payer.pay(GOOD);
  await payer.seesPaid();
  expect(await charges(demo, request)).toBe(1);
});

/** What a browser below the floor makes of the bundle. */
const below: Record<string, (page: Page) => Promise<unknown>> = {
  'cannot read the module': (page) =>
    page.route('**/pay-elements.min.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `@@ syntax of a later year @@;${await response.text()}` });
    }),
  'has no custom elements': (page) =>
    page.addInitScript(() => Object.defineProperty(window, 'customElements', { value: undefined })),
  'cannot read what an element is drawn by': (page) =>
    page.route(/\/pay-elements\.(request|view)-[^/]*\.js$/, async (route) => {
      await route.fulfill({ contentType: 'text/javascript', body: '@@ syntax of a later year @@' });
    }),
};

const tags = ['pay-request', 'pay-card', 'pay-checkout', 'pay-invoice', 'pay-receipt', 'pay-link'] as const;

for (const [what, arrange] of Object.entries(below))
  test(`a browser that ${what} shows the link inside each element, which leads to the payment page`, async ({
    page,
  }) => {
    const request = await makeRequest(demo);
    const body = tags.map((tag) =>
      tagOf(demo, request, tag).replace('><', `><a href="${request.payUrl}">Link in ${tag}</a><`),
    );
    site = await servePages({ '/': pageOf(demo, body.join('')) });
    await arrange(page);
    await page.goto(site.url, { waitUntil: 'networkidle' });
    for (const tag of tags) {
      const link = page.getByRole('link', { name: `Link in ${tag}` });
      await expect(link).toBeVisible();
      // Nothing lies above it.
      await link.click({ trial: true });
    }
    await page.getByRole('link', { name: 'Link in pay-request' }).click();
    await expect(page).toHaveURL(request.payUrl);
  });
