import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as schemas from '../../../src/contract/schemas.js';
import { bench, problemIn, read } from './bench.js';

type Line = { label: string; quantity: number | string; unitAmount?: number | null; amount: number };

/** Sample invoices of EN 16931 and Peppol BIS Billing, as lines: amounts, then tax, allowances, charges and what was prepaid. */
const invoices: readonly [name: string, amount: number, lines: Line[]][] = [
  [
    'hours at a price, with VAT',
    44_030,
    [
      { label: 'Consulting', quantity: '1.5', unitAmount: 24_667, amount: 37_001 },
      { label: 'VAT 19 %', quantity: 1, amount: 7_029 },
    ],
  ],
  [
    'an allowance and a charge on the document',
    620_000,
    [
      { label: 'Item 1', quantity: 10, unitAmount: 40_000, amount: 400_000 },
      { label: 'Item 2', quantity: '3.0', unitAmount: 50_000, amount: 150_000 },
      { label: 'Discount', quantity: 1, unitAmount: -20_000, amount: -20_000 },
      { label: 'Freight', quantity: 1, unitAmount: 2_500, amount: 2_500 },
      { label: 'VAT 25 %', quantity: 1, amount: 133_125 },
      { label: 'Rounding', quantity: 1, amount: -45_625 },
    ],
  ],
  [
    'a price per base quantity, and what was prepaid',
    98_765,
    [
      { label: 'Screws, 12.34 per 100', quantity: 825, amount: 10_181 },
      { label: 'Gas, 0.0432 per kWh', quantity: '22345.678', amount: 96_533 },
      { label: 'Line allowance 5 %', quantity: 1, amount: -509 },
      { label: 'Prepaid', quantity: 1, amount: -7_440 },
    ],
  ],
  [
    'a return of what was bought',
    5_000,
    [
      { label: 'Cloth', quantity: '2.35', unitAmount: 1_299, amount: 3_053 },
      { label: 'Cloth, returned', quantity: '-2.35', unitAmount: 1_299, amount: -3_053 },
      { label: 'Other cloth', quantity: '2.5', unitAmount: 2_000, amount: 5_000 },
    ],
  ],
]; // prettier-ignore

for (const [name, amount, lineItems] of invoices) {
  test(`an invoice with ${name} is asked for to the cent`, async (t) => {
    const { server, operate, call } = bench();
    t.after(() => server.close());
    const answer = await operate('POST', '/requests', { label: 'Invoice', amount, currency: 'eur', lineItems });
    assert.equal(answer.status, 201, await answer.clone().text());
    const made = await read(answer, schemas.createdRequest);
    assert.equal(
      made.lineItems.reduce((sum, line) => sum + line.amount, 0),
      amount,
    );
    const page = await (await server.fetch(new Request(made.payUrl))).text();
    for (const { quantity } of made.lineItems) if (quantity !== 1) assert.ok(page.includes(`× ${quantity}`), page);
    assert.deepEqual(
      (await read(await call('GET', `/requests/${made.id}`), schemas.moneyRequest)).lineItems,
      made.lineItems,
    );
    // As read, it makes another.
    const again = await operate('POST', '/requests', {
      label: 'Again',
      amount,
      currency: 'eur',
      lineItems: made.lineItems,
    });
    assert.deepEqual((await read(again, schemas.createdRequest)).lineItems, made.lineItems);
  });
}

test('a line that does not come to its amount is refused with the sum that it should be', async (t) => {
  const { server, operate } = bench();
  t.after(() => server.close());
  const ask = async (line: Record<string, unknown>) =>
    problemIn(await operate('POST', '/requests', { label: 'a', amount: 2500, lineItems: [{ label: 'b', ...line }] }));
  const wrong = await ask({ quantity: '1.5', unitAmount: 333, amount: 499 });
  assert.deepEqual([wrong.errors[0]?.path, /\b500\b/.test(wrong.detail)], ['lineItems.0.amount', true], wrong.detail);
  for (const quantity of [1.5, '1,5', '0.0000001', 1_000_001, '1000000.5', '--1', null])
    assert.equal((await ask({ quantity, amount: 2500 })).errors[0]?.path, 'lineItems.0.quantity', String(quantity));
});

test('sums are exact: lines that only floats would take for the amount are refused', async (t) => {
  const { server, operate } = bench();
  t.after(() => server.close());
  const huge = 9_007_199_254_740_991;
  for (const lines of [
    [huge, 2, -huge, 2498, 1, 1],
    [1e12, -1e12, 2500],
  ]) {
    const lineItems = lines.map((amount) => ({ label: 'a', quantity: 1, unitAmount: amount, amount }));
    assert.equal((await operate('POST', '/requests', { label: 'a', amount: 2500, lineItems })).status, 422);
  }
});

test('an amount of 0 is refused with what to do', async (t) => {
  const { server, operate } = bench();
  t.after(() => server.close());
  const problem = await problemIn(await operate('POST', '/requests', { label: 'a', amount: 0 }));
  assert.equal(problem.code, 'invalid-amount');
  assert.match(problem.detail, /nothing to pay.*Make no request/);
});
