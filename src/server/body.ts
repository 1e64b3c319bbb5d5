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
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  const parts: string[] = [];
  let size = 0;
  const late = deadline(ms);
  try {
    await readAll();
  } finally {
    late.clear();
  }
  parts.push(decode(decoder));
  return parts.join('');

  async function readAll(): Promise<void> {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late.passed]).catch((cause: unknown) => {
        void reader.cancel().catch(() => undefined);
        if (cause instanceof PaymentError) throw cause;
        throw new PaymentError('malformed-body', 'The body ended before its time.', { cause });
      });
      if (done) return;
      size += value.byteLength;
      if (size > BODY_LIMIT) {
        // Not awaited: a sender that never stops must not hold the answer back.
        void reader.cancel().catch(() => undefined);
        throw tooLarge();
      }
      parts.push(decode(decoder, value));
    }
  }
}

/** Rejects `passed` after `ms`, unless it is cleared before. */
function deadline(ms: number): { passed: Promise<never>; clear: () => void } {
  let clear = (): void => undefined;
  const passed = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new PaymentError('malformed-body', 'The body did not come in time.')), ms);
    clear = () => clearTimeout(timer);
  });
  return { passed, clear };
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

function decode(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
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
