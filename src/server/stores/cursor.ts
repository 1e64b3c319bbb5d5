/** Opaque page cursors: base64url of a JSON array of strings, so that callers have nothing to lean on. */

/** A cursor that no page of this store ended with. The server answers it as a bad parameter. */
export class InvalidCursor extends RangeError {
  override name = 'InvalidCursor';
}

/** Packs the parts of a position. */
function encodeCursor(parts: readonly string[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Unpacks a cursor of `count` parts. Throws `InvalidCursor` for anything else. */
function decodeCursor(cursor: string, count: number): string[] {
  let value: unknown;
  try {
    const raw = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
    value = JSON.parse(new TextDecoder().decode(Uint8Array.from(raw, (char) => char.charCodeAt(0))));
  } catch (cause) {
    throw new InvalidCursor('The cursor is not one of a page.', { cause });
  }
  if (!Array.isArray(value) || value.length !== count || !value.every((part) => typeof part === 'string'))
    throw new InvalidCursor('The cursor is not one of this list.');
  return value;
}

/** Where a page of requests ended: the next one goes on with what is older. */
export interface RequestCursor {
  /** ms since 1970. */
  createdAt: number;
  id: string;
}

/** Packs the last row of a page of requests. */
export function encodeRequestCursor({ createdAt, id }: RequestCursor): string {
  return encodeCursor([String(createdAt), id]);
}

/** Unpacks it. Throws `InvalidCursor`. */
export function decodeRequestCursor(cursor: string): RequestCursor {
  const [createdAt = '', id = ''] = decodeCursor(cursor, 2);
  const at = wholeNumber(createdAt);
  // What no database takes is none of ours: U+0000, and years of five digits.
  if (id.includes('\0') || at >= Date.UTC(10_000)) throw new InvalidCursor('The cursor is not one of this list.');
  return { createdAt: at, id };
}

/** Packs the position of the last fact of a page of history. */
export function encodePositionCursor(position: number): string {
  return encodeCursor([String(position)]);
}

/** Unpacks it. Throws `InvalidCursor`. */
export function decodePositionCursor(cursor: string): number {
  const [position = ''] = decodeCursor(cursor, 1);
  return wholeNumber(position);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  // 8.64e15 ms is the largest time a Date holds; positions stay far below it.
  if (!/^\d{1,16}$/.test(text) || value > 8.64e15) throw new InvalidCursor('The cursor is not one of this list.');
  return value;
}
