import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { BODY_LIMITS } from '../../../src/server/body.js';
import { limitsOf } from '../../../src/server/limits.js';

const text = readFileSync('docs/server.md', 'utf8');
const table = text.split('\n').filter((line) => line.startsWith('| '));

test('docs/server.md has every limit with its default', () => {
  const limits: Record<string, number | { test: number; live: number }> = { ...limitsOf({}, false) };
  for (const [name, value] of Object.entries(limits)) {
    const row = table.find((line) => line.split('|')[1]?.includes(`\`${name}\``));
    assert.ok(row !== undefined, `limits.${name} has a row`);
    for (const number of typeof value === 'number' ? [value] : Object.values(value))
      assert.match(row, new RegExp(`\\b${number.toLocaleString('en')}\\b`), `limits.${name} is ${number}`);
  }
});

test('docs/server.md has the limits of bodies by who sends them', () => {
  const rows = { payer: /^\| a payer\b/, operator: /^\| an operator\b/, webhook: /^\| a webhook\b/ };
  for (const [sender, name] of Object.entries(rows)) {
    const kib = BODY_LIMITS[sender as keyof typeof BODY_LIMITS] / 1024;
    const size = kib < 1024 ? `${kib} KiB` : `${kib / 1024} MiB`;
    assert.ok(
      table.some((line) => name.test(line) && line.includes(`| ${size} |`)),
      `${sender}: ${size}`,
    );
  }
});
