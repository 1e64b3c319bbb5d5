/** What is sent to browsers needs nothing that the oldest ones of package.json's `browserslist` do not have. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import { build } from 'esbuild';
import { targets } from '../../rollup.config.mjs';

/** Newer than the floor (Chrome and Edge 111, Firefox 115, Safari 16.4), and where it is not: by caniuse and MDN's tables. */
const newer: Readonly<Record<string, RegExp>> = {
  'AbortSignal.any (Safari 17.4)': /\bAbortSignal\.any\b/,
  'Promise.withResolvers (Safari 17.4)': /\.withResolvers\b/,
  'Promise.try (Safari 18.2)': /\bPromise\.try\b/,
  'Object.groupBy, Map.groupBy (Safari 17.4)': /\b(Object|Map)\.groupBy\b/,
  'Array.fromAsync (Chrome 121)': /\bArray\.fromAsync\b/,
  'methods of Set (Firefox 127)': /\.(symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom)\(/,
  'String.isWellFormed (Firefox 119)': /\.(isWellFormed|toWellFormed)\(/,
  'URL.canParse, URL.parse (Safari 17)': /\bURL\.(canParse|parse)\b/,
  'RegExp.escape (Chrome 136)': /\bRegExp\.escape\b/,
  'regular expressions with v (Chrome 112)': /\/[dgimsy]*v[dgimsy]*\.(test|exec)\(/,
  'helpers of Iterator (Safari 18.4)': /\bIterator\.(from|prototype)\b/,
  'base64 of Uint8Array (Chrome 140)': /\.(fromBase64|toBase64|fromHex|toHex)\(/,
  'moveBefore (Chrome 133)': /\.moveBefore\(/,
  'checkVisibility (Safari 17.4)': /\.checkVisibility\(/,
  'popover (Chrome 114)': /\.(showPopover|hidePopover|togglePopover)\(/,
  'requestIdleCallback (no Safari)': /\brequestIdleCallback\(/,
  'scheduler (no Safari)': /\bscheduler\.(postTask|yield)\b/,
  'setHTMLUnsafe, getHTML (Chrome 124)': /\.(setHTMLUnsafe|getHTML)\(/,
  'bytes() of Response (Chrome 132)': /\.bytes\(\)/,
  'ARIA by property (Firefox 119)': /\.aria[A-Z]\w+\s*=[^=]/,
  'custom states, unguarded (Safari 17.4)': /(?<!\.)\.states(?!\?\.)/,
  'Intl.Segmenter, unguarded (Firefox 125)': /(?<!typeof )\bIntl\.Segmenter\b(?!\s*(\)|&&|\?))/,
  'Intl.DurationFormat (Chrome 129)': /\bIntl\.DurationFormat\b/,
  'CSS :has() (Firefox 121)': /:has\(/,
  'CSS nesting (Chrome 112)': /[{;}]\s*&[\s.:>[]/,
  '@starting-style (Chrome 117)': /@starting-style/,
  '@scope (Chrome 118)': /@scope\b/,
};

let code = '';

before(async () => {
  const { outputFiles } = await build({
    entryPoints: ['src/define/define.ts', 'src/index.ts', 'src/operator/index.ts'],
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir: 'none',
    write: false,
    legalComments: 'none',
    minifyWhitespace: true,
    target: targets,
    conditions: ['browser', 'production'],
  });
  code = outputFiles.map(({ text }) => text).join('\n');
});

test('the builds are made for the browsers that package.json names', async () => {
  const { browserslist } = JSON.parse(await readFile('package.json', 'utf8')) as { browserslist: string[] };
  const named = browserslist.map((one) => one.replace(/^ios_saf/, 'ios').replace(' >= ', ''));
  assert.deepEqual(named, targets);
  assert.deepEqual(targets, ['chrome111', 'edge111', 'firefox115', 'safari16.4', 'ios16.4']);
});

for (const [what, pattern] of Object.entries(newer))
  test(`no browser code needs ${what}`, () => {
    assert.ok(code.length > 100_000);
    const found = new RegExp(pattern, 'g');
    const uses = [...code.matchAll(found)].map(({ index }) => code.slice(Math.max(0, index - 60), index + 60));
    assert.deepEqual(uses, []);
  });
