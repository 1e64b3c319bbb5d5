import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  decodePositionCursor,
  decodeRequestCursor,
  encodePositionCursor,
  encodeRequestCursor,
  InvalidCursor,
} from '../../../src/server/stores/cursor.js';

test('a cursor comes back as it was and needs no escaping in a URL', () => {
  fc.assert(
    fc.property(fc.nat(), fc.string({ unit: 'grapheme' }), (createdAt, id) => {
      const cursor = encodeRequestCursor({ createdAt, id });
      assert.equal(encodeURIComponent(cursor), cursor);
      assert.deepEqual(decodeRequestCursor(cursor), { createdAt, id });
      assert.equal(decodePositionCursor(encodePositionCursor(createdAt)), createdAt);
    }),
  );
});

test('any other text is an invalid cursor, never another error', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json().map(btoaOf)), (text) => {
      for (const decode of [decodeRequestCursor, decodePositionCursor]) {
        try {
          decode(text);
        } catch (error) {
          assert.ok(error instanceof InvalidCursor);
        }
      }
    }),
  );
  assert.throws(() => decodeRequestCursor(encodePositionCursor(1)), InvalidCursor);
  assert.throws(() => decodePositionCursor(btoaOf('["-1"]')), InvalidCursor);
});

function btoaOf(text: string): string {
  return Buffer.from(text).toString('base64url');
}
