/** `GET /openapi.json`: the table of operations and the contract's schemas as one OpenAPI document. */
import { z } from 'zod';
import { httpTraits } from '../../errors/http.js';
import type { WireErrorCode } from '../../errors/index.js';
import { componentSchemas, refTo, without, type SchemaName } from './components.js';
import type { Operation, Success } from './operation.js';
import { operations } from './operations.js';
import type {
  HeaderObject,
  OpenApiDocument,
  OperationObject,
  ParameterObject,
  ResponseObject,
  Schema,
} from './types.js';

/** Where a server is. */
export interface Address {
  /** `https://pay.example.com/api` */
  apiUrl: string;
  /** `https://pay.example.com` */
  origin: string;
  /** `/pay` */
  payPath: string;
}

/** Any route can break; those that count calls can refuse one. */
const ALWAYS: readonly WireErrorCode[] = ['internal'];

/** The document of a server. */
export function openApiDocument({ apiUrl, origin, payPath }: Address): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {};
  for (const operation of operations) {
    const path = operation.page ? payPath + operation.path : operation.path;
    paths[path] = {
      ...paths[path],
      ...(operation.page ? { servers: [{ url: origin }] } : {}),
      [operation.method]: describe(operation),
    };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Pay Elements',
      version: '1',
      description:
        'Asks for money and takes it. Amounts are integers in minor units, currencies lowercase ISO codes, times ISO 8601 UTC. Every member of an answer is always there, `null` where it has no value. What went wrong is a Problem (RFC 9457) with a code of a closed list.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: apiUrl }],
    tags: [
      { name: 'payer', description: 'Needs the id of a request and nothing else; any origin, no credentials.' },
      { name: 'operator', description: 'The merchant’s staff, server or bot.' },
      { name: 'stripe', description: 'Called by Stripe.' },
    ],
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        operator: {
          type: 'http',
          scheme: 'bearer',
          description: 'An operator key; or whatever else the host’s `authorize` takes, such as its own session.',
        },
      },
    },
  };
}

function describe(operation: Operation): OperationObject {
  const { id, summary, description, audience, body, bodyRequired = true } = operation;
  const parameters = parametersOf(operation);
  const seenByBoth = Object.values(operation.success).some(
    ({ schema }) => Array.isArray(schema) || schema === 'StatusResult',
  );
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    tags: [audience],
    security: audience === 'operator' ? [{ operator: [] }] : seenByBoth ? [{}, { operator: [] }] : [],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? audience === 'stripe'
        ? { requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } } }
        : {}
      : { requestBody: { required: bodyRequired, content: { 'application/json': { schema: refTo(body) } } } }),
    responses: responsesOf(operation),
  };
}

function parametersOf({ path, parameters = {} }: Operation): ParameterObject[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']): ParameterObject => {
    const description = name === 'id' ? 'The id of a request.' : 'The id of an account.';
    return { name, in: 'path', description, required: true, schema: { type: 'string' } };
  });
  const others = Object.entries(parameters).map(([name, { schema, ...parameter }]): ParameterObject => {
    const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    return { name, ...parameter, schema: without(json, '$schema') };
  });
  return [...inPath, ...others];
}

function responsesOf(operation: Operation): Record<string, ResponseObject> {
  const responses: Record<string, ResponseObject> = {};
  for (const [status, success] of Object.entries(operation.success)) responses[status] = successOf(success);
  // Everything but Stripe's own calls is counted by address.
  const limited: readonly WireErrorCode[] =
    operation.audience === 'stripe' || operation.id === 'describe' ? [] : ['rate-limited'];
  const codes = [...new Set([...operation.problems, ...limited, ...ALWAYS])];
  for (const status of new Set(codes.map((code) => httpTraits[code].status))) {
    const known = responses[status];
    const these = codes.filter((code) => httpTraits[code].status === status);
    responses[status] = {
      ...known,
      ...problemOf(status, these),
      content: { ...known?.content, ...problemContent(these) },
    };
  }
  return responses;
}

function successOf({ description, schema, media, location }: Success): ResponseObject {
  const json = (name: SchemaName | readonly SchemaName[]): Schema =>
    typeof name === 'string' ? refTo(name) : { oneOf: name.map(refTo) };
  return {
    description,
    ...(location === undefined ? {} : { headers: { Location: header(location, { type: 'string', format: 'uri' }) } }),
    ...(schema === undefined ? {} : { content: { 'application/json': { schema: json(schema) } } }),
    ...(media === undefined
      ? {}
      : { content: { [media]: { schema: { type: media.endsWith('json') ? 'object' : 'string' } } } }),
  };
}

function problemOf(status: number, codes: readonly WireErrorCode[]): Pick<ResponseObject, 'description' | 'headers'> {
  const headers: Record<string, HeaderObject> = {
    ...(status === 429
      ? { 'Retry-After': header('Seconds until it makes sense to come again.', { type: 'integer' }) }
      : {}),
    ...(status === 401 ? { 'WWW-Authenticate': header('`Bearer`.', { type: 'string' }) } : {}),
  };
  return {
    description: codes.map((code) => `${httpTraits[code].title} (\`${code}\`).`).join(' '),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
  };
}

/** The problem, with the codes that it can have here. */
function problemContent(codes: readonly WireErrorCode[]): ResponseObject['content'] {
  const code: Schema = { enum: codes };
  return {
    'application/problem+json': { schema: { allOf: [refTo('Problem'), { type: 'object', properties: { code } }] } },
  };
}

function header(description: string, schema: Schema): HeaderObject {
  return { description, schema };
}
