import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { MoneyRequest } from '../contract/types.js';
import { noticeOf } from '../i18n/index.js';
import type { FieldName, FormPlace, PaymentState } from '../session/index.js';
import { readAppearance } from './internal/appearance.js';
import { brandMark, someBrands } from './internal/brands.js';
import { fieldTrouble, type FieldTrouble } from './internal/field-error.js';
import { mayFocus } from './internal/focus.js';
import { formIcons } from './internal/form-icons.js';
import { PayerElement } from './internal/payer-element.js';
import { renderCardFact } from './internal/facts.js';
import { ownView, renderStatus, statusView } from './internal/status.js';
import { amountOf, labelOf, renderSentence, shortOf } from './internal/words.js';
import { button } from './styles/button.js';
import { card } from './styles/card.js';
import { dialog } from './styles/dialog.js';
import { head } from './styles/head.js';
import { pill } from './styles/pill.js';
import { status as statusStyles } from './styles/status.js';
import { tokens } from './styles/tokens.js';

/**
 * Captures a card: the amount, Stripe's own fields, one line that says who is paid, Pay Now and Cancel.
 *
 * @slot - The fallback: becomes a link where the card form cannot be loaded. Without one, the hosted page is linked.
 *
 * @fires {PayOpenEvent} pay-open - The payer asks for the form; cancelable.
 * @fires {PayCloseEvent} pay-close - The payer left the form; the request is still payable.
 * @fires {PaySubmitEvent} pay-submit - Before anything is charged; cancelable, and it can be kept waiting.
 * @fires {PayInputEvent} pay-input - Completeness, brand or validity of the fields changed.
 * @fires {PayChangeEvent} pay-change - The state moved.
 * @fires {PaySucceededEvent} pay-succeeded - Paid, or authorized for manual capture.
 * @fires {PayFailedEvent} pay-failed - An attempt failed, and it is certain.
 * @fires {PayCanceledEvent} pay-canceled - The request is dead: canceled or expired.
 * @fires {PayErrorEvent} pay-error - Anything else that stops it.
 *
 * @csspart button - Cancel, Check again, the link to the hosted page.
 * @csspart amount - The amount.
 * @csspart label - The author's label, and the names of the fields.
 * @csspart field - The control around the card fields.
 * @csspart submit - Pay Now.
 * @csspart error - What went wrong.
 * @csspart status - Where it stands, in words.
 *
 * @cssstate busy - Loading, opening, or a charge is under way.
 * @cssstate expanded - The fields are open in it.
 * @cssstate paid - It was paid; refunded in part still counts.
 * @cssstate failed - The last attempt was refused.
 *
 * The tokens are `<pay-request>`'s.
 */
export class PayCard extends PayerElement {
  static override styles: CSSResultGroup = [tokens, button, pill, head, statusStyles, card, dialog];

  /** Where the form opens: in the element's place, or in a dialog. */
  @property() presentation: 'inline' | 'dialog' = 'inline';

  @state() private slotName: string | null = null;
  /** Stripe said that the postal code is wrong, so it is asked for: it stays until the request is another. */
  @state() private zipAsked = false;

  @query('.probe') private probe!: HTMLElement | null;
  @query('dialog') private dialog!: HTMLDialogElement | null;
  @query('.cancel') private cancel!: HTMLElement | null;
  @query('.postal input') private postal!: HTMLInputElement | null;
  @query('.status[tabindex], .again, .way-out') private stop!: HTMLElement | null;

  #held = false;
  /** What became of the form stays in the dialog until the payer closes it. */
  #inDialog = false;
  #foreseen = false;

  override get postalCodeValue(): string {
    return this.postal?.value.trim() ?? '';
  }

  override get place(): FormPlace {
    return {
      host: this,
      useSlot: (name) => {
        this.slotName = name;
      },
      appearance: () => readAppearance(this.probe ?? this),
    };
  }

  override async show(): Promise<void> {
    const session = this.used();
    if (!this.disabled && !this.readonly) await session.show(this);
  }

  protected override anticipate(): void {
    this.#foreseen = true;
    this.#foresee();
  }

  #foresee(): void {
    if (!this.#foreseen || this.embedded || this.state.status !== 'open') return;
    this.#foreseen = false;
    void this.show();
  }

  protected override changed(previous: PaymentState): void {
    const now = this.state;
    if (now.status === 'failed' && now.error.code === 'incorrect-postal-code') this.zipAsked = true;
    if (previous.moneyRequest?.id !== now.moneyRequest?.id) this.zipAsked = false;
    if (now.status === previous.status) return;
    if (this.#held || this.#holds) void this.updateComplete.then(() => this.#focusFor(now, previous));
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { status } = this.state;
    const stays = this.#inDialog && (status === 'unknown' || status === 'unavailable');
    this.#inDialog = this.presentation === 'dialog' && (this.#holds || stays);
    this.toggleState('expanded', this.#holds);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#held = this.#holds;
    this.#placeDialog();
    queueMicrotask(() => this.#foresee());
  }

  protected override get speaks(): boolean {
    return !this.embedded || this.#inDialog;
  }

  /** Modal, but not while the bank asks: the top layer would hide the bank's window. */
  #placeDialog(): void {
    const { dialog } = this;
    const modal = this.state.status !== 'authenticating';
    if (!dialog || (dialog.open && dialog.matches(':modal') === modal)) return;
    // Closed and opened in one task: it is not drawn in between, and the fields in it stay alive.
    dialog.close();
    if (modal) dialog.showModal();
    else dialog.show();
  }

  get #holds(): boolean {
    return (this.link.session?.holder as HTMLElement | null | undefined) === this;
  }

  /** Moves the focus only where the payer's own would be lost, or to what is wrong. */
  #focusFor({ status }: PaymentState, previous: PaymentState): void {
    if (!mayFocus(this)) return;
    const { session } = this.link;
    if (status === 'opening') this.cancel?.focus({ preventScroll: true });
    else if (status === 'failed' || (status === 'ready' && previous.status === 'opening')) session?.focus('number');
    else if (status === 'unknown' || status === 'processing' || status === 'unavailable')
      this.stop?.focus({ preventScroll: true });
  }

  protected override render(): TemplateResult {
    // In a modal dialog, what is outside of it is not heard.
    const content = html`${this.#renderBody()}
      <p class="unseen" role="status">${this.spoken}</p>`;
    const { moneyRequest } = this.state;
    if (!this.#inDialog || !moneyRequest) return content;
    return html`<dialog aria-label=${labelOf(moneyRequest, this.localeTag)} @cancel=${this.#onCancel}>
      ${content}
    </dialog>`;
  }

  #renderBody(): TemplateResult | typeof nothing {
    const { state } = this;
    switch (state.status) {
      case 'idle':
        return html`<slot></slot>`;
      case 'loading':
        return html`<span class="bar ghost" aria-hidden="true"></span>`;
      case 'opening':
      case 'ready':
      case 'failed':
      case 'submitting':
      case 'authenticating':
        if (this.readonly) return this.#renderSummary();
        // The form is open in another element of this request: here is how to have it.
        return this.#holds || state.status === 'failed'
          ? this.#renderForm(state.moneyRequest)
          : this.#renderClosed(state.moneyRequest);
      case 'open':
        if (this.readonly) return this.#renderSummary();
        return this.embedded ? nothing : this.#renderClosed(state.moneyRequest);
      case 'unknown':
        return this.readonly ? this.#renderSummary() : this.#renderUnknown(state.moneyRequest);
      case 'unavailable':
        return state.moneyRequest && state.error.code !== 'unavailable' && !this.readonly
          ? this.#renderBlocked(state.moneyRequest)
          : this.#renderSummary();
      case 'processing':
      case 'paid':
      case 'authorized':
      case 'refunded':
      case 'canceled':
      case 'expired':
        return this.#renderSummary();
      default:
        return state satisfies never;
    }
  }

  #renderHead(request: MoneyRequest, withAmount = true): TemplateResult {
    const { locale } = this;
    return html`<div class="head">
        <p class="label" part="label"><bdi>${labelOf(request, this.localeTag)}</bdi></p>
        ${request.mode === 'test' ? html`<span class="mark">${locale.messages.testMode}</span>` : nothing}
      </div>
      ${withAmount ? html`<p class="amount" part="amount"><bdi>${amountOf(request, locale)}</bdi></p>` : nothing}`;
  }

  #groupName(request: MoneyRequest): string {
    return this.locale.messages.nameWithAmount(labelOf(request, this.localeTag), amountOf(request, this.locale));
  }

  #renderForm(request: MoneyRequest): TemplateResult {
    const { state } = this;
    const { messages: m } = this.locale;
    const busy = state.status === 'submitting' || state.status === 'authenticating';
    const off = this.disabled || busy || state.status === 'opening' || !this.#online;
    const problem = fieldTrouble(this.link.session?.input ?? null, m);
    return html`<div class="card" role="group" aria-label=${this.#groupName(request)} @keydown=${this.#onKey}>
      ${this.#renderHead(request)} ${this.#renderControl(request, problem)}
      <p class="error" part="error" role="alert">
        ${problem && !busy ? html`<span>${formIcons.alert}<bdi>${problem.message}</bdi></span>` : nothing}
      </p>
      ${this.#renderNotice()} ${this.#renderLine(request)}
      <div class="actions">
        <button
          class="button"
          part="submit"
          type="button"
          aria-disabled=${off ? 'true' : nothing}
          aria-busy=${busy ? 'true' : nothing}
          @click=${off ? nothing : this.#onSubmit}
        >
          ${busy ? html`<span class="spinner" aria-hidden="true"></span>` : nothing}${m.payNow}
        </button>
        <button
          class="button quiet cancel"
          part="button"
          type="button"
          aria-disabled=${busy ? 'true' : nothing}
          @click=${busy ? nothing : this.#onClose}
        >
          ${m.cancel}
        </button>
      </div>
      <span class="probe" aria-hidden="true" @transitionend=${this.#onLook}></span>
    </div>`;
  }

  #renderControl(request: MoneyRequest, problem: FieldTrouble | null): TemplateResult {
    const { status } = this.state;
    const locked = status === 'submitting' || status === 'authenticating';
    const { brand = 'unknown', empty = true } = this.link.session?.input ?? {};
    const zip = request.postalCode === 'always' || (request.postalCode === 'auto' && this.zipAsked);
    const marks =
      brand !== 'unknown' ? brandMark(brand) : status === 'opening' ? nothing : empty ? someBrands : brandMark(brand);
    return html`<div class="control ${locked ? 'locked' : ''} ${zip ? 'long' : ''}" part="field">
      ${this.#renderCell('number', problem, marks)} ${this.#renderCell('expiry', problem, nothing)}
      ${this.#renderCell('cvc', problem, status === 'opening' ? nothing : formIcons.code)}
      ${this.slotName === null ? nothing : html`<slot class="fields" name=${this.slotName}></slot>`}
      ${
        zip
          ? html`<label class="cell postal"
              ><span class="name" part="label">${this.locale.messages.fields.postalCode}</span
              ><input autocomplete="postal-code" ?readonly=${locked} @keydown=${this.#onPostalKey}
            /></label>`
          : nothing
      }
    </div>`;
  }

  /** The name is seen only: the field in Stripe's frame carries its own. */
  #renderCell(field: FieldName, problem: FieldTrouble | null, mark: TemplateResult | typeof nothing): TemplateResult {
    const { input } = this.link.session ?? {};
    const wrong = problem?.field === field;
    const focused = input?.fields[field].focused;
    return html`<div
      class="cell ${field} ${wrong ? 'wrong' : ''} ${focused ? 'focus' : ''}"
      @pointerdown=${(event: Event) => {
        this.#onCell(event, field);
      }}
    >
      <span class="name" part="label" aria-hidden="true">${this.locale.messages.fields[field]}</span>
      ${this.state.status === 'opening' ? html`<span class="bar"></span>` : wrong ? formIcons.alert : mark}
    </div>`;
  }

  #renderNotice(): TemplateResult | typeof nothing {
    const { status } = this.state;
    const { messages: m } = this.locale;
    if (this.state.status === 'failed')
      return html`<div class="status notice bad" part="error" role="alert">
        ${renderStatus({ icon: formIcons.alert, ...noticeOf(m.errors[this.state.error.code]) })}
      </div>`;
    if (this.#online || status !== 'ready') return nothing;
    return html`<div class="status notice" part="status">
      ${renderStatus({ icon: formIcons.offline, ...noticeOf(m.offline) })}
    </div>`;
  }

  #renderLine(request: MoneyRequest): TemplateResult {
    const { status } = this.state;
    const { locale } = this;
    const { messages: m } = locale;
    const short = shortOf(request, locale);
    const { name } = request.merchant;
    const asks = status !== 'submitting' && status !== 'authenticating';
    return html`<p class="line" part=${asks ? nothing : 'status'}>
      <span aria-hidden=${asks ? nothing : 'true'}>${renderSentence(m.enterCard(short, name))}</span>
      ${asks ? nothing : html`<span>${renderSentence(status === 'authenticating' ? m.bankChecking : m.sending(short, name))}</span>`}
    </p>`;
  }

  /** Before the fields are asked for: nothing is loaded from Stripe yet. */
  #renderClosed(request: MoneyRequest): TemplateResult {
    const { locale } = this;
    const { messages: m } = locale;
    const busy = this.state.status === 'submitting' || this.state.status === 'authenticating';
    const off = this.disabled || busy;
    return html`<div class="card" role="group" aria-label=${this.#groupName(request)}>
      ${this.#renderHead(request)}
      <p class="line"><span>${renderSentence(m.enterCard(shortOf(request, locale), request.merchant.name))}</span></p>
      <div class="actions">
        <button
          class="button"
          part="submit"
          type="button"
          aria-disabled=${off ? 'true' : nothing}
          @click=${off ? nothing : this.#onOpen}
        >
          ${m.payNow}
        </button>
      </div>
    </div>`;
  }

  #renderUnknown(request: MoneyRequest): TemplateResult {
    const { locale } = this;
    const seen = request.payment?.card ?? null;
    return html`<div class="card" role="group" aria-label=${this.#groupName(request)}>
      ${this.#renderHead(request)}
      ${seen ? html`<dl class="facts">${renderCardFact(locale.messages.receipt.card, seen)}</dl>` : nothing}
      <div class="status" part="status">${renderStatus(statusView(this.state, locale))}</div>
      <div class="actions">${this.#renderAgain()}</div>
    </div>`;
  }

  #renderBlocked(request: MoneyRequest): TemplateResult {
    return html`<div class="card" role="group" aria-label=${this.#groupName(request)}>
      ${this.#renderHead(request)}
      <div class="status" part="error" role="alert">${renderStatus(statusView(this.state, this.locale))}</div>
      <div class="actions">${this.#renderWayOut(request)}</div>
    </div>`;
  }

  /** The page's own fallback as an outlined link, else the hosted page. */
  #renderWayOut({ payUrl }: MoneyRequest): TemplateResult {
    if (this.#hasFallback()) return html`<slot></slot>`;
    return html`<a class="button second way-out" part="button" href=${payUrl}
      >${this.locale.messages.paySecurely}${formIcons.onward}</a
    >`;
  }

  #renderSummary(): TemplateResult {
    const { moneyRequest } = this.state;
    if (this.readonly && moneyRequest) return this.#renderOwn(moneyRequest);
    const retry = this.state.status === 'unavailable' && this.state.error.recovery === 'retry';
    return html`${moneyRequest ? this.#renderHead(moneyRequest, false) : nothing}
      <div class="status" part="status" tabindex="-1">${renderStatus(statusView(this.state, this.locale))}</div>
      ${retry ? html`<div class="actions">${this.#renderAgain()}</div>` : nothing}
      ${!moneyRequest && this.#hasFallback() ? html`<div class="actions"><slot></slot></div>` : nothing}`;
  }

  #renderOwn(request: MoneyRequest): TemplateResult {
    const { icon, title, link } = ownView(this.state, this.locale);
    const way = html` ·
      <a class="link" href=${link ?? ''} target="_blank" rel="noreferrer">${this.locale.messages.viewAtStripe}</a>`;
    return html`<div class="small">
      ${this.#renderHead(request)}
      <p class="under" part="status">
        ${icon}<span><bdi>${title}</bdi>${link === null ? nothing : way}</span>
      </p>
    </div>`;
  }

  #renderAgain(): TemplateResult {
    return html`<button class="button second again" part="button" type="button" @click=${this.#onAgain}>
      ${this.locale.messages.checkAgain}
    </button>`;
  }

  get #online(): boolean {
    return this.link.session?.online ?? true;
  }

  #hasFallback(): boolean {
    return [...this.children].some((child) =>
      child instanceof HTMLSlotElement
        ? child.name === '' && child.assignedElements({ flatten: true }).length > 0
        : child.slot === '',
    );
  }

  readonly #onOpen = (): void => {
    void this.show();
  };

  readonly #onSubmit = (): void => {
    void this.submit();
  };

  readonly #onClose = (): void => {
    this.close();
  };

  readonly #onAgain = (): void => {
    // What cannot be known yet stays shown as it is.
    void this.refresh().catch(() => undefined);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    this.close();
  };

  readonly #onCancel = (event: Event): void => {
    event.preventDefault();
    if (this.#holds) return this.close();
    this.#inDialog = false;
    this.requestUpdate();
  };

  readonly #onPostalKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.isComposing) this.#onSubmit();
  };

  /** A press beside the text of a cell is meant for its field. */
  #onCell(event: Event, field: FieldName): void {
    event.preventDefault();
    this.link.session?.focus(field);
  }

  readonly #onLook = (): void => {
    this.link.session?.restyle();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'pay-card': PayCard;
  }
}
