/** The contract's zod schemas as named JSON Schemas, so that the document cannot say other than what is checked. */
import { z } from 'zod';
import * as contract from '../../contract/schemas.js';
import { httpTraits } from '../../errors/http.js';
import { paymentErrorCodes, traitsOf } from '../../errors/index.js';
import type { Schema } from './types.js';

const { moneyRequest, problem } = contract;
const payment = moneyRequest.shape.payment.unwrap();

/** What is sent. */
const inputs = {
  RequestInput: contract.requestInput,
  MessageInput: contract.messageInput,
  AttemptInput: contract.attemptInput,
  AbandonInput: contract.abandonInput,
  CaptureInput: contract.captureInput,
  CancelInput: contract.cancelInput,
  RefundInput: contract.refundInput,
  SendInput: contract.sendInput,
  StatusInput: contract.statusInput,
  EmptyInput: contract.emptyInput,
};

/** What is answered. */
const answers = {
  MoneyRequest: moneyRequest,
  OperatorRequest: contract.operatorRequest,
  CreatedRequest: contract.createdRequest,
  Attempt: moneyRequest.shape.attempt.unwrap(),
  Payment: payment,
  Card: payment.shape.card.unwrap(),
  Merchant: moneyRequest.shape.merchant,
  LineItem: moneyRequest.shape.lineItems.element,
  Invoice: moneyRequest.shape.invoice.unwrap(),
  StripeSettings: moneyRequest.shape.stripe,
  RequestStatus: moneyRequest.shape.status,
  AttemptResult: contract.attemptResult,
  MessageResult: contract.messageResult,
  Warning: contract.createdRequest.shape.warnings.element,
  RequestChange: contract.requestChange,
  HistoryEntry: contract.historyEntry,
  Problem: problem,
  ErrorCode: problem.shape.code,
  ErrorKind: problem.shape.kind,
  ErrorRecovery: problem.shape.recovery,
  RequestPage: contract.page(contract.operatorRequest),
  Account: contract.account,
  AccountPage: contract.page(contract.account),
  HistoryPage: contract.page(contract.historyEntry),
  StatusResult: contract.page(z.union([moneyRequest, contract.operatorRequest])),
  WebhookResult: z.strictObject({ received: z.literal(true) }),
};

/** The name of a schema of the document. */
export type SchemaName = keyof typeof inputs | keyof typeof answers;

const codes = Object.keys(httpTraits);
const distinct = (member: 'kind' | 'recovery'): string[] => [
  ...new Set(paymentErrorCodes.map((code) => traitsOf(code)[member])),
];

/** What zod cannot say because a function checks it, by the schema that it is about. */
const words = new Map<unknown, Schema>([
  [problem.shape.code, { type: 'string', enum: codes }],
  [problem.shape.kind, { type: 'string', enum: distinct('kind') }],
  [problem.shape.recovery, { type: 'string', enum: distinct('recovery') }],
  [contract.requestInput.shape.label, { description: '1 to 200 characters after trimming.' }],
  [contract.requestInput.shape.reference.unwrap(), { description: '1 to 120 characters after trimming.' }],
]);

/** Every named schema, in JSON Schema 2020-12. */
export function componentSchemas(): Record<SchemaName, Schema> {
  const sent = convert(inputs, 'input');
  for (const [name, schema] of Object.entries(sent))
    takeNulls(schema, name === 'CaptureInput' || name === 'RefundInput');
  return { ...sent, ...convert(answers, 'output') };
}

/** A reference to a named schema. */
export function refTo(name: SchemaName): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

function convert<T extends Record<string, z.ZodType>>(named: T, io: 'input' | 'output'): Record<keyof T, Schema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    unrepresentable: 'any',
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ zodSchema, jsonSchema }) => {
      Object.assign(jsonSchema, words.get(zodSchema));
      tidy(jsonSchema);
    },
  });
  const plain = Object.entries(schemas).map(([id, schema]) => [id, without(schema, '$schema', '$id')]);
  // The registry answers the names that it was given.
  return Object.fromEntries(plain) as Record<keyof T, Schema>;
}

/** Says that null is as good as left out, for members that may be left out; but for the amount of an order. */
function takeNulls(schema: unknown, ofOrder: boolean): void {
  if (typeof schema !== 'object' || schema === null) return;
  if ('properties' in schema && typeof schema.properties === 'object' && schema.properties !== null) {
    const required = 'required' in schema && Array.isArray(schema.required) ? schema.required : [];
    const properties = schema.properties as Record<string, unknown>;
    for (const [name, member] of Object.entries(properties)) {
      takeNulls(member, false);
      if (required.includes(name) || (ofOrder && name === 'amount')) continue;
      properties[name] = { anyOf: [member, { type: 'null' }] };
    }
  }
  for (const part of ['items', 'additionalProperties', 'anyOf', 'oneOf'] as const) {
    const below = part in schema ? (schema as Record<string, unknown>)[part] : undefined;
    for (const one of Array.isArray(below) ? below : [below]) takeNulls(one, false);
  }
}

/** A schema without some of its members: the document itself says the dialect, and where a schema is. */
export function without(schema: object, ...names: readonly string[]): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !names.includes(name)));
}

/** Takes out what only repeats a format or JavaScript's own bounds. */
function tidy(schema: Record<string, unknown>): void {
  if (/^(date|date-time|email)$/.test(String(schema['format']))) delete schema['pattern'];
  if (schema['type'] !== 'integer') return;
  schema['format'] = 'int64';
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
}
