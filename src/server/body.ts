/** Bodies: how large, of which type, and whether they are JSON at all. Nothing of one is ever logged. */
import { PaymentError } from '../errors/index.js';

/** The most bytes that a body may have, by who sends it. */
export const BODY_LIMITS = {
  /** Anybody: an attempt, a hundred ids. */
  payer: 16 * 1024,
  /** Who has shown a key. */
  operator: 1024 * 1024,
  /** Stripe, or whoever knows the address: the signature is over the body, so the body is read first. */
  webhook: 256 * 1024,
} as const;

/** Who sends a body. */
export type BodySender = keyof typeof BODY_LIMITS;

/** Pieces that a body of any length may come in, from senders that have shown no key. */
const FREE_PIECES = 64;
/** Beyond those, each piece has to bring this many bytes on average: less than the smallest packet of a network. */
const PIECE_BYTES = 512;

/**
 * The body as text. It is counted as it comes, so neither a chunked body nor a `Content-Length` that lies gets
 * past the limit; nor does one from an unknown sender that comes byte by byte, for each piece costs time. Throws
 * `body-too-large`, and `malformed-body` for bytes that are not UTF-8 and for a body that takes longer than `ms` or
 * comes in too many pieces.
 */
export async function readText(request: Request, ms: number, sender: BodySender): Promise<string> {
  const limit = BODY_LIMITS[sender];
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit);
  if (!request.body) return '';
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  let bytes = new Uint8Array(0);
  let size = 0;
  let late = false;
  // Canceling ends the read that waits. A promise to race against would remember each read until the end, and a chunk
  // may be one byte.
  const timer = setTimeout(() => {
    late = true;
    cancel();
  }, ms);
  try {
    await readAll();
  } finally {
    clearTimeout(timer);
  }
  return decode(bytes.subarray(0, size));

  async function readAll(): Promise<void> {
    for (let pieces = 1; ; pieces++) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new PaymentError('malformed-body', 'The body ended before its time.', { cause });
      });
      if (late) throw new PaymentError('malformed-body', 'The body did not come in time.');
      if (done) return;
      if (size + value.byteLength > limit) {
        cancel();
        throw tooLarge(limit);
      }
      if (sender !== 'operator' && pieces > FREE_PIECES + size / PIECE_BYTES) {
        cancel();
        throw new PaymentError('malformed-body', 'The body came in too many pieces. Send it in larger ones.');
      }
      add(value);
    }
  }

  function add(chunk: Uint8Array): void {
    const needed = size + chunk.byteLength;
    if (needed > bytes.byteLength) {
      const larger = new Uint8Array(Math.max(needed, 2 * bytes.byteLength));
      larger.set(bytes);
      bytes = larger;
    }
    bytes.set(chunk, size);
    size = needed;
  }

  /** Not awaited: a sender that never stops must not hold the answer back. */
  function cancel(): void {
    void reader.cancel().catch(() => undefined);
  }
}

/** The body as text that says it is JSON; it may be empty. Throws `unsupported-media-type` as well. */
export async function readJsonText(request: Request, ms: number, sender: BodySender): Promise<string> {
  const type = request.headers.get('content-type');
  if (type !== null && !/^application\/json\s*(;|$)/i.test(type)) throw notJson();
  const text = await readText(request, ms, sender);
  if (type === null && text !== '') throw notJson();
  return text;
}

/** Parses JSON. Throws `malformed-body`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Without the cause: the parser's message quotes the body.
    throw new PaymentError('malformed-body', 'The body is not JSON.');
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new PaymentError('malformed-body', 'The body is not UTF-8.', { cause });
  }
}

function notJson(): PaymentError {
  return new PaymentError('unsupported-media-type', 'Send the body as JSON, with Content-Type: application/json.');
}

function tooLarge(limit: number): PaymentError {
  return new PaymentError('body-too-large', `This body may have at most ${limit / 1024} KiB.`);
}
