import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { withoutBlankEdges } from '../../../src/elements/internal/blank-edges.js';

test('blank lines at the edges go, and blanks within a line stay', () => {
  assert.equal(withoutBlankEdges('\n \n  a\n\nb  \n \n'), '  a\n\nb  ');
  assert.equal(withoutBlankEdges('  a '), '  a ');
  assert.equal(withoutBlankEdges(' \n\t'), '');
  fc.assert(
    fc.property(fc.stringMatching(/^[ \n\ta]{0,12}$/), (text) => {
      const shown = withoutBlankEdges(text);
      if (text.trim() === '') assert.equal(shown, '');
      else assert.equal(shown, text.replace(/^\s*\n|\n\s*$/g, ''));
    }),
  );
});

test('a megabyte of blanks and line breaks is trimmed at once', () => {
  const started = performance.now();
  for (const text of [`a${'\n '.repeat(500_000)}a`, '\n'.repeat(1_000_000), `${' '.repeat(1_000_000)}a`])
    assert.equal(withoutBlankEdges(text).trim(), text.trim());
  assert.ok(performance.now() - started < 2_000);
});
