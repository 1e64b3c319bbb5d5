import type { Brand } from './card-rules.js';
import type { ValidationError } from '../protocol.js';

/** What a card consists of, as the API names it. */
export interface CardValues {
  number?: string;
  exp_month?: string;
  exp_year?: string;
  cvc?: string;
  postal?: string;
}

/** What a field's frame shows to the other frames of the sandbox in the same page, and to no other origin. */
export interface FieldFrame {
  element: string;
  group: string;
  /** The number is complained of first, then the date, then the code, wherever they stand in the page. */
  rank: number;
  /** What it holds, digits only. */
  values(): CardValues;
  /** Tells the payer what is missing, and answers the first of it. */
  validate(): ValidationError | undefined;
  setBrand(brand: Brand): void;
}

declare global {
  interface Window {
    __sandboxField?: FieldFrame;
  }
}

/** The fields of one group in this page that are set up, by rank. */
export function fieldsOf(group: string): FieldFrame[] {
  const found: FieldFrame[] = [];
  for (let i = 0; i < window.parent.length; i++) {
    try {
      const field = window.parent[i]?.__sandboxField;
      if (field?.group === group) found.push(field);
    } catch {
      // A frame of another origin does not let itself be read.
    }
  }
  return found.sort((a, b) => a.rank - b.rank);
}
