import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { bench, type Bench } from './stripe.js';

const NOW: Stripe.PaymentIntentCreateParams = {
  ...{ amount: 2500, currency: 'usd', confirm: true },
  allowed_payment_method_types: ['card'],
};

async function disputed(b: Bench, card: string): Promise<Stripe.Dispute> {
  const intent = await b.stripe.paymentIntents.create({ ...NOW, payment_method: card });
  const { data } = await b.stripe.disputes.list({ payment_intent: intent.id });
  const [dispute] = data;
  assert.ok(dispute);
  return dispute;
}

async function newest(b: Bench, count: number): Promise<string[]> {
  return (await b.stripe.events.list({ limit: count })).data.map(({ type }) => type).reverse();
}

test('evidence is reviewed, and the test words decide it', async () => {
  const b = bench();
  const { id } = await disputed(b, 'pm_card_createDispute');
  const kept = await b.stripe.disputes.update(id, { evidence: { uncategorized_text: 'A letter' }, submit: false });
  assert.deepEqual([kept.status, kept.evidence_details.has_evidence], ['needs_response', true]);
  assert.equal(
    (await b.stripe.disputes.update(id, { evidence: { uncategorized_text: 'A letter' } })).status,
    'under_review',
  );
  const won = await b.stripe.disputes.update(id, { evidence: { uncategorized_text: 'winning_evidence' } });
  assert.deepEqual([won.status, won.is_charge_refundable], ['won', true]);
  assert.deepEqual(await newest(b, 3), [
    'charge.dispute.updated',
    'charge.dispute.funds_reinstated',
    'charge.dispute.closed',
  ]);
  await assert.rejects(b.stripe.disputes.close(id), { type: 'StripeInvalidRequestError' });
  const other = await disputed(b, 'pm_card_createDispute');
  const lost = await b.stripe.disputes.update(other.id, { evidence: { uncategorized_text: 'losing_evidence' } });
  assert.deepEqual([lost.status, lost.is_charge_refundable], ['lost', false]);
});

test('a dispute that is accepted is lost, an inquiry that is answered is closed', async () => {
  const b = bench();
  assert.equal((await b.stripe.disputes.close((await disputed(b, 'pm_card_createDispute')).id)).status, 'lost');
  const inquiry = await disputed(b, 'pm_card_createDisputeInquiry');
  const closed = await b.stripe.disputes.update(inquiry.id, { evidence: { uncategorized_text: 'winning_evidence' } });
  assert.equal(closed.status, 'warning_closed');
});

test('a dispute takes its amount and a fee of the balance, and a refund that the rest does not cover is refused', async () => {
  const b = bench();
  const balance = async (): Promise<number | undefined> => (await b.stripe.balance.retrieve()).pending[0]?.amount;
  const sold = await b.stripe.paymentIntents.create({ ...NOW, payment_method: 'pm_card_visa' });
  const { id } = await disputed(b, 'pm_card_createDispute');
  assert.equal(await balance(), 1000);
  const refund = { payment_intent: sold.id };
  await assert.rejects(b.stripe.refunds.create(refund), {
    code: 'balance_insufficient',
    statusCode: 400,
    message: 'Insufficient funds in your Stripe balance to refund this amount.',
  });
  await b.stripe.disputes.update(id, { evidence: { uncategorized_text: 'winning_evidence' } });
  assert.equal(await balance(), 3500);
  assert.equal((await b.stripe.refunds.create(refund)).status, 'succeeded');
});
