import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const workflow = readFileSync('.github/workflows/ci.yml', 'utf8');

test('the workflow runs .ci/run on each version of Node that docs/compatibility names', () => {
  const matrix = /node: \[([\d, ]+)\]/.exec(workflow)?.[1]?.split(', ');
  const [, row = ''] = /^\| Node \|(.*)\|$/m.exec(readFileSync('docs/compatibility.md', 'utf8')) ?? [];
  assert.deepEqual(matrix, row.match(/\b\d\d\b/g));
  assert.match(workflow, /run: bash \.ci\/run$/m);
});

test('.ci/run runs every suite, the deep one too', () => {
  const runner = readFileSync('test/run.mjs', 'utf8');
  const suites = /^const suites = \{\n(.*?)^\};/ms
    .exec(runner)?.[1]
    ?.match(/^ {2}\w+(?=[:(])/gm)
    ?.map((name) => name.trim());
  const [, run = ''] = /npm test -- ([\w ]+)$/m.exec(readFileSync('.ci/run', 'utf8')) ?? [];
  assert.deepEqual(run.split(' '), suites);
});
