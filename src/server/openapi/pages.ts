/** The hosted pages. */
import type { Operation, Success } from './operation.js';

const html = (description: string): Success => ({ description, media: 'text/html' });

/** The routes under the path of the hosted pages. */
export const pageRoutes: readonly Operation[] = [
  {
    ...{ method: 'get', path: '/{id}', page: true, id: 'showPage', audience: 'payer' },
    summary: 'The hosted page of a request',
    description: 'Changes nothing and calls no Stripe: link previews fetch it. An unknown id has its page too, a 404.',
    success: {
      200: { description: 'The page.', media: 'text/html' },
      404: { description: 'There is no such request.', media: 'text/html' },
    },
    problems: [],
  },
  {
    ...{ method: 'post', path: '/{id}', page: true, id: 'openCheckout', audience: 'payer' },
    summary: 'Leads to Stripe Checkout',
    description:
      'For a form without JavaScript. It moves no money, and ends no payment that is under way unless the form has a field `again`; where nothing can be paid it leads back to the page.',
    success: {
      200: html('Another payment is under way: says so, with a form that ends it and leads on.'),
      303: { description: 'To Checkout, or back to the page.', location: 'Where to go.' },
      404: html('There is no such request.'),
      429: html('Too many calls.'),
      503: html('Stripe cannot be reached.'),
    },
    problems: [],
  },
  {
    ...{ method: 'get', path: '/{id}/return', page: true, id: 'returnFromCheckout', audience: 'payer' },
    summary: 'Where the payer comes back to from Checkout',
    description: 'Reads Stripe, then leads to the page.',
    success: {
      303: { description: 'To the page.', location: 'The hosted page.' },
      404: html('There is no such request.'),
    },
    problems: [],
  },
  {
    ...{ method: 'get', path: '/trusted-types.js', page: true, id: 'trustedTypes', audience: 'payer' },
    summary: 'The Trusted Types policy of the hosted page',
    success: { 200: { description: 'A script.', media: 'text/javascript' } },
    problems: [],
  },
];
