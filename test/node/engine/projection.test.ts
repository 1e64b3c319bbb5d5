import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RequestStatus } from '../../../src/contract/types.js';
import {
  newDocument,
  type AttemptRecord,
  type ChargeState,
  type RailState,
  type RequestDoc,
  type Snapshot,
} from '../../../src/server/requests/document.js';
import { historyOf } from '../../../src/server/requests/history.js';
import { project } from '../../../src/server/requests/projection.js';
import { errorMark, withLapses, withSnapshot } from '../../../src/server/requests/settle.js';
import { terms } from './bench.js';

const now = new Date('2026-11-20T12:00:00.000Z');

function charge(some: Partial<ChargeState> = {}): ChargeState {
  return {
    id: 'ch_1', status: 'succeeded', amount: 2500, amountCaptured: 2500, amountRefunded: 0, currency: 'usd', paymentMethod: 'pm_1',
    captured: true, disputed: false, failureCode: null, declineCode: null, card: { brand: 'visa', last4: '4242' }, risk: 'normal',
    failedChecks: [], createdAt: now.toISOString(), captureBefore: null, ...some,
  }; // prettier-ignore
}

function rail(some: Partial<RailState> = {}): RailState {
  return {
    id: 'pi_1', status: 'succeeded', amount: 2500, currency: 'usd', livemode: false, amountReceived: 2500, amountCapturable: 0,
    paymentMethod: 'pm_1', latestCharge: 'ch_1', cancellationReason: null, lastError: null, nextAction: null, ...some,
  }; // prettier-ignore
}

function snapshot(some: Partial<Omit<Snapshot, 'rail'>> & { rail?: Partial<RailState> } = {}): Snapshot {
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

function attempt(some: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    id: 'a1', by: 'payer', instrument: { kind: 'paymentMethod', id: 'pm_1' }, status: 'pending', paymentMethod: 'pm_1', card: null,
    rail: 'pi_1', before: { charges: [], error: null }, charge: null, failure: null, receiptEmail: null, returnUrl: null,
    startedAt: now.toISOString(), calledAt: now.toISOString(), settledAt: null, ...some,
  }; // prettier-ignore
}

/** A document whose attempts have all been sent to the rail `pi_1`. */
function document(attempts: AttemptRecord[] = [], some: Partial<RequestDoc> = {}): RequestDoc {
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

const ending: RequestDoc['ending'] = { to: 'canceled', at: now.toISOString(), by: 'operator:test', reason: null };
const refund = (amount: number, status: string): Snapshot['refunds'][number] => ({
  id: `re_${amount}_${status}`,
  amount,
  status,
  reason: null,
  failureReason: null,
});
const unpaid = { charges: [], refunds: [] };

const rows: [string, RequestStatus, RequestDoc, Snapshot | null][] = [
  ['no rail', 'open', newDocument(terms), null],
  ['no rail, canceled', 'canceled', { ...newDocument(terms), ending }, null],
  ['no rail, expired', 'expired', { ...newDocument(terms), ending: { ...ending, to: 'expired' } }, null],
  ['a rail that was not read', 'open', document(), null],
  ['a rail that is to end and was not read', 'open', document([], { ending }), null],
  ['requires_payment_method', 'open', document(), snapshot({ ...unpaid, rail: { status: 'requires_payment_method' } })],
  ['requires_confirmation', 'open', document(), snapshot({ ...unpaid, rail: { status: 'requires_confirmation' } })],
  ['requires_action', 'open', document(), snapshot({ ...unpaid, rail: { status: 'requires_action' } })],
  [
    'a word of a later version of Stripe',
    'open',
    document(),
    snapshot({ ...unpaid, rail: { status: 'requires_patience' } }),
  ],
  ['processing', 'processing', document(), snapshot({ ...unpaid, rail: { status: 'processing' } })],
  [
    'requires_capture',
    'authorized',
    document(),
    snapshot({ rail: { status: 'requires_capture', amountReceived: 0 }, charges: [charge({ captured: false })] }),
  ],
  ['succeeded', 'paid', document(), snapshot()],
  ['succeeded although it was to end', 'paid', document([], { ending }), snapshot()],
  ['refunded in part', 'partially_refunded', document(), snapshot({ refunds: [refund(1, 'succeeded')] })],
  [
    'refunded in two parts',
    'refunded',
    document(),
    snapshot({ refunds: [refund(1000, 'succeeded'), refund(1500, 'succeeded')] }),
  ],
  ['a refund that is pending', 'paid', document(), snapshot({ refunds: [refund(2500, 'pending')] })],
  ['a refund that failed', 'paid', document(), snapshot({ refunds: [refund(2500, 'failed')] })],
  ['a refund that was canceled', 'paid', document(), snapshot({ refunds: [refund(2500, 'canceled')] })],
  ['canceled by us', 'canceled', document([], { ending }), snapshot({ ...unpaid, rail: { status: 'canceled' } })],
  [
    'ended by us for expiry',
    'expired',
    document([], { ending: { ...ending, to: 'expired' } }),
    snapshot({ ...unpaid, rail: { status: 'canceled' } }),
  ],
  [
    'canceled by Stripe',
    'open',
    document(),
    snapshot({ ...unpaid, rail: { status: 'canceled', cancellationReason: 'automatic' } }),
  ],
  [
    'canceled by a person',
    'canceled',
    document(),
    snapshot({ ...unpaid, rail: { status: 'canceled', cancellationReason: 'abandoned' } }),
  ],
  [
    'a released authorization',
    'canceled',
    document(),
    snapshot({ rail: { status: 'canceled', cancellationReason: 'automatic' } }),
  ],
  ['another amount', 'review', document(), snapshot({ rail: { amount: 2499 } })],
  ['another currency', 'review', document(), snapshot({ rail: { currency: 'eur' } })],
  ['another mode', 'review', document(), snapshot({ rail: { livemode: true } })],
  ['another amount reserved', 'review', document(), snapshot({ rail: { status: 'requires_capture', amount: 1 } })],
  ['less received', 'review', document(), snapshot({ rail: { amountReceived: 2499 } })],
  ['no charge', 'review', document(), snapshot({ charges: [] })],
  ['a charge that failed', 'review', document(), snapshot({ charges: [charge({ status: 'failed' })] })],
  ['a charge of another amount', 'review', document(), snapshot({ charges: [charge({ amount: 1 })] })],
  ['a charge of another currency', 'review', document(), snapshot({ charges: [charge({ currency: 'eur' })] })],
  ['a charge that is not captured', 'review', document(), snapshot({ charges: [charge({ captured: false })] })],
  ['another rail', 'open', document(), snapshot({ rail: { id: 'pi_2' } })],
];

for (const [what, status, doc, read] of rows) {
  test(`${what} is ${status}`, () => {
    const after = read ? withSnapshot(doc, read) : doc;
    const { status: is, payment, reviewReason } = project(after, now);
    assert.equal(is, status);
    assert.equal(payment !== null, ['paid', 'authorized', 'partially_refunded', 'refunded'].includes(status));
    assert.equal(reviewReason !== null, status === 'review');
  });
}

const anyRail = fc.record({
  id: fc.constantFrom('pi_1', 'pi_2'),
  status: fc.constantFrom(
    'requires_payment_method',
    'requires_action',
    'processing',
    'requires_capture',
    'succeeded',
    'canceled',
  ),
  amount: fc.constantFrom(2500, 2499, 0),
  currency: fc.constantFrom('usd', 'eur'),
  livemode: fc.boolean(),
  amountReceived: fc.constantFrom(2500, 2499, 0),
  amountCapturable: fc.constant(0),
  paymentMethod: fc.constantFrom('pm_1', 'pm_2', null),
  latestCharge: fc.constantFrom('ch_1', 'ch_2', null),
  cancellationReason: fc.constantFrom(null, 'automatic', 'abandoned'),
  lastError: fc.option(
    fc.record({
      code: fc.constantFrom('card_declined', 'expired_card', 'payment_intent_authentication_failure'),
      declineCode: fc.constantFrom('stolen_card', 'insufficient_funds', null),
      paymentMethod: fc.constantFrom('pm_1', 'pm_2'),
      charge: fc.constantFrom('ch_1', 'ch_2', null),
    }),
  ),
  nextAction: fc.constant(null),
});

const anyCharge = (id: string): fc.Arbitrary<ChargeState> =>
  fc
    .record({
      status: fc.constantFrom('succeeded', 'failed', 'pending'),
      amount: fc.constantFrom(2500, 2499),
      currency: fc.constantFrom('usd', 'eur'),
      paymentMethod: fc.constantFrom('pm_1', 'pm_2'),
      captured: fc.boolean(),
    })
    .map((some) => charge({ ...some, id }));

const anySnapshot: fc.Arbitrary<Snapshot> = fc
  .record({
    rail: anyRail,
    charges: fc.tuple(fc.option(anyCharge('ch_1')), fc.option(anyCharge('ch_2'))),
    refunds: fc.array(fc.tuple(fc.constantFrom(1, 1000, 2500), fc.constantFrom('succeeded', 'pending', 'failed')), {
      maxLength: 2,
    }),
    seconds: fc.integer({ min: 0, max: 400 }),
  })
  .map(({ rail: read, charges, refunds, seconds }) => ({
    ...snapshot(),
    readAt: new Date(now.getTime() + seconds * 1000).toISOString(),
    rail: read,
    charges: charges.filter((each) => each !== null),
    refunds: refunds.map(([amount, status]) => refund(amount, status)),
  }));

const settledWords: ReadonlySet<RequestStatus> = new Set(['paid', 'partially_refunded', 'refunded']);

test('whatever is read, it is paid only if rail, amount, currency, mode and charge all match', () => {
  fc.assert(
    fc.property(anySnapshot, (read) => {
      const after = withSnapshot(document([attempt()]), read);
      const { status } = project(after, now);
      if (!settledWords.has(status)) return;
      const own = read.charges.find((each) => each.id === read.rail.latestCharge);
      assert.equal(read.rail.id, 'pi_1');
      assert.deepEqual(
        [read.rail.status, read.rail.amount, read.rail.currency, read.rail.livemode],
        ['succeeded', 2500, 'usd', false],
      );
      assert.equal(read.rail.amountReceived, 2500);
      assert.deepEqual([own?.status, own?.amount, own?.currency, own?.captured], ['succeeded', 2500, 'usd', true]);
    }),
    { numRuns: 2000 },
  );
});

test('whatever is read in whatever order, the newest read decides and an older one changes nothing', () => {
  fc.assert(
    fc.property(fc.array(anySnapshot, { minLength: 1, maxLength: 6 }), (reads) => {
      let doc = document([attempt()]);
      for (const read of reads) {
        const known = doc.snapshot;
        const next = withSnapshot(doc, read);
        if (known && read.readAt < known.readAt && read.rail.id === known.rail.id) assert.equal(next, doc);
        doc = next;
        if (doc.snapshot && known) assert.ok(doc.snapshot.readAt >= known.readAt);
      }
    }),
    { numRuns: 1000 },
  );
});

test('whatever is read, an attempt is declined only by its own payment method and by what was not there before', () => {
  fc.assert(
    fc.property(anySnapshot, fc.boolean(), (read, sawCharge) => {
      const own = attempt({ before: { charges: sawCharge ? ['ch_1'] : [], error: null } });
      const [after] = withSnapshot(document([own]), read).attempts;
      if (after?.status !== 'declined') return;
      const failed = read.charges.some(
        (each) => each.status === 'failed' && each.paymentMethod === 'pm_1' && !(sawCharge && each.id === 'ch_1'),
      );
      const error = read.rail.status === 'requires_payment_method' && read.rail.lastError?.paymentMethod === 'pm_1';
      assert.ok(failed || error);
    }),
    { numRuns: 2000 },
  );
});

test('whatever is read, an attempt succeeds only with a charge of its own payment method, and at most one does for a charge', () => {
  fc.assert(
    fc.property(fc.array(anySnapshot, { minLength: 1, maxLength: 4 }), (reads) => {
      let doc = document([attempt(), attempt({ id: 'a2', paymentMethod: 'pm_2', status: 'lapsed' })]);
      for (const read of reads) doc = withSnapshot(doc, read);
      const charges = doc.attempts.filter((each) => each.status === 'succeeded').map((each) => each.charge);
      assert.equal(new Set(charges).size, charges.length);
      assert.ok(!charges.includes(null));
    }),
    { numRuns: 1000 },
  );
});

test('whatever is read, a fact is told once: the same document again has no history', () => {
  fc.assert(
    fc.property(anySnapshot, anySnapshot, (first, second) => {
      const before = withSnapshot(document([attempt()]), first);
      const after = withSnapshot(before, second);
      assert.deepEqual(historyOf(after, after, { now, event: null }), []);
      const types = historyOf(before, after, { now, event: null }).map((entry) => entry.type);
      const status = project(after, now).status;
      if (types.includes('paid')) assert.ok(settledWords.has(status));
      for (const type of ['paid', 'authorized', 'canceled', 'expired', 'review'])
        assert.ok(types.filter((each) => each === type).length <= 1);
    }),
    { numRuns: 1000 },
  );
});

test('an attempt lapses only by a read that began 120 s after its last call, and once its rail has ended', () => {
  const lapse = 120_000;
  const quiet = (seconds: number): Snapshot =>
    snapshot({
      ...unpaid,
      rail: { status: 'requires_payment_method', paymentMethod: null, latestCharge: null },
      readAt: new Date(now.getTime() + seconds * 1000).toISOString(),
    });
  const later = new Date(now.getTime() + 600_000);
  const canceled = snapshot({
    ...unpaid,
    rail: { status: 'canceled', paymentMethod: null, latestCharge: null },
    readAt: new Date(now.getTime() + 121_000).toISOString(),
  });
  const endingAfter = (doc: RequestDoc): boolean | undefined => withLapses(doc, later, lapse).rails[0]?.ending;
  const statusAfter = (doc: RequestDoc): string | undefined => withLapses(doc, later, lapse).attempts[0]?.status;
  assert.equal(statusAfter(document([attempt()])), 'pending');
  assert.equal(statusAfter(withSnapshot(document([attempt()]), quiet(119))), 'pending');
  assert.equal(endingAfter(withSnapshot(document([attempt()]), quiet(119))), false);
  const late = withSnapshot(document([attempt()]), quiet(120));
  assert.deepEqual([statusAfter(late), endingAfter(late)], ['pending', true]);
  assert.equal(statusAfter(withSnapshot(withLapses(late, later, lapse), canceled)), 'lapsed');
  assert.equal(statusAfter({ ...document([attempt({ rail: null })]), operations: [] }), 'lapsed');
});

test('an error that was there before the call is not its decline, even of the same payment method', () => {
  const lastError = {
    code: 'payment_intent_authentication_failure',
    declineCode: null,
    paymentMethod: 'pm_1',
    charge: null,
  };
  const read = snapshot({
    ...unpaid,
    rail: { status: 'requires_payment_method', paymentMethod: null, latestCharge: null, lastError },
  });
  const after = (error: string | null): string | undefined =>
    withSnapshot(document([attempt({ before: { charges: [], error } })]), read).attempts[0]?.status;
  assert.equal(after(null), 'declined');
  assert.equal(after(errorMark(read.rail)), 'pending');
});

test('what shows after an attempt has lapsed still makes it the payment', () => {
  const [late] = withSnapshot(
    document([attempt({ status: 'lapsed', settledAt: now.toISOString() })]),
    snapshot(),
  ).attempts;
  assert.deepEqual([late?.status, late?.charge], ['succeeded', 'ch_1']);
});
