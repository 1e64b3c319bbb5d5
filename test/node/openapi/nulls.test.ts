import assert from 'node:assert/strict';
import { test } from 'node:test';
import { componentSchemas } from '../../../src/server/openapi/components.js';

test('the document says that null is as good as left out, but for the amount of an order', () => {
  const schemas = JSON.parse(JSON.stringify(componentSchemas())) as Record<
    string,
    { properties: Record<string, { anyOf?: { type?: string }[] }> }
  >;
  const takesNull = (schema: string, member: string): boolean =>
    schemas[schema]?.properties[member]?.anyOf?.some(({ type }) => type === 'null') ?? false;
  for (const member of ['reference', 'lineItems', 'invoice', 'expiresAt']) assert.ok(takesNull('RequestInput', member));
  assert.ok(takesNull('AttemptInput', 'amount'));
  assert.ok(takesNull('RefundInput', 'reason'));
  for (const schema of ['RequestInput', 'CaptureInput', 'RefundInput']) assert.ok(!takesNull(schema, 'amount'), schema);
  assert.ok(!takesNull('RequestInput', 'label'));
});
