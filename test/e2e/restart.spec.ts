import { expect, test } from '@playwright/test';
import { rm } from 'node:fs/promises';
import type { MoneyRequest } from '../../src/contract/types.js';
import { startDemo } from '../support/demo.js';
import { customerOf, Payer, writeAsBusiness } from '../support/payer.js';

test('what was paid is still paid after a restart, at the sandbox too, and an open request pays then', async ({
  page,
}) => {
  const first = await startDemo();
  try {
    await page.goto(`${first.url}/chat`);
    await writeAsBusiness(page, '$[Paid before](25.00) and $[Paid after](12)');
    const customer = customerOf(page);
    await customer.open('Paid before');
    await customer.pay({ number: '4242424242424242' });
    await customer.seesPaid();
    const ids = await customer.scope
      .locator('pay-request')
      .evaluateAll((all) =>
        all.map((one) => one.getAttribute('request') ?? (one as HTMLElement & { request: string }).request),
      );
    await first.stop();

    const second = await startDemo({ dataDir: first.dataDir });
    try {
      const answers = await Promise.all(
        ids.map(async (id) => (await (await fetch(`${second.url}/api/requests/${id}`)).json()) as MoneyRequest),
      );
      expect(answers.map(({ label, status }) => `${label}: ${status}`)).toEqual([
        'Paid before: paid',
        'Paid after: open',
      ]);
      expect((await second.sandboxLog()).charges.filter(({ paid }) => paid)).toHaveLength(1);
      await page.goto(`${second.url}/pay/${ids[1] ?? ''}`);
      const payer = new Payer(page);
      await payer.type({ number: '4242424242424242' });
      await page.getByRole('button', { name: 'Pay $12.00' }).click();
      await expect(page.getByText('Payment completed', { exact: true })).toBeVisible();
      expect((await second.sandboxLog()).charges.filter(({ paid }) => paid)).toHaveLength(2);
    } finally {
      await second.stop();
    }
  } finally {
    await rm(first.dataDir, { recursive: true, force: true });
  }
});

test('a second start on the same data is told who holds it', async () => {
  const first = await startDemo();
  try {
    await expect(startDemo({ dataDir: first.dataDir })).rejects.toThrow(/process \d+|pid \d+/i);
  } finally {
    await first.close();
  }
});
