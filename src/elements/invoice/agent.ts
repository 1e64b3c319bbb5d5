/** The agent's side of an invoice: draft, link, and what came of it. There is no card form in here, and nothing that makes one. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Channel, MoneyRequest, OperatorRequest, RequestInput } from '../../contract/types.js';
import { moreFor, type InvoiceMessages } from '../../i18n/index.js';
import { icon, icons } from '../internal/icons.js';
import { ghost, renderButton, type Shown } from '../internal/pieces.js';
import { webAddress } from '../internal/address.js';
import { qrCode } from '../link/code.js';
import type { AgentSide } from './agent-side.js';
import { renderBanner, type Banner } from './banner.js';
import { factsOfDraft } from './facts.js';
import { problemWords } from './problems.js';
import { isSettled } from './settled.js';

const plane = icon('M16.5 3.5 8.8 11.2M16.5 3.5l-4.7 13-3-5.3-5.3-3z');

/** The banner as who is paid sees it. */
export function renderAgent(side: AgentSide): Shown {
  const { element, state } = side.view;
  if (state.moneyRequest) return renderRequest(side, side.view.banner(state.moneyRequest), state.moneyRequest);
  if (state.status === 'loading') return ghost;
  if (state.status === 'unavailable') return renderMissing(side);
  return element.draft ? renderDraft(side, element.draft) : html`<slot></slot>`;
}

function renderDraft(side: AgentSide, draft: RequestInput): TemplateResult {
  const { locale, localeTag } = side.view;
  const standing = { tone: 'plain', icon: null, words: wordsOf(side).badges.draft } as const;
  const banner = { facts: factsOfDraft(draft), request: null, standing, agent: true, locale, localeTag };
  return renderBanner(banner, renderCreate(side), renderProblem(side, 'create'));
}

function renderRequest(side: AgentSide, banner: Banner, request: MoneyRequest): TemplateResult {
  const { status } = request;
  const again = status === 'canceled' || status === 'expired';
  const action = isSettled(side.view.state.status)
    ? renderDashboard(side, request)
    : again
      ? renderCreate(side)
      : nothing;
  const { link } = side;
  if (link !== null) return renderBanner(banner, action, renderLink(side, link));
  // Why it cannot be paid is told to who can do something about it.
  const reason =
    status !== 'open' ? null : side.desk.seen?.links === 'off' ? wordsOf(side).linksOff : request.unavailableReason;
  return renderBanner(
    banner,
    action,
    html`${reason === null ? nothing : html`<p class="note" part="status"><bdi>${reason}</bdi></p>`}
    ${renderProblem(side, 'create')} ${renderProblem(side, 'look')}`,
  );
}

function renderCreate(side: AgentSide): Shown {
  if (!side.mayCreate) return nothing;
  const busy = side.desk.busy === 'create';
  const off = side.view.element.disabled || busy;
  return html`<span class="action"
    >${renderButton('ask create', wordsOf(side).create, () => void side.create(), { off, busy })}</span
  >`;
}

function renderDashboard({ desk, view }: AgentSide, { id }: MoneyRequest): Shown {
  const given = view.state.moneyRequest;
  const seen = desk.seen?.id === id ? desk.seen : given && isOperatorView(given) ? given : null;
  const href = webAddress(seen?.payment?.dashboardUrl ?? '');
  if (href === null) return nothing;
  return html`<a class="button second ask" part="button" href=${href} target="_blank" rel="noreferrer"
    >${view.locale.messages.viewAtStripe}${icons.onward}</a
  >`;
}

/** A page that holds an operator's view may give it to the element as it is. */
function isOperatorView(request: MoneyRequest): request is OperatorRequest {
  return 'account' in request && 'channels' in request;
}

function renderLink(side: AgentSide, href: string): TemplateResult {
  const { copier, localeTag } = side.view;
  const m = wordsOf(side);
  const { link } = moreFor(localeTag);
  const { sent } = side.desk;
  return html`<div class="more handed">
    <div class="form">
      <div class="field">
        <label for="link" part="label">${link.name}</label>
        <div class="with">
          <input
            class="input address"
            id="link"
            part="field"
            readonly
            dir="ltr"
            .value=${href}
            @focus=${selectAll}
          />${copier.renderButton(href)}
        </div>
        ${copier.renderProblem()}
      </div>
      ${side.channels.length > 0 ? renderSend(side) : nothing} ${renderProblem(side, 'send')}
      ${renderProblem(side, 'look')}
      <p class="live"><bdi>${sent ? m.sentAt(timeOf(sent.at, side.view.locale.tag)) : m.live}</bdi></p>
    </div>
    <figure class="qr" part="qr">${qrCode.now ? qrCode.now(href, link.qrName) : nothing}</figure>
  </div>`;
}

function renderSend(side: AgentSide): TemplateResult {
  const { desk, channels, recipient, recipientWrong, view } = side;
  const m = wordsOf(side);
  const busy = desk.busy === 'send';
  const sent = desk.sent?.to === recipient.trim();
  const off = view.element.disabled || busy || sent;
  const words = html`${busy ? nothing : sent ? icons.check : plane}<bdi>${sent ? m.sent : m.send}</bdi>`;
  return html`<div class="field">
    <label for="to" part="label">${m.sendTo}</label>
    <div class="with">
      <input
        class="input recipient ${recipientWrong ? 'wrong' : ''}"
        id="to"
        part="field"
        type=${channels.includes('sms') ? 'text' : 'email'}
        inputmode=${channels.includes('email') ? 'email' : 'tel'}
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        dir="ltr"
        placeholder=${recipientWords(channels, m)}
        .value=${recipient}
        ?readonly=${busy}
        aria-invalid=${recipientWrong}
        aria-describedby="to-problem"
        @input=${side.type}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Enter' && !event.isComposing && !off) void side.send();
        }}
      />${renderButton('second send', words, () => void side.send(), { off, busy })}
    </div>
    <p class="problem" id="to-problem" part="error" role="alert">${recipientWrong ? m.recipientProblem : ''}</p>
  </div>`;
}

function recipientWords(channels: readonly Channel[], { recipients }: InvoiceMessages): string {
  if (channels.length > 1) return recipients.both;
  return channels.includes('email') ? recipients.email : recipients.sms;
}

/** There from the start, so that it is heard when it fills. */
function renderProblem(side: AgentSide, at: 'create' | 'send' | 'look'): TemplateResult {
  const { problem } = side.desk;
  const shown = problem?.at === at ? problem : null;
  return html`<p class="problem" part="error" role="alert">${shown ? problemWords(shown, wordsOf(side)) : ''}</p>
    ${shown && at === 'look' ? renderAgain(side) : nothing}`;
}

/** The request is somewhere, and cannot be read: it is asked for again, and nothing is made in its place. The status region says it. */
function renderMissing(side: AgentSide): TemplateResult {
  return html`<div class="banner lost" part="banner">
    <p class="problem" part="error">${side.missing}</p>
    ${renderAgain(side)}
  </div>`;
}

function renderAgain(side: AgentSide): TemplateResult {
  return renderButton('second again', side.view.locale.messages.checkAgain, () => void side.lookAgain());
}

function selectAll({ currentTarget }: Event & { currentTarget: HTMLInputElement }): void {
  currentTarget.select();
}

function wordsOf(side: AgentSide): InvoiceMessages {
  return moreFor(side.view.localeTag).invoice;
}

/** Hours and minutes, as the language writes them; in English with 24 hours, as dates are. */
function timeOf(time: number, tag: string): string {
  const english = /^en\b/i.test(tag);
  return new Intl.DateTimeFormat(tag, {
    hour: '2-digit',
    minute: '2-digit',
    ...(english ? ({ hourCycle: 'h23' } as const) : {}),
  }).format(time);
}
