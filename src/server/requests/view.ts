/** What is shown of a row. Each member is named here: what is not, nobody sees. */
import type { Channel, MoneyRequest, OperatorRequest } from '../../contract/types.js';
import { calendarDate } from '../../contract/calendar.js';
import { UNAVAILABLE, unavailableReason, type AccountConfig, type AccountSource } from '../accounts.js';
import { dashboardUrl } from '../dashboard.js';
import type { StoredRequest } from '../store.js';
import { isRefundable } from './disputes.js';
import type { RequestDoc } from './document.js';
import { project, type Projection } from './projection.js';

/** What a view needs beside the row. */
export interface ViewContext {
  accounts: AccountSource;
  payUrl: (requestId: string) => string;
  stripeScriptUrl: string | null;
  /** How the host can send links. */
  channels: readonly Channel[];
  now: () => Promise<Date>;
}

/** Shows rows. */
export interface Views {
  payer(row: StoredRequest<RequestDoc>): Promise<MoneyRequest>;
  operator(row: StoredRequest<RequestDoc>): Promise<OperatorRequest>;
}

interface Parts {
  payer: MoneyRequest;
  projection: Projection;
  account: AccountConfig | null;
}

/** Makes the views of a server. */
export function createViews(context: ViewContext): Views {
  const parts = async (row: StoredRequest<RequestDoc>): Promise<Parts> => {
    const [account, now] = await Promise.all([context.accounts.find(row.account), context.now()]);
    const projection = project(row.doc, now);
    return { payer: payerView(row, projection, account, context), projection, account };
  };
  return {
    payer: async (row) => (await parts(row)).payer,
    operator: async (row) => operatorView(row, await parts(row), context.channels),
  };
}

function payerView(
  row: StoredRequest<RequestDoc>,
  { attempt, payment }: Projection,
  account: AccountConfig | null,
  { payUrl, stripeScriptUrl }: ViewContext,
): MoneyRequest {
  const { terms } = row.doc;
  const reason = unavailableReason(account, terms);
  return {
    id: row.id,
    version: row.version,
    status: row.status,
    label: terms.label,
    amount: terms.amount,
    currency: terms.currency,
    reference: terms.reference,
    description: terms.description,
    lineItems: terms.lineItems,
    mode: terms.mode,
    capture: terms.capture,
    merchant: {
      name: account?.name ?? '',
      supportEmail: account?.supportEmail ?? null,
      supportPhone: account?.supportPhone ?? null,
      supportUrl: account?.supportUrl ?? null,
    },
    available: reason === null,
    unavailableReason: reason === null ? null : UNAVAILABLE,
    payUrl: payUrl(row.id),
    postalCode: terms.postalCode,
    stripe: {
      publishableKey: account?.keys[terms.mode]?.publishable ?? '',
      account: terms.stripeAccount,
      methods: terms.methods,
      scriptUrl: stripeScriptUrl,
    },
    labels: terms.labels,
    shortLabel: terms.shortLabel,
    invoice: terms.invoice && { ...terms.invoice, dueAt: calendarDate(terms.invoice.dueAt ?? '') },
    attempt,
    payment,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    expiresAt: terms.expiresAt,
  };
}

function operatorView(
  row: StoredRequest<RequestDoc>,
  { payer, projection, account }: Parts,
  channels: readonly Channel[],
): OperatorRequest {
  const links = account?.links ?? 'on';
  const { mode, stripeAccount, owner } = row.doc.terms;
  const { intent, charge, disputes } = projection;
  return {
    ...payer,
    unavailableReason: unavailableReason(account, row.doc.terms),
    account: row.account,
    owner,
    links,
    channels: links === 'on' ? [...channels] : [],
    payment: payer.payment && {
      ...payer.payment,
      intent,
      charge,
      dashboardUrl: dashboardUrl(mode, stripeAccount, intent),
    },
    disputes: disputes.map((dispute) => {
      const { id, status, reason, amount } = dispute;
      return { id, status, reason, amount, refundable: isRefundable(dispute) };
    }),
  };
}
