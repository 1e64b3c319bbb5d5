import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { openApiDocument } from '../../../src/server/openapi/index.js';

const { paths, components } = openApiDocument({
  apiUrl: 'https://a.example/api',
  origin: 'https://a.example',
  payPath: '/pay',
});

test('the recipe in Ruby calls operations that the document has, with members that they take', async () => {
  const recipe = await readFile('docs/recipes/token.md', 'utf8');
  const calls = [...recipe.matchAll(/# (\w+): [^\n]*\n {2}def \w+\([^\n]*\n {4}call\("([^"]+)",\s*(.*?)\n {2}end/gs)];
  assert.deepEqual(
    calls.map(([, id]) => id),
    ['createRequest', 'payRequest', 'syncRequest'],
  );
  for (const [, id, path = '', sent = ''] of calls) {
    const operation = paths[path.replace('#{id}', '{id}')]?.post;
    assert.ok(operation, path);
    assert.equal(operation.operationId, id);
    const { $ref } = operation.requestBody?.content['application/json']?.schema ?? {};
    const input = Object.entries(components.schemas).find(([name]) => $ref === `#/components/schemas/${name}`)?.[1];
    const taken = [...JSON.stringify(input).matchAll(/"(\w+)":\{/g)].map(([, name]) => name);
    for (const [, member] of sent.matchAll(/(\w+): /g)) assert.ok(taken.includes(member), `${id} takes ${member}`);
  }
});

test('the recipe’s table of errors has codes that there are', async () => {
  const recipe = await readFile('docs/recipes/token.md', 'utf8');
  const table = recipe.slice(recipe.indexOf('| step |'), recipe.indexOf('## The page'));
  const { paymentErrorCodes } = await import('../../../src/errors/index.js');
  const named = [...table.matchAll(/`([a-z]+(?:-[a-z]+)+|internal|timeout)`/g)].map(([, code]) => code);
  assert.ok(named.length > 8);
  for (const code of named) assert.ok(code === 'pay-submit' || paymentErrorCodes.some((one) => one === code), code);
});
