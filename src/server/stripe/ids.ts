/** The id of an object that Stripe gives as an id or expanded; null where it gives none. */
export function idOf(value: string | { id: string } | null): string | null {
  return typeof value === 'string' ? value : (value?.id ?? null);
}
