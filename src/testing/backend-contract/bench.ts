/** What the tests of a backend stand on. */
import type { Backend, CallOptions } from '../../backend/backend.js';
import type { AttemptResult } from '../../contract/types.js';
import { isPaymentError, type PaymentError, type PaymentErrorCode } from '../../errors/index.js';
import { check, within, type TestRunner } from '../store-contract/bench.js';

/** What is asked for. */
export interface Terms {
  amount: number;
  currency: string;
}

/** One test's backend. */
export interface BackendSetup {
  backend: Backend;
  /** An open request of the terms, which can be paid. */
  id: string;
  /** Makes another one of the same terms; left out where a backend is for one request. */
  another?: () => Promise<string>;
  /** An id that no request has. */
  unknownId: string;
  /** How often money was taken since it was opened, by the books of Stripe or its stand-in. */
  charges(): number | Promise<number>;
  /** Ends everything that was opened. */
  end(): Promise<void>;
}

/** Opens a backend with one request of these terms. Cards are Stripe's test ids: `pm_card_visa`, `tok_visa`, … */
export type OpenBackend = (terms: Terms) => Promise<BackendSetup>;

/** What is not asked of a backend. */
export interface BackendContractOptions {
  /** Whether calls can be given up by their `signal` (true). */
  aborts?: boolean;
}

/** What one test works with. */
export interface Case extends BackendSetup {
  terms: Terms;
  /** Pays the request with a test card by its name, `visa` for `pm_card_visa` or `tok_visa`. */
  pay(attempt: string, card: string, options?: CallOptions): Promise<AttemptResult>;
  /** Asks until the attempt has an outcome. */
  outcome(attempt: string, card: string): Promise<AttemptResult>;
}

/** Declares tests on a backend of their own. */
export interface Bench {
  test(name: string, body: (given: Case) => Promise<void>, terms?: Terms): void;
}

/** More asking than any backend needs for one attempt. */
const MOST_ROUNDS = 100;

/** Binds runner and backend. */
export function makeBench(runner: TestRunner, open: OpenBackend): Bench {
  return {
    test(name, body, terms = { amount: 2500, currency: 'usd' }) {
      runner.test(name, async () => {
        const setup = await open(terms);
        const { backend, id } = setup;
        const pay: Case['pay'] = (attempt, card, options) =>
          backend.flow === 'intent'
            ? backend.pay(id, { attempt, instrument: { paymentMethod: `pm_card_${card}` } }, options)
            : backend.pay(id, { attempt, token: `tok_${card}`, ...terms }, options);
        const outcome: Case['outcome'] = async (attempt, card) => {
          for (let round = 0; round < MOST_ROUNDS; round++) {
            const result = await pay(attempt, card);
            if (result.status !== 'pending') return result;
            await (backend.sync ? backend.sync(id) : backend.retrieve(id));
          }
          throw new Error(`The attempt ${attempt} was still pending after it was asked for ${MOST_ROUNDS} times.`);
        };
        await within(body({ ...setup, terms, pay, outcome })).finally(() => setup.end());
      });
    },
  };
}

/** The `PaymentError` that it rejects with, of one of these codes. */
export async function refusal(
  work: Promise<unknown>,
  codes: readonly PaymentErrorCode[],
  what: string,
): Promise<PaymentError> {
  const thrown: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!isPaymentError(thrown)) throw new Error(`${what}: no PaymentError but ${String(thrown)}`);
  check(codes.includes(thrown.code), `${what}: ${thrown.code} is one of ${codes.join(', ')}`);
  return thrown;
}

/** Codes of an attempt that comes too late, or beside another. */
export const TOO_LATE: readonly PaymentErrorCode[] = ['already-paid', 'request-closed', 'attempt-in-progress'];
