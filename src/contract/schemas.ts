/**
 * The wire as zod schemas: what the server checks bodies with, and what tests hold answers to. `types.ts` is the
 * source; `satisfies` ties each schema to its interface. Objects are strict: an unknown member is refused.
 * Rules that have a code of their own (labels, amounts, currencies) are checked by the services, not here.
 */
import { z } from 'zod';
import type { PaymentErrorCode, PaymentErrorKind, PaymentRecovery } from '../errors/index.js';
import type {
  AttemptInput,
  AttemptResult,
  HistoryEntry,
  MessageInput,
  MessageResult,
  MoneyRequest,
  OperatorRequest,
  Page,
  Problem,
  RequestChange,
  RequestInput,
} from './types.js';

/** PostgreSQL's JSON takes neither U+0000 nor half a surrogate pair, and nobody means them. */
const storable = (text: string): boolean => !/\u0000|\p{Surrogate}/u.test(text);
const text = (most: number) => z.string().max(most).refine(storable, 'Must not have U+0000 or a lone surrogate.');
/** Any text here: what a label may be is `markup`'s to say, and the services ask it. */
const label = z.string();
const reference = z
  .string()
  .transform((value) => value.trim())
  .pipe(text(120).min(1));
const time = z.iso.datetime({ offset: true });
const email = z.email().max(320);
const amount = z.int();
const languageTag = z.string().max(35).refine(isLanguageTag, 'Must be a BCP 47 language tag.');
const nullable = <T extends z.ZodType>(schema: T) => schema.nullable();

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

const lineItemInput = z.strictObject({ label, quantity: z.int().min(1), unitAmount: amount, amount });

/** Body of `POST /requests`. */
export const requestInput = z.strictObject({
  label,
  amount,
  currency: z.string().max(16).optional(),
  reference: reference.optional(),
  description: text(1000).optional(),
  lineItems: z.array(lineItemInput).max(100).optional(),
  labels: z
    .record(languageTag, z.strictObject({ label, shortLabel: label.optional() }))
    .refine((labels) => Object.keys(labels).length <= 50, 'Must have at most 50 languages.')
    .optional(),
  shortLabel: label.optional(),
  invoice: z.strictObject({ id: text(120).min(1), customer: text(200).optional(), dueAt: time.optional() }).optional(),
  // Stripe's bounds: 50 keys of 40 characters, values of 500. Ten are left for the server's own.
  metadata: z
    .record(
      z
        .string()
        .regex(/^[^[\]]{1,40}$/)
        .refine(storable),
      text(500),
    )
    .refine((metadata) => Object.keys(metadata).length <= 40, 'Must have at most 40 keys.')
    .optional(),
  receiptEmail: email.optional(),
  account: text(64).optional(),
  capture: z.enum(['automatic', 'manual']).optional(),
  expiresAt: time.optional(),
  exclusive: z.boolean().optional(),
  replaces: text(64).optional(),
}) satisfies z.ZodType<Loose<RequestInput>>;

/** Body of `POST /messages`. */
export const messageInput = z.strictObject({
  text: z.string().refine(storable, 'Must not have U+0000 or a lone surrogate.'),
  currency: z.string().max(16).optional(),
  reference: reference.optional(),
  channel: z.enum(['chat', 'sms']).optional(),
}) satisfies z.ZodType<Loose<MessageInput>>;

const stripeId = z.string().regex(/^\w{1,255}$/);

/** Body of `POST /requests/{id}/attempts`. */
export const attemptInput = z.strictObject({
  attempt: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  instrument: z
    .union([
      z.strictObject({ paymentMethod: stripeId }),
      z.strictObject({ confirmationToken: stripeId }),
      z.strictObject({ token: stripeId }),
    ])
    .optional(),
  returnUrl: text(2048).optional(),
  receiptEmail: email.optional(),
  amount: amount.optional(),
  currency: z.string().max(16).optional(),
}) satisfies z.ZodType<Loose<AttemptInput>>;

/** Body of `POST /requests/status`. */
export const statusInput = z.strictObject({ ids: z.array(z.string().max(64)).max(100) });

/** Body of calls that say nothing: none, or `{}`. */
export const emptyInput = z.strictObject({});

/** Query of a list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(512).optional(),
});

const requestStatus = z.enum([
  'open',
  'processing',
  'authorized',
  'paid',
  'partially_refunded',
  'refunded',
  'canceled',
  'expired',
  'review',
]);

/** Query of `GET /requests`. */
export const requestQuery = pageQuery.extend({
  status: requestStatus.optional(),
  reference: text(120).optional(),
});

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
  lineItems: z.array(z.strictObject({ label: z.string(), quantity: z.int(), unitAmount: amount, amount })),
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
  invoice: nullable(z.strictObject({ id: z.string(), customer: nullable(z.string()), dueAt: nullable(time) })),
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
  payment: nullable(
    payment.extend({
      intent: nullable(z.string()),
      charge: nullable(z.string()),
      dashboardUrl: nullable(z.string()),
    }),
  ),
  disputes: z.array(z.strictObject({ id: z.string(), status: z.string(), reason: nullable(z.string()), amount })),
}) satisfies z.ZodType<OperatorRequest>;

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
    'paid',
    'refund_pending',
    'refunded',
    'refund_failed',
    'canceled',
    'expired',
    'disputed',
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

/** zod's optional members may also be there and undefined; JSON knows no difference. */
type Loose<T> = T extends readonly (infer E)[]
  ? Loose<E>[]
  : T extends object
    ? { [K in keyof T]: undefined extends T[K] ? Loose<T[K]> | undefined : Loose<T[K]> }
    : T;
