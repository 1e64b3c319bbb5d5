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

const METHODS = ['*', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const;

/** Whether a value of JSON is an object. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value of JSON is a whole number from 0 on. */
export const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0;

const isMethod = (value: unknown): value is string =>
  typeof value === 'string' && METHODS.some((known) => known === value.toUpperCase());

/** Reads a fault from JSON, or says what is wrong with it. */
export function readFault(body: unknown): FaultInput | string {
  if (!isObject(body)) return 'A fault is a JSON object.';
  const { method, path, fault, ms, status, times, stored, ...unknown } = body;
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined) return `Unknown member: ${stranger}`;
  const kind = FAULTS.find((name) => name === fault);
  if (kind === undefined) return `fault is one of ${FAULTS.join(', ')}.`;
  if (typeof path !== 'string' || path === '') return 'path is a path or an event type.';
  if (!kind.endsWith('-webhook') && !/^[/*]/.test(path))
    return 'path begins with / or *: only faults of webhooks are about an event type.';
  if (method !== undefined && !isMethod(method)) return `method is one of ${METHODS.join(', ')}.`;
  if (stored !== undefined && typeof stored !== 'boolean') return 'stored is true or false.';
  for (const [name, value] of Object.entries({ ms, status, times })) {
    if (value !== undefined && !isCount(value)) return `${name} is a whole number.`;
  }
  const input: FaultInput = { path, fault: kind };
  if (method !== undefined) input.method = method;
  if (stored !== undefined) input.stored = stored;
  if (isCount(ms)) input.ms = ms;
  if (isCount(times)) input.times = times;
  if (isCount(status)) {
    if (status < 400 || status > 599) return 'status is 400 to 599.';
    input.status = status;
  }
  return input;
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

  /** Sets a fault. Throws a TypeError that says what is wrong with one that it does not know: it would never strike. */
  add(given: FaultInput): Fault {
    const input = readFault(given);
    if (typeof input === 'string') throw new TypeError(`faults.add(): ${input}`);
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
