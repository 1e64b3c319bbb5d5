import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const text = readFileSync('docs/reliability.md', 'utf8');

/** A test as the document names it: `node/server/limits`, below `test/` and without its ending. */
const NAMED = /`((?:node|browser|e2e|deep)\/[^`]+)`/g;

function named(part: string): string[] {
  return [...part.matchAll(NAMED)].map(([, name = '']) => name);
}

function fileOf(name: string): string {
  return `test/${name}.${name.startsWith('e2e/') ? 'spec' : 'test'}.ts`;
}

/** The text below a heading, up to the next one of its level. */
function section(title: string): string {
  return text.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';
}

const lines = section('What is promised').split('\n');
const clauses = lines.filter((line) => /^\d+\. /.test(line));
const rows = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| fault |'));

test('every test that docs/reliability.md names exists', () => {
  const missing = [...new Set(named(text))].filter((name) => !existsSync(fileOf(name)));
  assert.deepEqual(missing.map(fileOf), []);
});

test('every clause of docs/reliability.md names a test', () => {
  assert.ok(clauses.length > 10, 'the clauses are found');
  // A clause goes on in lines that are indented.
  const whole = lines
    .join('\n')
    .split(/^(?=\d+\. )/m)
    .slice(1);
  assert.deepEqual(
    whole.filter((clause) => named(clause).length === 0),
    [],
  );
});

test('every fault of docs/reliability.md says what payer and merchant see, and names only tests that hold it', () => {
  assert.ok(rows.length > 60, 'the rows are found');
  for (const row of rows) {
    const cells = row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    assert.equal(cells.length, 4, row);
    for (const cell of cells) assert.notEqual(cell, '', row);
    const held = cells[3] ?? '';
    assert.notEqual(named(held).length, 0, row);
    assert.deepEqual(
      [...held.matchAll(/`[^`]+`/g)].length,
      named(held).length,
      `names something else than a test: ${row}`,
    );
  }
});
