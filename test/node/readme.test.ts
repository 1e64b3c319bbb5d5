import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { withCodes } from '../../docs/make.js';

test('the README’s table of codes is the union of codes, with what the payer reads', async () => {
  const readme = await readFile('README.md', 'utf8');
  assert.equal(readme, withCodes(readme), 'run `npm run docs`');
});
