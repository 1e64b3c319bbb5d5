/** The server's own description in OpenAPI 3.1. */
export { openApiDocument, type Address } from './document.js';
export type { OpenApiDocument } from './types.js';
