import type Stripe from 'stripe';
import { endpoint } from '../endpoint.js';
import { invalidRequest, noSuch } from '../failure.js';
import { found, type Scope } from '../scope.js';
import { flag, hash, metadata, text } from '../shape.js';
import { mergeMetadata } from './intent-rules.js';
import { PAGE, pageOf } from './lists.js';

/** `GET /v1/disputes/:id`. */
export const retrieveDispute = endpoint({
  permission: 'rak_dispute_read',
  shape: {},
  run: (scope, _params, { id }) => known(scope, id),
});

/** `GET /v1/disputes`. */
export const listDisputes = endpoint({
  permission: 'rak_dispute_read',
  shape: { ...PAGE, charge: text, payment_intent: text },
  run: (scope, params) =>
    pageOf(
      scope.ledger.disputes,
      params,
      '/v1/disputes',
      (dispute) =>
        (params.charge === undefined || dispute.charge === params.charge) &&
        (params.payment_intent === undefined || dispute.payment_intent === params.payment_intent),
    ),
});

/**
 * `POST /v1/disputes/:id`: evidence in words. The two test words decide at once, as in Stripe's test mode
 * (docs.stripe.com/testing): `winning_evidence` wins, or closes an inquiry, `losing_evidence` loses.
 */
export const updateDispute = endpoint({
  permission: 'rak_dispute_write',
  answers: 'dispute',
  shape: { evidence: hash({ uncategorized_text: text }), submit: flag, metadata },
  run(scope, { evidence, submit, metadata: given }, { id }) {
    const dispute = open(scope, id);
    const { status } = dispute;
    dispute.metadata = mergeMetadata(dispute.metadata, given);
    const words = evidence?.uncategorized_text;
    if (words !== undefined) {
      dispute.evidence = { ...dispute.evidence, uncategorized_text: words };
      dispute.evidence_details.has_evidence = true;
    }
    const isSubmitted = submit ?? true;
    const inquiry = status.startsWith('warning_');
    if (isSubmitted) {
      dispute.evidence_details.submission_count += 1;
      dispute.status = inquiry ? 'warning_under_review' : 'under_review';
    }
    scope.emit('charge.dispute.updated', dispute, { status });
    if (isSubmitted && words === 'winning_evidence') end(scope, dispute, inquiry ? 'warning_closed' : 'won');
    if (isSubmitted && words === 'losing_evidence') end(scope, dispute, inquiry ? 'warning_closed' : 'lost');
    return dispute;
  },
});

/** `POST /v1/disputes/:id/close`: the merchant accepts it. */
export const closeDispute = endpoint({
  permission: 'rak_dispute_write',
  answers: 'dispute',
  shape: {},
  run(scope, _params, { id }) {
    const dispute = open(scope, id);
    end(scope, dispute, dispute.status.startsWith('warning_') ? 'warning_closed' : 'lost');
    return dispute;
  },
});

function known(scope: Scope, id: string): Stripe.Dispute {
  return found(scope.ledger.disputes, id, () => noSuch('dispute', id));
}

function open(scope: Scope, id: string): Stripe.Dispute {
  const dispute = known(scope, id);
  if (['won', 'lost', 'warning_closed', 'prevented'].includes(dispute.status))
    throw invalidRequest('This dispute is already closed');
  return dispute;
}

function end(scope: Scope, dispute: Stripe.Dispute, status: 'won' | 'lost' | 'warning_closed'): void {
  const before = dispute.status;
  dispute.status = status;
  if (status !== 'lost') dispute.is_charge_refundable = true;
  if (status === 'won') scope.emit('charge.dispute.funds_reinstated', dispute);
  scope.emit('charge.dispute.closed', dispute, { status: before });
}
