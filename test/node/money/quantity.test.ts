import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lineAmount, readQuantity } from '../../../src/money/quantity.js';

test('a quantity is answered as a number if it is whole, else as the shortest decimal', () => {
  const cases: [number | string, number | string | null][] = [
    [3, 3],
    ['3', 3],
    ['3.000', 3],
    ['1.50', '1.5'],
    ['-0.250000', '-0.25'],
    ['0.000001', '0.000001'],
    ['-0', 0],
    ['1000000', 1_000_000],
    ['1000000.000001', null],
    ['0.0000001', null],
    [1_000_001, null],
    [1.5, null],
    ['1,5', null],
    ['1e3', null],
    ['+1', null],
    ['01', null],
    ['.5', null],
    ['', null],
  ];
  for (const [given, read] of cases) assert.equal(readQuantity(given), read, String(given));
});

test('a line is rounded half away from zero', () => {
  const cases: [number, number | string, number][] = [
    [1, '0.5', 1],
    [1, '-0.5', -1],
    [1, '0.499999', 0],
    [-333, '1.5', -500],
    [333, '-1.5', -500],
    [2999, '0.333333', 1000],
    [999_999_999_999, 1_000_000, 999_999_999_999_000_000],
  ];
  for (const [unitAmount, quantity, amount] of cases) assert.equal(lineAmount(unitAmount, quantity), amount);
});

test('a return cancels its line, and a quantity that is read twice stays what it is', () => {
  const quantity = fc.stringMatching(/^(0|[1-9][0-9]{0,5})(\.[0-9]{1,6})?$/);
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), quantity, (unitAmount, count) => {
      const back = `-${count}`;
      assert.equal(lineAmount(unitAmount, count) + lineAmount(unitAmount, back), 0);
      const read = readQuantity(count);
      assert.ok(read !== null);
      assert.equal(readQuantity(read), read);
      assert.equal(lineAmount(unitAmount, read), lineAmount(unitAmount, count));
    }),
  );
});
