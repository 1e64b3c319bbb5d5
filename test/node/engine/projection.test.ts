import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestStatus } from '../../../src/contract/types.js';
import { newDocument, type RequestDoc, type Snapshot } from '../../../src/server/requests/document.js';
import { project } from '../../../src/server/requests/projection.js';
import { errorMark, withLapses, withSnapshot } from '../../../src/server/requests/settle.js';
import { terms } from './bench.js';
import { attempt, charge, document, ending, now, refund, snapshot, unpaid } from './documents.js';

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
