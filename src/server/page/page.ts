/** The hosted page of a request: facts in plain HTML, and our elements over them where there is JavaScript. */
import type { MoneyRequest } from '../../contract/types.js';
import { formatAmountWithCode } from '../../money/index.js';
import { Html, html } from './html.js';
import { style } from './style.js';
import { statusWords } from './words.js';

/** Where the page finds things. */
export interface PageAddresses {
  /** The elements' bundle. */
  scriptSrc: string;
  /** Path of the API. */
  basePath: string;
  /** Path of the hosted pages. */
  payPath: string;
}

/** In one piece: its hash in the policy is that of every character between the tags. */
const STYLE = new Html(`<style>${style}</style>`);

/** The page for a request. */
export function requestPage(request: MoneyRequest, { scriptSrc, basePath, payPath }: PageAddresses): string {
  const amount = formatAmountWithCode(request.amount, request.currency, 'en');
  const { name, supportEmail } = request.merchant;
  const facts = [
    html`<p>${statusWords[request.status]}</p>`,
    ...(name === '' ? [] : [html`<p>To ${name}</p>`]),
    ...(request.reference === null ? [] : [html`<p>Reference ${request.reference}</p>`]),
    ...(request.mode === 'test' ? [html`<p>Test mode: no money moves.</p>`] : []),
    ...(supportEmail === null ? [] : [html`<p>Questions? <a href="mailto:${supportEmail}">${supportEmail}</a></p>`]),
    html`<noscript><p>Paying here needs JavaScript.</p></noscript>`,
  ];
  const script = html`<script src="${payPath}/trusted-types.js"></script>
    <script type="module" src="${scriptSrc}"></script>`;
  return document(
    `${request.label} · ${amount}`,
    html`<p class="amount">${amount}</p>
      <h1>${request.label}</h1>
      <pay-request request="${request.id}" backend="${basePath}"> ${facts} </pay-request>`,
    script,
  );
}

/** The page for an id that is none. */
export function notFoundPage(): string {
  return document(
    'Not found',
    html`<h1>There is no such payment request.</h1>
      <p>Check the link, or ask the business that sent it.</p>`,
  );
}

function document(title: string, main: Html, script: Html = html``): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${STYLE} ${script}
      </head>
      <body>
        <main>${main}</main>
      </body>
    </html> `.source;
}
