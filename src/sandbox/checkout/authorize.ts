import { html } from 'hono/html';
import type Stripe from 'stripe';
import { shown } from '../currencies.js';
import type { Engine } from '../engine.js';
import { StripeFailure } from '../failure.js';
import { type ChallengeAnswer, challengeAnswer, settleChallenge } from '../operations/challenge.js';
import { isRedirect } from '../operations/method-types.js';
import type { Ledger } from '../state.js';
import { type Markup, pageResponse, seeOther } from './document.js';
import { notice } from './form.js';
import { ledgerWith, merchantName, payerScope, postedForm } from './pages.js';

interface Question {
  heading: string;
  text: string;
  authorize: string;
  fail: string;
}

/** The words of Stripe's own test pages: one for banks that a payer is sent to, one for 3-D Secure. */
const BANK: Question = {
  heading: 'Test payment page',
  text: 'How should this payment end at the bank?',
  authorize: 'Authorize test payment',
  fail: 'Fail test payment',
};
const THREE_D_SECURE: Question = {
  heading: '3D Secure 2 test page',
  text: 'How should this authentication end?',
  authorize: 'Complete authentication',
  fail: 'Fail authentication',
};

function question(ledger: Ledger, intent: Stripe.PaymentIntent, clientSecret: string): Markup {
  const method = typeof intent.payment_method === 'string' ? ledger.paymentMethods[intent.payment_method] : undefined;
  const bank = method !== undefined && isRedirect(method.type);
  const asked = bank ? BANK : THREE_D_SECURE;
  const ids = bank
    ? { authorize: 'authorize-test-payment', fail: 'fail-test-payment' }
    : { authorize: 'test-source-authorize-3ds', fail: 'test-source-fail-3ds' };
  return html`<h1>${asked.heading}</h1>
    <p>${shown(intent.amount, intent.currency)} to ${merchantName(ledger.account)}</p>
    <p>${asked.text}</p>
    <form method="post" action="/authorize/${intent.id}">
      <input type="hidden" name="client_secret" value="${clientSecret}" />
      <button id="${ids.authorize}" name="outcome" value="authorize">${asked.authorize}</button>
      <button id="${ids.fail}" name="outcome" value="fail" class="other">${asked.fail}</button>
    </form>`;
}

/** Back to the merchant, or, where there is no way back, a page that says that it is over. */
function leave({ redirectUrl }: ChallengeAnswer): Promise<Response> | Response {
  if (redirectUrl !== null) return seeOther(redirectUrl);
  return pageResponse(200, 'Done', notice('Done', 'You can close this page.', null));
}

/** `GET` and `POST /authorize/{intent}`: a bank's page, in plain HTML, and what the payer decides on it. */
export async function authorizePage(engine: Engine, request: Request, id: string): Promise<Response> {
  const form = request.method === 'POST' ? await postedForm(request) : null;
  const given = form === null ? new URL(request.url).searchParams.get('client_secret') : form.get('client_secret');
  const clientSecret = typeof given === 'string' ? given : '';
  await engine.ready();
  const ledger = ledgerWith(engine, ({ paymentIntents }) => Object.hasOwn(paymentIntents, id));
  const intent = ledger?.paymentIntents[id];
  if (ledger === null || intent === undefined || intent.client_secret !== clientSecret) {
    return pageResponse(404, 'Not found', notice('Something went wrong', 'There is nothing to authorize here.', null));
  }
  const scope = payerScope(engine, ledger);
  if (form === null) {
    if (intent.status !== 'requires_action') return leave(challengeAnswer(scope, intent));
    return pageResponse(200, 'Test page', question(ledger, intent, clientSecret));
  }
  const outcome = form.get('outcome');
  if (outcome !== 'authorize' && outcome !== 'fail') {
    return pageResponse(400, 'Test page', question(ledger, intent, clientSecret));
  }
  try {
    const answer = settleChallenge(scope, id, clientSecret, outcome === 'authorize');
    await engine.commit();
    return await leave(answer);
  } catch (failure) {
    if (!(failure instanceof StripeFailure)) throw failure;
    return pageResponse(failure.status, 'Test page', notice('Something went wrong', failure.body.message, null));
  }
}
