import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { withCodes } from '../../docs/make.js';
import { recipes, withSources } from '../../docs/sources.js';

test('the README’s table of codes is the union of codes, with what the payer reads', async () => {
  const readme = await readFile('README.md', 'utf8');
  assert.equal(readme, withCodes(readme), 'run `npm run docs`');
});

test('each recipe shows its demo page’s source as it is', async () => {
  for (const path of await recipes()) {
    const recipe = await readFile(path, 'utf8');
    assert.equal(recipe, await withSources(recipe), `${path}: run \`npm run docs\``);
  }
});
