import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

const pages = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs', { recursive: true })
    .map((name) => join('docs', String(name)))
    .filter((name) => name.endsWith('.md')),
];

/** The text without its blocks of code. */
function prose(path: string): string {
  return readFileSync(path, 'utf8').replaceAll(/^```.*?^```/gms, '');
}

/** The same without code in a line: `$[label](25.00)` is no link. */
function withoutCode(path: string): string {
  return prose(path).replaceAll(/`[^`\n]*`/g, '');
}

/** Headings as GitHub names them in addresses. */
function anchors(path: string): Set<string> {
  const headings = [...prose(path).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title);
  return new Set(
    headings.map((title) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

test('every link from one document to another leads to a file and a heading', () => {
  const broken: string[] = [];
  let found = 0;
  for (const page of pages)
    for (const [, target = ''] of withoutCode(page).matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/g)) {
      found++;
      const [file = '', anchor] = target.split('#');
      const path = file === '' ? page : normalize(join(dirname(page), file));
      if (!existsSync(path) || (anchor !== undefined && !anchors(path).has(anchor))) broken.push(`${page}: ${target}`);
    }
  assert.ok(found > 20, 'links are found');
  assert.deepEqual(broken, []);
});
