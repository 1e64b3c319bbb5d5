import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialOf } from '../../../src/i18n/index.js';

const family = '👨‍👩‍👧‍👦';

test('an initial is a whole character: a flag, a family and a letter with its marks stay whole', () => {
  const table: [string, string][] = [
    ['shoplifter', 'S'],
    ['  öko', 'Ö'],
    ['e\u0301clair', 'E\u0301'],
    ['🇩🇪 Bäckerei', '🇩🇪'],
    [`${family} Shop`, family],
    ['👍🏽 Good', '👍🏽'],
    ['日本', '日'],
    ['', ''],
    ['   ', ''],
  ];
  for (const [name, initial] of table) assert.equal(initialOf(name), initial, name);
});

test('an engine that cannot tell characters shows the first code point', (t) => {
  const own = Object.getOwnPropertyDescriptor(Intl, 'Segmenter');
  assert.ok(own);
  t.after(() => Object.defineProperty(Intl, 'Segmenter', own));
  Object.defineProperty(Intl, 'Segmenter', { ...own, value: undefined });
  assert.equal(initialOf('👍🏽 Good'), '👍');
  assert.equal(initialOf('shoplifter'), 'S');
});
