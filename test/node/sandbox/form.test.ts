import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalForm, decodeForm, FormSyntaxError, type FormValue } from '../../../src/sandbox/form.js';

type Tree = string | { [name: string]: Tree };

const name = fc.stringMatching(/^[a-z_][a-z0-9_ é%&=]{0,8}$/);
const tree = fc.letrec<{ node: Tree; hash: { [name: string]: Tree } }>((tie) => ({
  node: fc.oneof({ maxDepth: 4 }, fc.string(), tie('hash')),
  hash: fc.dictionary(name, tie('node'), { minKeys: 1, maxKeys: 4 }),
})).hash;

function encode(value: Tree, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => encode(inner, path === '' ? key : `${path}[${key}]`));
}

function plain(value: FormValue): Tree {
  if (typeof value === 'string') return value;
  return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]));
}

test('decodes what was encoded, whatever is in it', () => {
  fc.assert(
    fc.property(tree, (given) => {
      const form = new URLSearchParams(encode(given, '')).toString();
      assert.deepEqual(plain(decodeForm(form)), JSON.parse(JSON.stringify(given)));
    }),
  );
});

test('never throws anything but its own error, and never touches a prototype', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', '[', ']', '=', '&', '%', '1', '_'), maxLength: 40 }),
      (text) => {
        try {
          decodeForm(text);
        } catch (error) {
          assert.ok(error instanceof FormSyntaxError);
        }
      },
    ),
  );
  decodeForm('__proto__[polluted]=1&constructor[prototype][polluted]=1');
  assert.ok(!('polluted' in {}));
});

test('makes lists of empty brackets and of numbers, and refuses a name that is text and hash', () => {
  assert.deepEqual(plain(decodeForm('expand[]=a&expand[]=b')), { expand: { 0: 'a', 1: 'b' } });
  assert.deepEqual(plain(decodeForm('expand[0]=a&expand[1]=b')), { expand: { 0: 'a', 1: 'b' } });
  assert.throws(() => decodeForm('a=1&a[b]=2'), FormSyntaxError);
  assert.throws(() => decodeForm(`a${'[b]'.repeat(20)}=1`), FormSyntaxError);
});

test('tells parameters apart, and not their order', () => {
  assert.equal(canonicalForm(decodeForm('a=1&b[c]=2&b[d]=3')), canonicalForm(decodeForm('b[d]=3&b[c]=2&a=1')));
  assert.notEqual(canonicalForm(decodeForm('a=1')), canonicalForm(decodeForm('a=2')));
  assert.notEqual(canonicalForm(decodeForm('a[b]=1')), canonicalForm(decodeForm('a=b1')));
});
