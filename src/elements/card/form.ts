/** The open card form, in every state from opening to what came of it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { MoneyRequest } from '../../contract/types.js';
import { noticeOf, type Sentence } from '../../i18n/index.js';
import { isLeft, type FieldName } from '../../session/index.js';
import { brandMark } from '../internal/brands.js';
import { renderCardFact } from '../internal/facts.js';
import { fieldTrouble, type FieldTrouble } from '../internal/field-error.js';
import { icons } from '../internal/icons.js';
import { renderButton, renderNotice, type Shown } from '../internal/pieces.js';
import { renderSentence, shortOf } from '../internal/words.js';
import { renderAgain, renderCard, renderContact, renderPageLink, renderStatus } from './closed.js';
import type { CardView } from './view.js';

/** Three of them in a row, where nothing has been typed: cards in general. */
const someBrands: TemplateResult = html`<span class="marks"
  >${['visa', 'mastercard', 'amex'].map((brand) => brandMark(brand, false))}</span
>`;

/** The form. In doubt, and while a challenge that was left waits, its fields are out of sight, so that what was typed outlives it. */
export function renderForm(view: CardView, request: MoneyRequest): TemplateResult {
  const doubt = isHidden(view);
  return renderCard(
    view,
    request,
    // Its regions stand in doubt too, so that they are heard when they fill.
    html`${view.element.outer ? html`<div ?hidden=${doubt}>${view.element.outer.before(isBusy(view) || view.element.disabled)}</div>` : nothing}
    ${doubt && !view.slotName ? nothing : renderControl(view, request)} ${renderFieldProblem(view, doubt)}`,
    html`${isLeft(view.state) ? renderLeft(view) : doubt ? renderDoubt(view, request) : renderRest(view, request)}
      <span class="probe" @transitionend=${() => view.session?.restyle()}></span>`,
  );
}

/** The bank can still say yes: the payer goes on, or has it ended. */
function renderLeft(view: CardView): TemplateResult {
  const { messages: m } = view.locale;
  const off = view.element.disabled || ('busy' in view.state && view.state.busy);
  return html`${renderStatus(view)}
    <div class="actions">
      ${renderButton('go', m.continue, view.onContinue, { off })}
      ${renderButton('second', m.startOver, view.onStartOver, { off })}
    </div>`;
}

/** Whether what was typed is kept out of sight. */
function isHidden({ state }: CardView): boolean {
  return state.status === 'unknown' || isLeft(state);
}

function renderDoubt(view: CardView, request: MoneyRequest): TemplateResult {
  const { card } = request.payment ?? {};
  const { state } = view;
  return html`${card ? html`<dl class="facts">${renderCardFact(view.locale.messages.receipt.card, card)}</dl>` : nothing}
    ${renderStatus(view)}
    <div class="actions">
      ${renderAgain(view)} ${state.status === 'unknown' && state.stalled ? renderPageLink(view, request) : nothing}
    </div>
    ${state.status === 'unknown' && state.stalled ? renderContact(request) : nothing}`;
}

/** What is wrong with what was typed. */
function renderFieldProblem(view: CardView, hidden: boolean): TemplateResult {
  const problem = hidden || isBusy(view) ? null : troubleOf(view);
  return html`<p class="error" part="error" role="alert">
    ${problem ? html`<span>${icons.alert}<bdi>${problem.message}</bdi></span>` : nothing}
  </p>`;
}

function renderRest(view: CardView, request: MoneyRequest): TemplateResult {
  const { messages: m } = view.locale;
  const { status } = view.state;
  const { disabled, outer, summary } = view.element;
  const busy = isBusy(view);
  const off = disabled || busy || status === 'opening';
  return html`${renderOffline(view)} ${renderLine(view, request)}
    <div class="actions">
      ${renderButton('', view.payWords(request), view.onSubmit, { part: 'submit', off, busy })}
      ${(outer?.mayCancel ?? !summary) ? renderButton('quiet cancel', m.cancel, view.onClose, { off: busy }) : nothing}
    </div>`;
}

function renderControl(view: CardView, request: MoneyRequest): TemplateResult {
  const { status } = view.state;
  const locked = isBusy(view);
  const problem = troubleOf(view);
  const { brand = 'unknown', empty = true } = view.session?.input ?? {};
  // Stripe's Payment Element draws its own inputs, and asks for the postal code: there is nothing around it.
  const whole = view.element.fields === 'payment';
  const zip = !whole && (request.postalCode === 'always' || (request.postalCode === 'auto' && view.zipAsked));
  const cell = (field: FieldName, mark: Shown): TemplateResult => renderCell(view, field, problem, mark);
  return html`<div
    class="control ${locked ? 'locked' : ''} ${zip ? 'long' : ''} ${whole ? 'whole' : ''} ${status === 'opening' ? 'waits' : ''}"
    part="field"
    ?hidden=${isHidden(view)}
  >
    ${
      whole
        ? status === 'opening'
          ? html`<span class="bar"></span>`
          : nothing
        : [
            cell('number', brand === 'unknown' && empty ? someBrands : brandMark(brand)),
            cell('expiry', nothing),
            cell('cvc', icons.code),
          ]
    }
    ${view.slotName ? html`<slot class="fields" name=${view.slotName}></slot>` : nothing}
    ${
      zip
        ? html`<label class="cell postal ${problem?.field === 'postalCode' ? 'wrong' : ''}"
            ><span class="name" part="label">${view.locale.messages.fields.postalCode}</span
            ><input
              autocomplete="postal-code"
              ?readonly=${locked}
              aria-invalid=${view.zipMissing}
              @input=${view.onPostal}
              @keydown=${(event: KeyboardEvent) => {
                if (event.key === 'Enter' && !event.isComposing) view.onSubmit();
              }}
          /></label>`
        : nothing
    }
  </div>`;
}

/** The name is seen only: the field in Stripe's frame carries its own. */
function renderCell(view: CardView, field: FieldName, problem: FieldTrouble | null, mark: Shown): TemplateResult {
  const wrong = problem?.field === field;
  const { session } = view;
  return html`<div
    class="cell ${field} ${wrong ? 'wrong' : ''} ${session?.input?.fields[field].focused ? 'focus' : ''}"
    @pointerdown=${(event: Event) => {
      // A press beside the text of a cell is meant for its field.
      event.preventDefault();
      session?.focus(field);
    }}
  >
    <span class="name" part="label" aria-hidden="true">${view.locale.messages.fields[field]}</span>
    ${view.state.status === 'opening' ? html`<span class="bar"></span>` : wrong ? icons.alert : mark}
  </div>`;
}

function renderOffline({ online, state, locale }: CardView): Shown {
  // What the browser says of the network is a hint, which some give for ever: Pay Now can be pressed, and the call finds out.
  if (online || state.status !== 'ready') return nothing;
  return html`<div class="status notice" part="status">
    ${renderNotice(icons.offline, noticeOf(locale.messages.offline))}
  </div>`;
}

/** The sentences share one place; those that are not shown keep their room, so that Pay Now stays under the finger. */
function renderLine(view: CardView, request: MoneyRequest): TemplateResult {
  const { locale } = view;
  const { messages: m } = locale;
  const { name } = request.merchant;
  const short = shortOf(request, locale);
  const { status } = view.state;
  const busy = isBusy(view);
  const line = (shown: boolean, words: Sentence): TemplateResult =>
    html`<span aria-hidden=${shown ? nothing : 'true'}>${renderSentence(words)}</span>`;
  return html`<p class="line" part=${busy ? 'status' : nothing}>
    ${line(!busy, view.askWords(request))} ${line(status === 'submitting', m.sending(short, name))}
    ${line(status === 'authenticating', m.bankChecking)}
  </p>`;
}

function isBusy({ state: { status } }: CardView): boolean {
  return status === 'submitting' || status === 'authenticating';
}

function troubleOf({ session, locale, zipMissing }: CardView): FieldTrouble | null {
  return fieldTrouble(session?.input ?? null, locale.messages, zipMissing);
}
