/** Bodies: how large, of which type, and whether they are JSON at all. Nothing of one is ever logged. */
import { PaymentError } from '../errors/index.js';

/** 1 MiB, the most that a body may be. */
export const BODY_LIMIT = 1024 * 1024;

/**
 * The body as text. It is counted as it comes, so neither a chunked body nor a `Content-Length` that lies gets
 * past the limit. Throws `body-too-large`, and `malformed-body` for bytes that are not UTF-8 and for a body that
 * takes longer than `ms`.
 */
export async function readText(request: Request, ms: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > BODY_LIMIT) throw tooLarge();
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
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new PaymentError('malformed-body', 'The body ended before its time.', { cause });
      });
      if (late) throw new PaymentError('malformed-body', 'The body did not come in time.');
      if (done) return;
      if (size + value.byteLength > BODY_LIMIT) {
        cancel();
        throw tooLarge();
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
export async function readJsonText(request: Request, ms: number): Promise<string> {
  const type = request.headers.get('content-type');
  if (type !== null && !/^application\/json\s*(;|$)/i.test(type)) throw notJson();
  const text = await readText(request, ms);
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

function tooLarge(): PaymentError {
  return new PaymentError('body-too-large', 'A body may have at most 1 MiB.');
}
