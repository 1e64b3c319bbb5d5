/** Two copies of the package on one page: the first one's elements stay, and an older one that does is named. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { pageRegistry } from '../../src/config.js';
import { register } from '../../src/elements/internal/register.js';
import { VERSION } from '../../src/version.js';

class First {
  readonly copy = 1;
}
class Second {
  readonly copy = 2;
}
const constructor = (one: new () => object): CustomElementConstructor => one as CustomElementConstructor;
const defined = new Map<string, CustomElementConstructor>();
const told = mock.method(console, 'warn', () => undefined);
const before = Object.getOwnPropertyDescriptor(globalThis, 'customElements');

beforeEach(() => {
  const registry = { get: (tag: string) => defined.get(tag), define: defined.set.bind(defined) };
  Object.defineProperty(globalThis, 'customElements', { value: registry, configurable: true });
});

afterEach(() => {
  defined.clear();
  told.mock.resetCalls();
  for (const one of [First, Second]) Reflect.deleteProperty(one, 'version');
  pageRegistry().warned = undefined;
  if (before) Object.defineProperty(globalThis, 'customElements', before);
  else Reflect.deleteProperty(globalThis, 'customElements');
});

const warnings = (): string[] =>
  told.mock.calls.map(({ arguments: [words] }: { arguments: unknown[] }) => String(words));

test('the version in the source is the package’s', async () => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  assert.equal(VERSION, version);
});

test('two copies of one version, or the same one twice, are nothing to speak of', () => {
  for (const element of [First, First, Second]) register('pay-request', constructor(element));
  assert.equal(defined.get('pay-request'), First);
  assert.deepEqual(warnings(), []);
});

test('an older copy that was first is named once, however many elements it has', () => {
  for (const tag of ['pay-request', 'pay-card']) register(tag, constructor(First));
  Object.assign(First, { version: '0.0.9' });
  for (const tag of ['pay-request', 'pay-card']) register(tag, constructor(Second));
  assert.equal(defined.get('pay-request'), First);
  assert.deepEqual(warnings(), ['<pay-request> is of an older pay-elements (0.0.9). Load one copy.']);
});

test('a copy from before versions were told is older', () => {
  defined.set('pay-link', constructor(First));
  register('pay-link', constructor(Second));
  assert.match(warnings().join(), /^<pay-link> is of an older pay-elements \(0\)/);
});

test('a newer copy that was first is no trouble', () => {
  register('pay-request', constructor(First));
  Object.assign(First, { version: '0.10.0' });
  register('pay-request', constructor(Second));
  assert.deepEqual(warnings(), []);
});
