import { randomText } from './ids.js';

/** The faults on requests and those on webhooks. */
export const FAULTS = [
  'lost-request',
  'lost-answer',
  'delay',
  'error',
  'drop-webhook',
  'repeat-webhook',
  'delay-webhook',
] as const;

/** One kind of fault. */
export type FaultKind = (typeof FAULTS)[number];

/** What is to go wrong. */
export interface FaultInput {
  /** HTTP method, or `*`. Webhook faults ignore it. */
  method?: string;
  /** A path, or for webhook faults an event type; `*` is one segment, `**` any rest. */
  path: string;
  fault: FaultKind;
  /** How long `delay` and `delay-webhook` wait, in milliseconds; 1000 by default. */
  ms?: number;
  /** The status of `error`; 500 by default. */
  status?: number;
  /** How often it strikes; 1 by default. */
  times?: number;
  /** For `error`: keep it under the request's idempotency key, as Stripe keeps a 500 of a request that had begun. */
  stored?: boolean;
}

/** A fault that waits to strike `left` more times. */
export interface Fault extends Required<FaultInput> {
  id: string;
  left: number;
}

/** The connection was dropped by a fault: a `fetch` rejects with a TypeError, a server closes the socket without an answer. */
export class DroppedConnection extends TypeError {
  constructor(fault: FaultKind) {
    super(`The sandbox dropped the connection (${fault}).`);
    this.name = 'DroppedConnection';
  }
}

/** Whether a path (or an event type) fits a pattern of segments, `*` and `**`. */
export function matches(pattern: string, path: string): boolean {
  const source = pattern
    .split('**')
    .map((part) =>
      part
        .split('*')
        .map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('[^/]+'),
    )
    .join('.*');
  return new RegExp(`^${source}$`).test(path);
}

/** The faults that are set. The oldest that fits strikes. */
export class Faults {
  #all: Fault[] = [];

  /** Sets a fault. */
  add(input: FaultInput): Fault {
    const times = input.times ?? 1;
    const fault: Fault = {
      method: '*',
      ms: 1000,
      status: 500,
      stored: false,
      ...input,
      times,
      id: `fault_${randomText(12)}`,
      left: times,
    };
    this.#all.push(fault);
    return { ...fault };
  }

  /** Those that have not struck out. */
  list(): Fault[] {
    return this.#all.map((fault) => ({ ...fault }));
  }

  /** Takes them all back. */
  clear(): void {
    this.#all = [];
  }

  /** The fault that strikes a request, used up by one. */
  takeForRequest(method: string, path: string): Fault | null {
    return this.#take(
      (fault) =>
        !fault.fault.endsWith('-webhook') &&
        (fault.method === '*' || fault.method.toUpperCase() === method) &&
        matches(fault.path, path),
    );
  }

  /** The fault that strikes a webhook of an event type, used up by one. */
  takeForWebhook(type: string): Fault | null {
    return this.#take((fault) => fault.fault.endsWith('-webhook') && matches(fault.path, type));
  }

  #take(fits: (fault: Fault) => boolean): Fault | null {
    const fault = this.#all.find(fits);
    if (fault === undefined) return null;
    fault.left -= 1;
    if (fault.left <= 0) this.#all = this.#all.filter((other) => other !== fault);
    return { ...fault };
  }
}
