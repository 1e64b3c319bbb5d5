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

/** What a frame that holds a whole payment method shows to the other frames of the sandbox. */
export interface MethodFrame {
  element: string;
  /** Tells the payer what is missing, and answers the first of it. */
  validate(): ValidationError | undefined;
  /** The payment method in the API's form encoding: `['card[number]', '4242…']`. */
  data(): [name: string, value: string][];
}

declare global {
  interface Window {
    __sandboxField?: FieldFrame;
    __sandboxMethod?: MethodFrame;
  }
}

/** The windows of the sandbox in this page that let themselves be looked into, this one among them. */
function neighbours<Found>(look: (frame: Window) => Found | undefined): Found[] {
  const found: Found[] = [];
  for (let i = 0; i < window.parent.length; i++) {
    try {
      const frame = window.parent[i];
      const seen = frame && look(frame);
      if (seen !== undefined) found.push(seen);
    } catch {
      // A frame of another origin does not let itself be read.
    }
  }
  return found;
}

/** The fields of one group in this page that are set up, by rank. */
export function fieldsOf(group: string): FieldFrame[] {
  return neighbours((frame) => frame.__sandboxField)
    .filter((field) => field.group === group)
    .sort((a, b) => a.rank - b.rank);
}

/** The frame that holds a payment method, by its random id. */
export function methodOf(element: string): MethodFrame | undefined {
  return neighbours((frame) => frame.__sandboxMethod).find((method) => method.element === element);
}
