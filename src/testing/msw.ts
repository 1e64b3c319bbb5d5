/** The sandbox and a payment server as handlers of msw (https://mswjs.io): no port, no network, in Node and in a page. */
import type * as Msw from 'msw';
import type { Sandbox } from '../sandbox/index.js';
import type { PaymentServer } from '../server/index.js';

/**
 * Handlers, as `setupServer()` and `setupWorker()` take them. Typed so that they fit msw's own parameters without its types:
 * msw is an optional peer, and this module is imported where it is not installed.
 */
export type MswHandlers = never[];

/**
 * Stripe's API, `https://api.stripe.com`, and the sandbox's own address, answered by `sandbox`: its faults included, a dropped
 * connection as a network error. Frames of Stripe.js are pages of their own, which msw does not reach: in a browser serve the
 * sandbox, or hand in a form with `useFormModule(scriptedFormModule())`. Rejects where msw is not installed.
 */
export function stripeHandlers(sandbox: Pick<Sandbox, 'fetch' | 'baseUrl'>): Promise<MswHandlers> {
  return answering(['https://api.stripe.com', sandbox.baseUrl], (request) => sandbox.fetch(request));
}

/**
 * The API and the hosted page of `server`, at the addresses that its `baseUrl` gives them (`server.urls`). What else is at
 * that origin is left to other handlers. Rejects where msw is not installed.
 */
export function paymentServerHandlers(server: Pick<PaymentServer, 'fetch' | 'urls'>): Promise<MswHandlers> {
  return answering([server.urls.api, server.urls.pages], (request) => server.fetch(request));
}

/** One handler for all that is under one of `roots`. */
async function answering(
  roots: readonly string[],
  answer: (request: Request) => Promise<Response>,
): Promise<MswHandlers> {
  const { http, HttpResponse } = await loadMsw();
  const under = (url: string): boolean => roots.some((root) => url === root || url.startsWith(`${root}/`));
  const handler = http.all(
    ({ request: { url } }) => under(url),
    async ({ request }) => {
      try {
        return await answer(request);
      } catch {
        // A sandbox that drops the connection: what a caller sees of it is a network error.
        return HttpResponse.error();
      }
    },
  );
  return [handler as never];
}

async function loadMsw(): Promise<typeof Msw> {
  try {
    return await import('msw');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new Error('These handlers need msw. Run `npm install --save-dev msw` (2.15 or later).', { cause });
  }
}
