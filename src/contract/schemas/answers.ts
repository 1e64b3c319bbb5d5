/** What is answered. Tests hold the server's answers to these. */
import { z } from 'zod';
import type { PaymentErrorCode, PaymentErrorKind, PaymentRecovery } from '../../errors/index.js';
import type {
  Account,
  AttemptResult,
  Capability,
  CreatedRequest,
  HistoryEntry,
  MessageResult,
  MoneyRequest,
  OperatorRequest,
  Page,
  Problem,
  RequestChange,
  Warning,
  WarningCode,
} from '../types.js';
import { amount, calendarDay, requestStatus, time, type Loose } from './shared.js';

const nullable = <T extends z.ZodType>(schema: T) => schema.nullable();
const quantity = z.union([z.int(), z.string().regex(/^-?\d{1,7}\.\d{1,6}$/)]);
const code = z.custom<PaymentErrorCode>((value) => typeof value === 'string');
const kind = z.custom<PaymentErrorKind>((value) => typeof value === 'string');
const recovery = z.custom<PaymentRecovery>((value) => typeof value === 'string');
const card = z.strictObject({ brand: z.string(), last4: z.string() });
const attempt = z.strictObject({
  id: z.string(),
  status: z.enum(['pending', 'requires_action', 'processing', 'succeeded', 'declined', 'lapsed']),
  code: nullable(code),
  recovery: nullable(recovery),
  declineCode: nullable(z.string()),
  startedAt: time,
});
const payment = z.strictObject({
  amount,
  captured: amount,
  refunded: amount,
  refundPending: amount,
  refunds: z
    .array(z.strictObject({ amount, status: z.enum(['succeeded', 'pending']), at: nullable(time) }))
    .exactOptional(),
  withdrawn: amount.exactOptional(),
  card: nullable(card),
  paidAt: nullable(time),
  captureBefore: nullable(time),
});

/** A request as a payer sees it: exactly these members. */
export const moneyRequest = z.strictObject({
  id: z.string().regex(/^req_[0-9A-Za-z]{22}$/),
  version: z.int(),
  status: requestStatus,
  label: z.string(),
  amount,
  currency: z.string(),
  reference: nullable(z.string()),
  description: nullable(z.string()),
  lineItems: z.array(z.strictObject({ label: z.string(), quantity, unitAmount: nullable(amount), amount })),
  mode: z.enum(['test', 'live']),
  capture: z.enum(['automatic', 'manual']),
  merchant: z.strictObject({
    name: z.string(),
    supportEmail: nullable(z.string()),
    supportPhone: nullable(z.string()),
    supportUrl: nullable(z.string()),
  }),
  available: z.boolean(),
  unavailableReason: nullable(z.string()),
  payUrl: z.string(),
  postalCode: z.enum(['auto', 'always', 'never']),
  stripe: z.strictObject({
    publishableKey: z.string(),
    account: nullable(z.string()),
    methods: z.array(z.string()),
    scriptUrl: nullable(z.string()),
  }),
  labels: nullable(z.record(z.string(), z.strictObject({ label: z.string(), shortLabel: nullable(z.string()) }))),
  shortLabel: nullable(z.string()),
  invoice: nullable(z.strictObject({ id: z.string(), customer: nullable(z.string()), dueAt: nullable(calendarDay) })),
  attempt: nullable(attempt),
  payment: nullable(payment),
  createdAt: time,
  updatedAt: time,
  expiresAt: time,
}) satisfies z.ZodType<MoneyRequest>;

/** A request as an operator sees it. */
export const operatorRequest = moneyRequest.extend({
  account: z.string(),
  owner: nullable(z.string()),
  links: z.enum(['on', 'off']),
  channels: z.array(z.enum(['sms', 'email'])),
  payment: nullable(
    payment.extend({
      intent: nullable(z.string()),
      charge: nullable(z.string()),
      dashboardUrl: nullable(z.string()),
    }),
  ),
  disputes: z.array(
    z.strictObject({
      id: z.string(),
      status: z.string(),
      reason: nullable(z.string()),
      amount,
      refundable: z.boolean(),
    }),
  ),
}) satisfies z.ZodType<OperatorRequest>;

/** Something that was taken as it is, and probably not meant. */
const warning = z.strictObject({
  path: z.string(),
  code: z.custom<WarningCode>((value) => typeof value === 'string'),
  message: z.string(),
}) satisfies z.ZodType<Warning>;

/** Answer to `POST /requests`. */
export const createdRequest = operatorRequest.extend({
  warnings: z.array(warning),
}) satisfies z.ZodType<CreatedRequest>;

/** Answer to an attempt that was not refused. */
export const attemptResult = z.strictObject({
  paid: z.boolean(),
  status: z.enum(['paid', 'authorized', 'processing', 'requires_action', 'pending']),
  clientSecret: nullable(z.string()),
  request: moneyRequest,
}) satisfies z.ZodType<AttemptResult>;

/** Answer to `POST /messages`. */
export const messageResult = z.strictObject({
  text: z.string(),
  segments: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({
        type: z.literal('text'),
        source: z.string(),
        text: z.string(),
        code: code.optional(),
      }),
      z.strictObject({
        type: z.literal('request'),
        source: z.string(),
        label: z.string(),
        amount,
        currency: z.string(),
        request: moneyRequest,
      }),
    ]),
  ),
  warnings: z.array(warning),
}) satisfies z.ZodType<Loose<MessageResult>>;

/** Data of an `event: request`. */
export const requestChange = z.strictObject({
  id: z.string(),
  status: requestStatus,
  version: z.int(),
}) satisfies z.ZodType<RequestChange>;

/** A fact in a history. */
export const historyEntry = z.strictObject({
  id: z.string(),
  at: time,
  type: z.enum([
    'created',
    'attempt_started',
    'attempt_failed',
    'attempt_lapsed',
    'authorized',
    'captured',
    'capture_lapsed',
    'paid',
    'refund_pending',
    'refunded',
    'refund_failed',
    'refund_lapsed',
    'canceled',
    'expired',
    'disputed',
    'dispute_won',
    'dispute_lost',
    'review',
  ]),
  by: z.string(),
  attempt: nullable(z.string()),
  amount: nullable(amount),
  currency: z.string(),
  status: requestStatus,
  code: nullable(code),
  declineCode: nullable(z.string()),
  card: nullable(card),
  stripe: z.strictObject({
    intent: nullable(z.string()),
    charge: nullable(z.string()),
    refund: nullable(z.string()),
    event: nullable(z.string()),
  }),
  dashboardUrl: nullable(z.string()),
  note: nullable(z.string()),
}) satisfies z.ZodType<HistoryEntry>;

const maskedKeys = z.strictObject({ publishable: z.string(), secret: z.string(), webhookSecrets: z.array(z.string()) });
const may = z.boolean();

/** An account as an operator may see it. */
export const account = z.strictObject({
  id: z.string(),
  name: z.string(),
  mode: z.enum(['test', 'live', 'off']),
  status: z.enum(['active', 'error', 'unverified']),
  reason: nullable(z.string()),
  currency: z.string(),
  capture: z.enum(['automatic', 'manual']),
  postalCode: z.enum(['auto', 'always', 'never']),
  keys: z.strictObject({ test: nullable(maskedKeys), live: nullable(maskedKeys) }),
  links: z.enum(['on', 'off']),
  capabilities: z.strictObject({
    create: may,
    read: may,
    capture: may,
    cancel: may,
    refund: may,
    payout: may,
    accounts: may,
  } satisfies Record<Capability, typeof may>),
}) satisfies z.ZodType<Account>;

/** A page of a list of what `item` describes. */
export function page<T>(item: z.ZodType<T>): z.ZodType<Page<T>> {
  return z.strictObject({ data: z.array(item), nextCursor: nullable(z.string()) });
}

/** An answer that is a problem. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code,
  kind,
  recovery,
  declineCode: nullable(z.string()),
  errors: z.array(z.strictObject({ path: z.string(), code, message: z.string() })),
  paid: z.literal(false).optional(),
  request: moneyRequest.optional(),
}) satisfies z.ZodType<Loose<Problem>>;
