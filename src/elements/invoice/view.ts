import { html, type CSSResult } from 'lit';
import type { MoneyRequest } from '../../contract/types.js';
import { PaymentError } from '../../errors/index.js';
import type { PaymentState } from '../../session/index.js';
import { mayFocus } from '../internal/focus.js';
import { OuterView } from '../internal/outer-view.js';
import { ghost, type Shown } from '../internal/pieces.js';
import { Copier } from '../link/copy.js';
import { linkParts } from '../link/styles.js';
import type { PayInvoice } from '../pay-invoice.js';
import { receiptView } from '../pay-receipt.js';
import { button } from '../styles/button.js';
import { pill } from '../styles/pill.js';
import { AgentSide } from './agent-side.js';
import { agentStyles } from './agent-styles.js';
import { renderAgent } from './agent.js';
import type { Banner } from './banner.js';
import { factsOf } from './facts.js';
import { renderCard, renderPayer } from './payer.js';
import { isSettled } from './settled.js';
import { standingOf } from './standing.js';
import { invoice } from './styles.js';

/** `<pay-invoice>`: whose view it is decides what it does. What it draws is in `payer.ts` and `agent.ts`. */
export class InvoiceView extends OuterView<PayInvoice> {
  protected override readonly styles: readonly CSSResult[] = [button, pill, linkParts, invoice, agentStyles];
  /** The receipt is open. */
  expanded = false;
  readonly copier = new Copier(this);
  readonly agent = new AgentSide(this);

  #request = '';

  override async show(): Promise<void> {
    this.#refuseAgent();
    await super.show();
  }

  override async submit(): Promise<PaymentState> {
    this.#refuseAgent();
    return super.submit();
  }

  override hostUpdate(): void {
    this.agent.follow();
    super.hostUpdate();
    const { requestId, isAgent } = this.element;
    if (this.#request !== requestId) this.expanded = false;
    this.#request = requestId;
    this.toggle('expanded', !isAgent && (this.holds || (this.expanded && isSettled(this.state.status))));
  }

  override hostUpdated(): void {
    super.hostUpdated();
    this.agent.look();
  }

  /** What the banner of a request is drawn from. */
  banner(request: MoneyRequest): Banner {
    const { locale, localeTag } = this;
    const facts = factsOf(request, localeTag);
    const viewer = { locale, localeTag, agent: this.element.isAgent };
    return { ...viewer, facts, request, standing: standingOf(this.state, facts.dueAt, viewer) };
  }

  /** Draws again. */
  update(): void {
    this.element.requestUpdate();
  }

  /** Puts words into the status region. */
  say(words: string): void {
    this.spoken = words;
    this.update();
  }

  /** Moves the focus to the first match, where that takes it from nowhere else. */
  focusOn(selector: string): void {
    const { element } = this;
    void element.updateComplete.then(() => {
      if (mayFocus(element)) element.renderRoot.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
    });
  }

  readonly onOpen = (): void => void this.show();
  readonly onClose = (): void => {
    this.close();
  };
  readonly onReceipt = (): void => void this.#toggleReceipt();

  protected override changed(previous: PaymentState): void {
    const { moneyRequest, status } = this.state;
    if (status === previous.status) return;
    if (this.element.isAgent && !moneyRequest) {
      this.spoken = this.agent.missing;
    } else if (this.element.isAgent) {
      // Not drawn yet: what has the focus is about to go.
      const { renderRoot } = this.element;
      if (isSettled(status) && renderRoot instanceof ShadowRoot && renderRoot.activeElement) this.focusOn('.what');
    } else if (previous.status === 'opening' && status === 'ready' && this.holds) {
      // The focus has waited on Cancel until there was a field.
      if (mayFocus(this.element)) this.session?.focus('number');
    } else if (this.held && !this.holds) {
      // The form has left, and with it what had the focus.
      this.focusOn(isSettled(status) ? '.pill' : '.ask');
    }
  }

  #refuseAgent(): void {
    if (this.element.isAgent)
      throw new PaymentError('misuse', '<pay-invoice view="agent"> has no card form: send the link to who pays.');
  }

  protected override takesPayer(): boolean {
    return !this.element.isAgent && super.takesPayer();
  }

  protected override renderBody(): Shown {
    const { moneyRequest: request, status } = this.state;
    if (this.element.isAgent) return renderAgent(this.agent);
    if (request) return renderPayer(this, request);
    if (status === 'idle') return html`<slot></slot>`;
    return status === 'loading' ? ghost : renderCard(this);
  }

  async #toggleReceipt(): Promise<void> {
    // What could not be fetched is tried again at the next press.
    if (!this.expanded && !(await receiptView.load().catch(() => null))) return;
    this.expanded = !this.expanded;
    this.update();
  }
}
