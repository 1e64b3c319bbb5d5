import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as schemas from '../../../src/contract/schemas.js';
import { fallbackHtml } from '../../../src/server/index.js';
import { bench, problemIn, read } from './bench.js';

test('labels keyed as other systems write languages are kept by the tag that is meant', async (t) => {
  const { server, operate } = bench();
  t.after(() => server.close());
  const labels = {
    pt_BR: { label: 'Mais gatinhos' },
    'de_DE.UTF-8': { label: 'Mehr Kätzchen' },
    iw: { label: 'עוד גורים' },
    'ZH-hant-tw': { label: '更多小貓' },
  };
  const answer = await operate('POST', '/requests', { label: 'More kittens', amount: 2500, labels });
  const made = await read(answer, schemas.createdRequest);
  assert.deepEqual(Object.keys(made.labels ?? {}), ['pt-BR', 'de-DE', 'he', 'zh-Hant-TW']);
  for (const [lang, label] of [
    ['pt-BR', 'Mais gatinhos'],
    ['pt', 'Mais gatinhos'],
    ['de_DE', 'Mehr Kätzchen'],
    ['de-x-mtfrom-en', 'Mehr Kätzchen'],
    ['he-IL', 'עוד גורים'],
    ['zh_TW', '更多小貓'],
    ['fr', 'More kittens'],
    ['auto', 'More kittens'],
  ] as const)
    assert.ok(fallbackHtml(made, { lang }).includes(label), lang);
});

test('a key that names no language, or the same one twice, is refused', async (t) => {
  const { server, operate } = bench();
  t.after(() => server.close());
  const one = { label: 'a' };
  for (const [labels, path] of [
    [{ auto: one }, 'labels.auto'],
    [{ C: one }, 'labels.C'],
    [{ 'de DE': one }, 'labels.de DE'],
    [{ [`de-${'x'.repeat(80)}`]: one }, `labels.de-${'x'.repeat(61)}`],
    [{ pt_BR: one, 'pt-BR': one }, 'labels.pt-BR'],
  ] as const) {
    const { errors } = await problemIn(await operate('POST', '/requests', { label: 'a', amount: 2500, labels }));
    assert.equal(errors[0]?.path, path);
  }
});
