/** What is wrong with the fields, in words: the first wrong one, and one sentence about it. */
import type { Messages } from '../../i18n/index.js';
import type { CardInput, FieldName } from '../../session/index.js';

/** A field that is wrong. */
export interface FieldTrouble {
  field: FieldName | 'postalCode';
  message: string;
}

/** The first field that is wrong, in reading order; null where none is. */
export function fieldTrouble(
  input: CardInput | null,
  { fieldProblems }: Messages,
  postalMissing = false,
): FieldTrouble | null {
  const words: Readonly<Record<string, string>> = fieldProblems;
  for (const field of ['number', 'expiry', 'cvc'] as const) {
    const error = input?.fields[field].error;
    if (error) return { field, message: words[error] ?? fieldProblems.other };
  }
  return postalMissing ? { field: 'postalCode', message: fieldProblems.incomplete_zip } : null;
}
