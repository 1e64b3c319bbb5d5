import { html, type TemplateResult } from 'lit';
import type { PaymentState } from '../../session/index.js';
import { cardView, type PayCard } from '../pay-card.js';
import { joined } from './announcement.js';
import { ElementView } from './element-view.js';
import type { PayerElement } from './payer-element.js';
import { renderSpoken, type Shown } from './pieces.js';

/** Fetches ahead; what cannot be is fetched when it is needed, and said then. */
export function prefetch(loading: Promise<unknown> | undefined): void {
  void loading?.catch(() => undefined);
}

/** The view of an element that has the card element inside: the form opens there, and is prepared, paid and closed through it. */
export abstract class OuterView<E extends PayerElement = PayerElement> extends ElementView<E> {
  /** The form was asked for, and is not open yet. */
  asked = false;
  /** The form was open when this was last drawn: what has left with it had the focus. */
  protected held = false;
  #foreseen = false;

  override async show(): Promise<void> {
    await this.open();
  }

  override close(): void {
    this.card?.close();
  }

  override async submit(): Promise<PaymentState> {
    return this.card?.submit() ?? super.submit();
  }

  override hostUpdated(): void {
    super.hostUpdated();
    this.held = this.holds;
    queueMicrotask(() => {
      this.#foresee();
    });
  }

  /** The form is open in the card element of this one. */
  override get holds(): boolean {
    const holder = this.session?.holder as HTMLElement | null | undefined;
    return !!holder && holder === this.card;
  }

  /** The form is to be seen: it is open here, or a refusal that outlived it is about to open it. */
  get isOpen(): boolean {
    return this.holds || (this.state.status === 'failed' && !this.session?.holder);
  }

  override sessionChanged(previous: PaymentState): void {
    super.sessionChanged(previous);
    const { state } = this;
    // The card element cannot say so itself: its code is what could not be fetched.
    const lost = state.status === 'unavailable' && state.error.code !== 'unavailable' && !cardView.now;
    if (lost && this.speaks && state.moneyRequest) this.spoken = joined(this.locale.messages.blocked);
  }

  override render(): TemplateResult {
    return html`${this.renderBody()} ${renderSpoken(this.spoken)}`;
  }

  /** All but the status region. */
  protected abstract renderBody(): Shown;

  protected get card(): PayCard | null {
    return this.element.renderRoot.querySelector('pay-card');
  }

  /** Whether a form can open here at all. */
  protected takesPayer(): boolean {
    return !this.element.readonly;
  }

  /** Has the card element drawn, and opens its form. */
  protected async open(): Promise<void> {
    const { element } = this;
    const session = this.used();
    if (element.disabled || !this.takesPayer()) return;
    this.asked = true;
    element.requestUpdate();
    try {
      await element.updateComplete;
      // What it shows may be another by now.
      if (this.takesPayer()) await (this.card?.show() ?? session.show(element));
    } catch (thrown) {
      await session.block(thrown);
    } finally {
      this.asked = false;
      element.requestUpdate();
    }
  }

  protected override anticipate(): void {
    this.#foreseen = true;
    this.#foresee();
  }

  /** Prepares what a press would need, once it is known that there can be one. */
  protected prepare(): void {
    prefetch(cardView.load());
    prefetch(this.session?.preload());
  }

  #foresee(): void {
    if (!this.#foreseen || !this.takesPayer() || this.state.status !== 'open') return;
    this.#foreseen = false;
    this.prepare();
  }
}
