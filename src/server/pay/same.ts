import type { RequestDoc } from '../requests/document.js';

/**
 * Whether two documents say the same, whatever the order of their members (a store may change it) and
 * whenever their snapshots were read: a read that found nothing new makes no new version.
 */
export function sameDocument(a: RequestDoc, b: RequestDoc): boolean {
  return canonical(a) === canonical(b);
}

function canonical(doc: RequestDoc): string {
  const plain = { ...doc, snapshot: doc.snapshot && { ...doc.snapshot, readAt: '' } };
  return JSON.stringify(plain, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)))
      : value,
  );
}
