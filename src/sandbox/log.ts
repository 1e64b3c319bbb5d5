import type { LogEntry, LoggedCharge } from './log-entry.js';
import type { SandboxState } from './state.js';

const LONGEST = 10_000;

/** Takes out what could be a card number. */
export function withoutNumbers(text: string): string {
  return text.replace(/\d(?:[ -]?\d){11,18}/g, '[digits]');
}

/** What the sandbox was asked, oldest first, the last ten thousand; and what it charged, all of it. */
export class RequestLog {
  readonly #entries: LogEntry[] = [];

  /** Adds a request. */
  add(entry: LogEntry): void {
    this.#entries.push({
      ...entry,
      path: withoutNumbers(entry.path),
      idempotencyKey: entry.idempotencyKey === null ? null : withoutNumbers(entry.idempotencyKey),
    });
    if (this.#entries.length > LONGEST) this.#entries.shift();
  }

  /** The requests. */
  entries(): LogEntry[] {
    return this.#entries.map((entry) => ({ ...entry }));
  }

  /** The charges, failed ones too. */
  charges(state: SandboxState): LoggedCharge[] {
    return Object.values(state.ledgers).flatMap(({ charges }) =>
      Object.values(charges).map(({ id, payment_intent: intent, amount, currency, paid }) => ({
        id,
        intent: typeof intent === 'string' ? intent : (intent?.id ?? null),
        amount,
        currency,
        paid,
      })),
    );
  }
}
