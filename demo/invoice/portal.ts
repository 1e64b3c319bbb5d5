/** The portal's server: which invoices there are, and which have been asked for. */
import { Hono } from 'hono';
import type { PaymentServer } from '../../src/server/index.js';
import { storeAccount } from '../accounts.js';
import { invoices, type InvoiceDraft } from './invoices.js';

/** An invoice, and the id of its money request once there is one. */
export interface PortalInvoice {
  draft: InvoiceDraft;
  request: string | null;
}

/** `GET /invoices` → the portal's invoices. */
export function portalRoutes(payments: PaymentServer): Hono {
  const known = invoices(Date.now()).map((draft): InvoiceDraft => ({ ...draft, account: storeAccount }));
  const routes = new Hono();
  routes.get('/invoices', async (context) =>
    context.json(
      await Promise.all(
        known.map(async (draft): Promise<PortalInvoice> => {
          const { data } = await payments.list({ reference: draft.reference, limit: 1 });
          return { draft, request: data[0]?.id ?? null };
        }),
      ),
    ),
  );
  return routes;
}
