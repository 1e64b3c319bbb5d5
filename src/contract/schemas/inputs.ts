/** What is sent: bodies and queries, and what the server checks them with. */
import { z } from 'zod';
import { emailAddress } from '../email.js';
import { languageTag } from '../language.js';
import type {
  AbandonInput,
  AttemptInput,
  CancelInput,
  CaptureInput,
  MessageInput,
  RefundInput,
  RequestInput,
  SendInput,
} from '../types.js';
import { amount, calendarDay, requestStatus, time, type Loose } from './shared.js';

/** PostgreSQL's JSON takes neither U+0000 nor half a surrogate pair, and nobody means them. */
const storable = (text: string): boolean => !/\u0000|\p{Surrogate}/u.test(text);
const text = (most: number) => z.string().max(most).refine(storable, 'Must not have U+0000 or a lone surrogate.');
/** More than any request may ask for, in any currency. */
const LARGEST_LINE = 999_999_999_999;
const MOST_QUANTITY = 1_000_000;
/** Any text here: what a label may be is `markup`'s to say, and the services ask it. */
const label = z.string();
const reference = z
  .string()
  .transform((value) => value.trim())
  .pipe(text(120).min(1));
const email = z.string().transform((written, context) => {
  const address = emailAddress(written);
  if (address === null) context.addIssue({ code: 'custom', message: 'Must be an e-mail address.' });
  return address ?? '';
});
const languageName = z
  .string()
  .max(64)
  .refine((tag) => languageTag(tag) !== null, 'Must be a language tag, as in "pt-BR".');

/** A date, or a time, of which the day in its own offset is meant. */
const dueDay = z
  .union(
    [calendarDay, z.iso.datetime({ offset: true })],
    'Must be a date, as in "2026-12-31", or a time with its offset.',
  )
  .transform((text) => text.slice(0, 10));

/** A sum of a line. With at most a hundred of them, they add up without rounding. */
const lineSum = z.int().min(-LARGEST_LINE).max(LARGEST_LINE);
/** Text is read digit by digit: a decimal that is a JSON number is rounded before anybody sees it. */
const quantity = z.union(
  [
    z.int().min(-MOST_QUANTITY).max(MOST_QUANTITY),
    z
      .string()
      .max(16)
      .regex(/^-?(?:0|[1-9]\d{0,6})(?:\.\d{1,6})?$/),
  ],
  'Must be a whole number, or a decimal as text with at most six digits after the point, as in "1.5".',
);
const lineItemInput = z.strictObject({ label, quantity, unitAmount: lineSum.optional(), amount: lineSum });

/** Body of `POST /requests`. */
export const requestInput = z.strictObject({
  label,
  amount,
  currency: z.string().max(16).optional(),
  reference: reference.optional(),
  description: text(1000).optional(),
  lineItems: z.array(lineItemInput).max(100).optional(),
  labels: z
    .record(languageName, z.strictObject({ label, shortLabel: label.optional() }))
    .refine((labels) => Object.keys(labels).length <= 50, 'Must have at most 50 languages.')
    .optional(),
  shortLabel: label.optional(),
  invoice: z
    .strictObject({ id: text(120).min(1), customer: text(200).optional(), dueAt: dueDay.optional() })
    .optional(),
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
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'Must be an ISO 3166-1 alpha-2 code, as in "DE".')
    .transform((code) => code.toUpperCase())
    .optional(),
}) satisfies z.ZodType<Loose<RequestInput>>;

/** Body of `POST /messages`. */
export const messageInput = z.strictObject({
  text: z.string().refine(storable, 'Must not have U+0000 or a lone surrogate.'),
  currency: z.string().max(16).optional(),
  reference: reference.optional(),
  channel: z.enum(['chat', 'sms']).optional(),
}) satisfies z.ZodType<Loose<MessageInput>>;

const stripeId = z.string().regex(/^\w{1,255}$/);

const attemptId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const attemptSecret = z.string().regex(/^[A-Za-z0-9_-]{22,128}$/);

/** Body of `POST /requests/{id}/attempts`. */
export const attemptInput = z.strictObject({
  attempt: attemptId,
  attemptSecret: attemptSecret.optional(),
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

/** Body of `POST /requests/{id}/abandon`. */
export const abandonInput = z.strictObject({ attempt: attemptId, attemptSecret }) satisfies z.ZodType<AbandonInput>;

const part = z.int().min(1);
const reason = z
  .string()
  .transform((value) => value.trim())
  .pipe(text(200).min(1));

/** Body of `POST /requests/{id}/capture`; it may be left out. */
export const captureInput = z.strictObject({ amount: part.optional() }) satisfies z.ZodType<Loose<CaptureInput>>;

/** Body of `POST /requests/{id}/cancel`; it may be left out. */
export const cancelInput = z.strictObject({ reason: reason.optional() }) satisfies z.ZodType<Loose<CancelInput>>;

/** Body of `POST /requests/{id}/refunds`; it may be left out. */
export const refundInput = z.strictObject({
  amount: part.optional(),
  reason: reason.optional(),
}) satisfies z.ZodType<Loose<RefundInput>>;

/** A phone number as people write it: 5 to 15 digits (E.164), and what they put between. */
const phone = z
  .string()
  .transform((value) => value.trim())
  .pipe(
    z
      .string()
      .max(32)
      .regex(/^\+?(?:[ ()./-]*\d){5,15}$/, 'Must be a phone number.'),
  );

/** Body of `POST /requests/{id}/send`. */
export const sendInput = z.discriminatedUnion('channel', [
  z.strictObject({ channel: z.literal('sms'), to: phone }),
  z.strictObject({ channel: z.literal('email'), to: email }),
]) satisfies z.ZodType<SendInput>;

/** Body of `POST /requests/status`. */
export const statusInput = z.strictObject({ ids: z.array(z.string().max(64)).max(100) });

/** Body of calls that say nothing: none, or `{}`. */
export const emptyInput = z.strictObject({});

/** Query of a list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(512).optional(),
});

/** Query of `GET /requests`. */
export const requestQuery = pageQuery.extend({
  status: requestStatus.optional(),
  reference: text(120).optional(),
});
