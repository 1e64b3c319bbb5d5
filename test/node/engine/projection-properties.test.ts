import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RequestStatus } from '../../../src/contract/types.js';
import type { ChargeState, Snapshot } from '../../../src/server/requests/document.js';
import { historyOf } from '../../../src/server/requests/history.js';
import { project } from '../../../src/server/requests/projection.js';
import { withSnapshot } from '../../../src/server/requests/settle.js';
import { attempt, charge, document, now, refund, snapshot } from './documents.js';

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
