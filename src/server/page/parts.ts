/** Pieces of the hosted page. */
import type { MoneyRequest } from '../../contract/types.js';
import { initialOf } from '../../i18n/index.js';
import { html, Html } from './html.js';
import { style } from './style.js';
import { money, words, type Said } from './words.js';

/** In one piece: its hash in the policy is that of every character between the tags. */
const STYLE = new Html(`<style>${style}</style>`);

const ring = 'M2.75 10a7.25 7.25 0 1 0 14.5 0a7.25 7.25 0 1 0-14.5 0';

/** Marks, drawn on a grid of 20 px. */
export const marks = {
  check: 'M4.5 10.5l3.6 3.6 7.4-8.2',
  clock: `${ring}M10 5.8V10l2.8 1.9`,
  cross: `${ring}M7.6 7.6l4.8 4.8M12.4 7.6l-4.8 4.8`,
  alert: `${ring}M10 6.4v4.3M10 13.5v.01`,
  none: 'M3.75 9a5.25 5.25 0 1 0 10.5 0a5.25 5.25 0 1 0-10.5 0M13 13l3.5 3.5M7.3 7.3l3.4 3.4M10.7 7.3l-3.4 3.4',
} as const;

/** One mark in its circle. */
export function mark(name: keyof typeof marks, good = false): Html {
  return html`<span class="${good ? 'mark good' : 'mark'}"
    ><svg viewBox="0 0 20 20" aria-hidden="true"><path d="${marks[name]}" /></svg
  ></span>`;
}

/** A whole page. `head` are elements for the end of its head. */
export function wholePage(title: string, main: readonly Html[], head: readonly Html[] = []): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${STYLE} ${head}
      </head>
      <body>
        <main>${main}</main>
      </body>
    </html> `.source;
}

/** Who is paid; nothing where that has no name. */
export function brand({ merchant: { name } }: MoneyRequest): Html {
  if (name === '') return html``;
  return html`<h1 class="brand">
    <span class="avatar" aria-hidden="true">${initialOf(name)}</span><bdi>${name}</bdi>
  </h1>`;
}

/** What is asked for: label, mode, amount. */
export function head({ label, mode, amount, currency }: MoneyRequest): Html {
  return html`<div class="head">
      <h2 class="label"><bdi>${label}</bdi></h2>
      ${mode === 'test' ? html`<span class="test">${words.testMode}</span>` : html``}
    </div>
    <p class="amount" translate="no"><bdi>${money(amount, currency)}</bdi></p>`;
}

/** A row of facts: name, value, whether it is their sum. */
export type Fact = readonly [name: string, value: string, total?: 'total'];

/** A list of facts; nothing where there is none. */
export function factList(facts: readonly Fact[]): Html {
  if (facts.length === 0) return html``;
  return html`<dl class="facts">
    ${facts.map(
      ([name, value, total]) =>
        html`<div class="${total ?? 'fact'}">
          <dt><bdi>${name}</bdi></dt>
          <dd${name === words.description ? html`` : html` translate="no"`}><bdi>${value}</bdi></dd>
        </div>`,
    )}
  </dl>`;
}

/** What ended it, or stops it: a mark, a heading, a sentence. `level` is the heading's. */
export function end(name: keyof typeof marks, { title, text }: Said, level: 1 | 2 = 2): Html {
  return html`<div class="end">
    ${mark(name)} ${level === 1 ? html`<h1>${title}</h1>` : html`<h2>${title}</h2>`}
    <p>${text}</p>
  </div>`;
}

/** Whom to ask, and where card details go. */
export function foot({ merchant }: MoneyRequest, cardLine: boolean): Html {
  const { supportEmail, supportPhone, supportUrl } = merchant;
  const web = supportUrl !== null && /^https?:\/\//i.test(supportUrl) ? supportUrl : null;
  const ways = [
    ...(supportEmail === null ? [] : [html`<a href="mailto:${supportEmail}">${supportEmail}</a>`]),
    ...(supportPhone === null
      ? []
      : [html`<a href="tel:${supportPhone.replaceAll(/[^+\d]/g, '')}"><bdi>${supportPhone}</bdi></a>`]),
    ...(web === null ? [] : [html`<a href="${web}" rel="noreferrer">${words.website}</a>`]),
  ];
  const contact = ways.map((way, index) => html`${index === 0 ? ' ' : ' · '}${way}`);
  const lines = [
    ...(contact.length === 0 ? [] : [html`<p>${words.questions}${contact}</p>`]),
    ...(cardLine ? [html`<p>${words.cardToStripeOnly}</p>`] : []),
  ];
  return lines.length === 0 ? html`` : html`<footer>${lines}</footer>`;
}
