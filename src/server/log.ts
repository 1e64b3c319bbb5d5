/** One line per call: method, path with ids hashed, status, code. Never a query, a header or a body. */
import type { MiddlewareHandler } from 'hono';
import { hasCardNumber } from './card-digits.js';
import { sha256Hex } from './digest.js';
import type { EngineLogger } from './pay/words.js';
import { tellable } from './problems.js';

/** Words of our own paths; whatever else stands there came from the caller. */
const WORDS = new Set([
  'requests',
  'messages',
  'events',
  'webhooks',
  'return',
  'status',
  'attempts',
  'sync',
  'abandon',
  'history',
  'capture',
  'cancel',
  'refunds',
  'send',
  'accounts',
]);

/** Logs each call after it is answered. `roots` are the paths that the server has been given. */
export function logCalls(logger: EngineLogger, roots: readonly string[]): MiddlewareHandler {
  const words = new Set([...WORDS, ...roots.flatMap((root) => root.split('/'))]);
  return async (c, next) => {
    await next();
    const path = await hashedPath(c.req.path, words);
    logger.info('call', { method: c.req.method, path, status: c.res.status });
  };
}

/** Logs an error that is the server's own fault, with where it came from. */
export function logFault(logger: EngineLogger, thrown: unknown): void {
  const error = tellable(thrown);
  if (error.code !== 'internal') return;
  const cause = error.cause instanceof Error ? error.cause : error;
  const frames = (cause.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  logger.error('fault', {
    error: cause.name,
    message: hasCardNumber(cause.message) ? null : cause.message.slice(0, 300),
    at: frames.slice(0, 8).map((line) => line.trim()),
  });
}

/** What no line may hold, wherever it stands in one: a request's id is hashed, a secret is left out. */
const REQUEST = /req_[0-9A-Za-z]{22}/g;
const SECRET = /\b(?:(?:sk|rk|pk)_(?:test|live)_\w+|whsec_\w+|\w+_secret_\w+)/g;

/**
 * The logger for lines of which any part may name a request: its id, with which anybody could look at it, is hashed,
 * and keys and client secrets, which an error from elsewhere may quote, are taken out.
 */
export function redacting(logger: EngineLogger): EngineLogger {
  const redacted =
    (level: keyof EngineLogger): EngineLogger['info'] =>
    (message, fields = {}) =>
      void Promise.all([redact(message), redact(fields)])
        .then(([words, clean]) => logger[level](words as string, clean as Record<string, unknown>))
        // A line that the host's logger does not take is lost; as a rejection that nobody hears it would end the process.
        .catch(() => undefined);
  return { info: redacted('info'), warn: redacted('warn'), error: redacted('error') };
}

/** The same value with its strings redacted, members of objects and lists too. */
async function redact(value: unknown): Promise<unknown> {
  if (typeof value === 'string') {
    let text = value.replaceAll(SECRET, '[secret]');
    for (const [id] of value.matchAll(REQUEST)) text = text.replaceAll(id, await hashedWord(id));
    return hasCardNumber(text) ? '[card number]' : text;
  }
  if (Array.isArray(value)) return Promise.all(value.map(redact));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(async ([name, member]) => [name, await redact(member)] as const);
  return Object.fromEntries(await Promise.all(members));
}

/** Who reads the log must not be able to open a payer's page with it. */
async function hashedPath(path: string, words: ReadonlySet<string>): Promise<string> {
  const parts = path.split('/', 8).map((part) => (words.has(part) ? Promise.resolve(part) : hashedWord(part)));
  return (await Promise.all(parts)).join('/');
}

async function hashedWord(word: string): Promise<string> {
  return `~${(await sha256Hex(word)).slice(0, 12)}`;
}
