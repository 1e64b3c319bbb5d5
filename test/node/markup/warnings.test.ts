import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageWarnings } from '../../../src/markup/index.js';

const said = (text: string, currency?: string): [string, string][] =>
  messageWarnings(text, currency === undefined ? {} : { currency }).map(({ code, message, path }) => {
    assert.equal(path, 'text');
    return [code, message];
  });

test('a message whose requests are all made, or that has none, needs no warning', () => {
  for (const text of ['', 'plain', '$[a](25) and $[b](5)', '\\$[a](25)', '\\$\\[a\\](25)', '%[a](25)', 'US$ [1]'])
    assert.deepEqual(said(text), [], text);
});

test('the sender is told of each part that stays text, why, and how to write it', () => {
  assert.deepEqual(said('$[Pay](25,00) or $[](5)'), [
    [
      'invalid-amount',
      '"$[Pay](25,00)" stays text: write the amount as 25.00, with the sign of its currency or a code, as in 25.00 USD.',
    ],
    ['invalid-label', '"$[](5)" stays text: a label is 1 to 200 characters of visible text.'],
  ]);
  assert.deepEqual(said('$[a](\uffe52,500)', 'jpy'), [
    [
      'invalid-amount',
      '"$[a](\uffe52,500)" stays text: write the amount as 2500, with the sign of its currency or a code, as in 2500 JPY.',
    ],
  ]);
  const table: [string, string][] = [
    ['$[a](0.10)', 'amount-too-small'],
    ['$[a](1000000.00)', 'amount-too-large'],
    ['$[a](25 XYZ)', 'unknown-currency'],
    ['> $[a](25)', 'quoted'],
    ['`$[a](25)`', 'quoted'],
    ['$[a] (25)', 'incomplete'],
    ['$[a](25', 'incomplete'],
    ['$[a]25', 'incomplete'],
  ];
  for (const [text, code] of table)
    assert.deepEqual(
      said(text).map(([first]) => first),
      [code],
      text,
    );
});

test('a warning repeats the beginning of a long part, on one line, and there are twenty at most', () => {
  const [[, long] = []] = said(`$[${'a'.repeat(300)}](25)`);
  assert.equal(long, `"$[${'a'.repeat(58)}…" stays text: a label is 1 to 200 characters of visible text.`);
  const [[, lines] = []] = said('$[a\nb](x)');
  assert.match(lines ?? '', /^"\$\[a…" stays text: /);
  assert.equal(said('$[a](x)'.repeat(1000)).length, 20);
  assert.equal(said('$['.repeat(1000)).length, 20);
});
