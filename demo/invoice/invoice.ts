/**
 * A customer's portal and the business's desk in one page. The desk asks for an invoice with `view="agent"`, which has no
 * card form; the portal shows what was asked for with `view="payer"`. Both turn to paid by themselves.
 */
import { operatorClient } from '../../src/operator/index.js';
import type { PayInvoice } from '../../src/elements/pay-invoice.js';
import { pageParts } from '../pages/parts.js';
import type { PortalInvoice } from './portal.js';

const { part, within } = pageParts(document);
const portal = part('section[aria-label="Customer"]');
const desk = part('section[aria-label="Business"]');
// With the business's own session: its cookie is SameSite=Strict, and no key is in the page.
const client = operatorClient({ url: '/api' });

function banner(view: 'payer' | 'agent', request: string | null): PayInvoice {
  const element = document.createElement('pay-invoice');
  element.setAttribute('view', view);
  element.setAttribute('backend', '/api');
  element.setAttribute('fields', 'payment');
  if (request !== null) element.setAttribute('request', request);
  return element;
}

/** Shows what the customer has been asked for; a banner that is there stays, with what is typed in it. */
function showPortal(requests: readonly string[]): void {
  const banners = within(portal, '.banners');
  for (const request of requests)
    if (!banners.querySelector(`[request="${request}"]`)) banners.append(banner('payer', request));
  within(portal, '.none').hidden = requests.length > 0;
}

async function read(): Promise<PortalInvoice[]> {
  return (await (await fetch('/invoice/invoices')).json()) as PortalInvoice[];
}

const only = new URLSearchParams(location.search).get('request');
if (only === null) {
  const invoices = await read();
  showPortal(invoices.flatMap(({ request }) => request ?? []));
  for (const { draft, request } of invoices) {
    const element = banner('agent', request);
    Object.assign(element, { client, draft });
    within(desk, '.banners').append(element);
  }
  // The server is told of every request that is made; so is this page.
  new EventSource('/business/events').addEventListener('payment', (event) => {
    const { type } = JSON.parse((event as MessageEvent<string>).data) as { type: string };
    if (type === 'created') void read().then((known) => showPortal(known.flatMap(({ request }) => request ?? [])));
  });
} else {
  // One request, as its customer: `/invoice?request=req_…`.
  desk.hidden = true;
  showPortal([only]);
}
