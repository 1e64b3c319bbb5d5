/** A money request as a backend answers it, for tests that need one. */
import type { Attempt, MoneyRequest } from '../../src/contract/types.js';

const at = '2026-11-20T12:00:00.000Z';

/** An open request for $25.00 at Shoplifter; `over` changes what a test is about. */
export function aRequest(over: Partial<MoneyRequest> = {}): MoneyRequest {
  return {
    id: 'req_0123456789abcdefghijkl',
    version: 1,
    status: 'open',
    label: 'Get more kittens - 25$',
    amount: 2500,
    currency: 'usd',
    reference: null,
    description: null,
    lineItems: [],
    mode: 'test',
    capture: 'automatic',
    merchant: { name: 'Shoplifter', supportEmail: null, supportPhone: null, supportUrl: null },
    available: true,
    unavailableReason: null,
    payUrl: 'http://localhost:4242/pay/req_0123456789abcdefghijkl',
    postalCode: 'auto',
    stripe: { publishableKey: 'pk_test_sandbox', account: null, methods: ['card'], scriptUrl: null },
    labels: null,
    shortLabel: null,
    invoice: null,
    attempt: null,
    payment: null,
    createdAt: at,
    updatedAt: at,
    expiresAt: '2026-12-20T12:00:00.000Z',
    ...over,
  };
}

/** The next version of a request. */
export function next(request: MoneyRequest, over: Partial<MoneyRequest>): MoneyRequest {
  return { ...request, version: request.version + 1, ...over };
}

/** An attempt on a request. */
export function anAttempt(over: Partial<Attempt> = {}): Attempt {
  return { id: 'a1', status: 'pending', code: null, recovery: null, declineCode: null, startedAt: at, ...over };
}

/** What a request that was paid says of the payment. */
export const paid: Partial<MoneyRequest> = {
  status: 'paid',
  attempt: anAttempt({ status: 'succeeded' }),
  payment: {
    amount: 2500,
    captured: 2500,
    refunded: 0,
    refundPending: 0,
    card: { brand: 'visa', last4: '4242' },
    paidAt: at,
    captureBefore: null,
  },
};
