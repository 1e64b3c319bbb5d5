/** What is used of OpenAPI 3.1 (spec.openapis.org/oas/v3.1.1): its schemas are plain JSON Schema 2020-12. */

/** A JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** A body by media type. */
export type Content = Record<string, { schema: Schema; example?: unknown }>;

/** A header of an answer. */
export interface HeaderObject {
  description: string;
  schema: Schema;
}

/** An answer. */
export interface ResponseObject {
  description: string;
  headers?: Record<string, HeaderObject>;
  content?: Content;
}

/** A parameter in a path, a query or a header. */
export interface ParameterObject {
  name: string;
  in: 'path' | 'query' | 'header';
  description: string;
  required?: boolean;
  schema: Schema;
}

/** A method of a path. */
export interface OperationObject {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters?: ParameterObject[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, ResponseObject>;
}

/** A path: its methods, and where it is if not under the API's root. */
export interface PathObject {
  servers?: { url: string }[];
  get?: OperationObject;
  post?: OperationObject;
}

/** A whole document. */
export interface OpenApiDocument {
  openapi: '3.1.1';
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, PathObject>;
  components: {
    schemas: Record<string, Schema>;
    securitySchemes: Record<string, Schema>;
  };
}
