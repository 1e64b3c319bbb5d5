/** The hosted page of a request: facts in plain HTML, and our elements over them where there is JavaScript. */
import type { MoneyRequest } from '../../contract/types.js';
import { orderFacts, paymentFacts } from './facts.js';
import { html, type Html } from './html.js';
import { brand, end, factList, foot, head, mark, wholePage } from './parts.js';
import {
  checking,
  ended,
  money,
  notFound,
  processing,
  tooMany,
  tooOften,
  trouble,
  underWay,
  words,
  type Said,
} from './words.js';

/** Where the page finds things. */
export interface PageAddresses {
  /** The elements' bundle. */
  scriptSrc: string;
  /** Path of the API. */
  basePath: string;
  /** Path of the hosted pages. */
  payPath: string;
  /** Origins whose pages may frame it. */
  frameAncestors: readonly string[];
}

/** What else decides what is shown. */
export interface PageState {
  /** Where it is paid: here by our elements, or on Stripe's page only. */
  hosted: 'elements' | 'stripe';
  /** Whether the account offers links at all. */
  links: boolean;
  /** An open request has a payment that is not known to have ended. */
  checking: boolean;
  /** It had so many declines that none may be tried now. */
  tooMany: boolean;
  /** After how many seconds the page looks again by itself, and under which number; null for never. */
  again: { seconds: number; turn: number } | null;
}

/** The page for a request. */
export function requestPage(request: MoneyRequest, addresses: PageAddresses, state: PageState): string {
  const { status, label, amount, currency } = request;
  const title = `${label} · ${money(amount, currency)}`;
  const closed = status === 'expired' || status === 'canceled';
  const payable = request.available && state.links;
  if (closed || (status === 'open' && !payable && !state.checking)) {
    const name = status === 'expired' ? 'clock' : closed ? 'cross' : 'alert';
    return wholePage(title, [brand(request), end(name, ended(request)), foot(request, false)]);
  }
  const plain = plainOf(request, addresses, state);
  const elements = state.hosted === 'elements';
  return wholePage(
    title,
    [
      elements ? inElement(request, addresses, plain) : html`${brand(request)}${plain}`,
      foot(request, status === 'open'),
    ],
    [
      ...(state.again ? [refresh(request.id, addresses, state.again, elements)] : []),
      ...(elements
        ? [
            html`<script src="${addresses.payPath}/trusted-types.js"></script>
              <script type="module" src="${addresses.scriptSrc}"></script>`,
          ]
        : []),
    ],
  );
}

/** The page for an id that is none: no word about any merchant. */
export function notFoundPage(): string {
  return wholePage(notFound.title, [end('none', notFound, 1)]);
}

/** The answer to Pay Now while another payment is under way, which a second form ends. `asks`: its bank is being asked. */
export function underWayPage(request: MoneyRequest, addresses: PageAddresses, asks: boolean): string {
  const said = underWay(asks);
  return wholePage(said.title, [
    brand(request),
    head(request),
    html`<p class="line"><b>${said.title}.</b> ${said.text}</p>`,
    html`<p class="line">${words.toStartOver}</p>`,
    // Named by its button: a mail scanner that sends the fields of a form sends nothing here.
    form(request, addresses, html`<button type="submit" name="again" value="yes">${words.startOver}</button>`),
    html`<p class="line"><a href="${`${addresses.payPath}/${request.id}`}">${words.back}</a></p>`,
    foot(request, false),
  ]);
}

/** The page where Stripe or the server does not answer; with a way back to the request's own. */
export function troublePage(kind: 'trouble' | 'too-often', payUrl: string): string {
  const said = kind === 'trouble' ? trouble : tooOften;
  return wholePage(said.title, [
    html`${end('alert', said, 1)}
      <p class="end"><a href="${payUrl}">${words.back}</a></p>`,
  ]);
}

/** The element that pays and shows what was paid, over its fallback. The page names who is paid, before and after. */
function inElement(request: MoneyRequest, { basePath }: PageAddresses, plain: readonly Html[]): Html {
  const fields = isCardOnly(request) ? 'card' : 'payment';
  return html`${brand(request)}
    <pay-checkout request="${request.id}" backend="${basePath}" fields="${fields}" loading="visible"
      >${plain}</pay-checkout
    >`;
}

function plainOf(request: MoneyRequest, addresses: PageAddresses, state: PageState): Html[] {
  const { payment, status } = request;
  if (payment) return receipt(request, payment);
  const asked = [head(request), factList(orderFacts(request))];
  if (status === 'processing') return [...asked, line(processing(request))];
  if (status !== 'open' || state.checking) return [...asked, line(checking)];
  if (state.tooMany) return [...asked, line(tooMany)];
  return [
    ...asked,
    html`<p class="line">${words.goesToStripe(isCardOnly(request))}</p>`,
    form(request, addresses, html`<button type="submit">${words.payNow}</button>`),
  ];
}

/** Leads to Checkout. That is in no frame: where the page may be in one, the form leaves it. */
function form({ id }: MoneyRequest, { payPath, frameAncestors }: PageAddresses, button: Html): Html {
  const path = `${payPath}/${id}`;
  return frameAncestors.length > 0
    ? html`<form method="post" action="${path}" target="_top">${button}</form>`
    : html`<form method="post" action="${path}">${button}</form>`;
}

function isCardOnly({ stripe }: MoneyRequest): boolean {
  return stripe.methods.every((method) => method === 'card');
}

function receipt(request: MoneyRequest, payment: NonNullable<MoneyRequest['payment']>): Html[] {
  const { currency, merchant, mode, status } = request;
  const held = status === 'authorized';
  return [
    html`<div class="head">
      ${mark('check', true)} ${mode === 'test' ? html`<span class="test">${words.testMode}</span>` : html``}
    </div>`,
    html`<p class="amount" translate="no"><bdi>${money(held ? payment.amount : payment.captured, currency)}</bdi></p>`,
    html`<p class="who">${held ? words.reservedFor(merchant.name) : words.paidTo(merchant.name)}</p>`,
    factList(paymentFacts(request, payment)),
  ];
}

function line({ title, text }: Said): Html {
  return html`<p class="line" role="status"><b>${title}.</b> ${text}</p>`;
}

/** Looks again by itself. Where there is JavaScript the element does that, and nothing is to be loaded anew. */
function refresh(
  id: string,
  { payPath }: PageAddresses,
  { seconds, turn }: { seconds: number; turn: number },
  elements: boolean,
): Html {
  const meta = html`<meta http-equiv="refresh" content="${`${seconds}; url=${payPath}/${id}/return?turn=${turn}`}" />`;
  return elements ? html`<noscript>${meta}</noscript>` : meta;
}
