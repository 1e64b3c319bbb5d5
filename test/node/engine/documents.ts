/** Documents of a request, and what was read of its rail, as the tests of the projection begin with them. */
import {
  newDocument,
  type AttemptRecord,
  type ChargeState,
  type RailState,
  type RequestDoc,
  type Snapshot,
} from '../../../src/server/requests/document.js';
import { terms } from './bench.js';

/** When all of them were read. */
export const now = new Date('2026-11-20T12:00:00.000Z');

/** A charge that took it all. */
export function charge(some: Partial<ChargeState> = {}): ChargeState {
  return {
    id: 'ch_1', status: 'succeeded', amount: 2500, amountCaptured: 2500, amountRefunded: 0, currency: 'usd', paymentMethod: 'pm_1',
    captured: true, disputed: false, failureCode: null, declineCode: null, card: { brand: 'visa', last4: '4242' }, risk: 'normal',
    failedChecks: [], createdAt: now.toISOString(), captureBefore: null, ...some,
  }; // prettier-ignore
}

/** A rail that was paid by that charge. */
export function rail(some: Partial<RailState> = {}): RailState {
  return {
    id: 'pi_1', status: 'succeeded', amount: 2500, currency: 'usd', livemode: false, amountReceived: 2500, amountCapturable: 0,
    paymentMethod: 'pm_1', latestCharge: 'ch_1', cancellationReason: null, lastError: null, nextAction: null, ...some,
  }; // prettier-ignore
}

/** What was read of it. */
export function snapshot(some: Partial<Omit<Snapshot, 'rail'>> & { rail?: Partial<RailState> } = {}): Snapshot {
  return {
    readAt: now.toISOString(),
    charges: [charge()],
    refunds: [],
    disputes: [],
    fraudWarnings: [],
    tokens: {},
    ...some,
    rail: rail(some.rail),
  };
}

/** An attempt on it whose outcome is not known. */
export function attempt(some: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    id: 'a1', by: 'payer', instrument: { kind: 'paymentMethod', id: 'pm_1' }, status: 'pending', paymentMethod: 'pm_1', card: null,
    rail: 'pi_1', before: { charges: [], error: null }, charge: null, failure: null, receiptEmail: null, returnUrl: null,
    startedAt: now.toISOString(), calledAt: now.toISOString(), settledAt: null, ...some,
  }; // prettier-ignore
}

/** A document whose attempts have all been sent to the rail `pi_1`. */
export function document(attempts: AttemptRecord[] = [], some: Partial<RequestDoc> = {}): RequestDoc {
  return {
    ...newDocument(terms),
    rails: [{ id: 'pi_1', createdAt: now.toISOString(), ending: false, endedAt: null, duplicate: null }],
    attempts,
    operations: attempts.map(({ id }, index) => ({
      type: 'confirm', n: index + 1, key: `req:confirm:${index + 1}`, params: {}, target: 'pi_1', attempt: id, by: 'payer',
      firstSentAt: now.toISOString(), done: false,
    })), // prettier-ignore
    ...some,
  };
}

/** Withdrawn by the operator. */
export const ending: NonNullable<RequestDoc['ending']> = {
  to: 'canceled',
  at: now.toISOString(),
  by: 'operator:test',
  reason: null,
};
/** A refund of some of it. */
export const refund = (amount: number, status: string): Snapshot['refunds'][number] => ({
  id: `re_${amount}_${status}`,
  amount,
  status,
  reason: null,
  failureReason: null,
});
/** Nothing was charged. */
export const unpaid = { charges: [], refunds: [] };
