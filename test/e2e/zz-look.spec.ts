import { test } from '@playwright/test';
import { startDemo, type Demo } from '../support/demo.js';
import { customerOf, writeAsBusiness } from '../support/payer.js';
let demo: Demo;
test.beforeAll(async () => { demo = await startDemo(); });
test.afterAll(async () => { await demo.close(); });
for (const width of [1100, 320]) for (const scheme of ['light', 'dark'] as const)
test(`look ${width} ${scheme}`, async ({ page }) => {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: scheme });
  const errors: string[] = []; page.on('pageerror', (e) => errors.push(String(e))); page.on('console', (m) => { if (m.type() === 'error') errors.push(m.text()); });
  await page.goto(`${demo.url}/chat`);
  await writeAsBusiness(page, 'You must like laser beams $[Get more kittens - 25$](25.00)');
  const c = customerOf(page);
  await c.open('Get more kittens - 25$');
  await page.screenshot({ path: `/tmp/sz/${width}-${scheme}-a.png` });
  await c.type({ number: '4242424242424242' });
  await page.screenshot({ path: `/tmp/sz/${width}-${scheme}-b.png` });
  await c.payNow.click(); await c.seesPaid();
  await c.scope.getByRole('button', { name: 'Payment completed' }).click();
  await c.scope.getByText('Paid to Shoplifter').waitFor();
  await page.screenshot({ path: `/tmp/sz/${width}-${scheme}-c.png` });
  console.log(errors);
});
