import { html, nothing, type CSSResult, type TemplateResult } from 'lit';
import type { MoneyRequest } from '../../contract/types.js';
import { PaymentError } from '../../errors/index.js';
import { formatDate, moreFor } from '../../i18n/index.js';
import { ElementView } from '../internal/element-view.js';
import { icons } from '../internal/icons.js';
import { ghost, renderMark, renderSpoken, type Shown } from '../internal/pieces.js';
import { amountOf, keeping, labelOf, reservedOf } from '../internal/words.js';
import type { PayLink } from '../pay-link.js';
import { button } from '../styles/button.js';
import { shownAddress, webAddress } from '../internal/address.js';
import { qrCode } from './code.js';
import { Copier } from './copy.js';
import { link, linkParts } from './styles.js';

/** `<pay-link>`: the address, and two ways to take it along. */
export class LinkView extends ElementView<PayLink> {
  protected override readonly styles: readonly CSSResult[] = [button, linkParts, link];
  readonly #copier = new Copier(this);
  /** The QR code is asked for. */
  #expanded = false;
  /** Its library could not be fetched. */
  #lost = false;

  /** Throws `misuse`: it leads to where the form is. */
  override show(): Promise<void> {
    return Promise.reject(new PaymentError('misuse', '<pay-link> has no form: it is a link to the hosted page.'));
  }

  override submit(): Promise<never> {
    return Promise.reject(new PaymentError('misuse', '<pay-link> has no form: it is a link to the hosted page.'));
  }

  override hostUpdate(): void {
    super.hostUpdate();
    this.toggle('expanded', this.#expanded);
  }

  override render(): TemplateResult {
    return html`${this.#renderBody()} ${renderSpoken(this.spoken)}`;
  }

  update(): void {
    this.element.requestUpdate();
  }

  say(words: string): void {
    this.spoken = words;
    this.element.requestUpdate();
  }

  #renderBody(): Shown {
    const { status, moneyRequest: request } = this.state;
    if (status === 'loading') return ghost;
    // Its own link is as good as ours, where ours is not known.
    if (!request) return html`<slot></slot>`;
    const ended = this.#ended(request);
    const href = webAddress(request.payUrl);
    if (ended) return this.#renderEnded(request, ended);
    return href === null ? html`<slot></slot>` : this.#renderLink(request, href);
  }

  #renderLink(request: MoneyRequest, href: string): TemplateResult {
    const { localeTag, locale } = this;
    const { disabled, readonly } = this.element;
    const { link: m } = moreFor(localeTag);
    const open = this.#expanded;
    const label = labelOf(request, localeTag);
    const code = open && qrCode.now ? qrCode.now(href, m.qrName) : null;
    const lost = this.#lost || (open && qrCode.now !== null && code === null);
    return html`<div class="link">
      <div class="top">
        <a
          class="to"
          part="link"
          href=${disabled ? nothing : href}
          aria-disabled=${disabled ? 'true' : nothing}
          role=${disabled ? 'link' : nothing}
          ><bdi>${label}</bdi></a
        >
        ${renderMark(request, locale)}
        <p class="sum" part="amount"><bdi translate="no">${amountOf(request, locale)}</bdi></p>
      </div>
      <p class="address" dir="ltr">${shownAddress(href)}</p>
      ${
        readonly
          ? nothing
          : html`<div class="ways">
              ${this.#copier.renderButton(href)}
              <button
                class="button second toggle"
                part="button"
                type="button"
                aria-expanded=${open}
                aria-controls="qr"
                @click=${() => void this.#toggle()}
              >
                <bdi>${m.qr}</bdi>
              </button>
            </div>`
      }
      ${this.#copier.renderProblem()}
      <p class="problem" part="error" role="alert">${lost ? m.qrProblem : ''}</p>
      <figure class="qr" id="qr" part="qr" ?hidden=${code === null}>${code}</figure>
    </div>`;
  }

  #renderEnded(request: MoneyRequest, [icon, words]: readonly [TemplateResult, string]): TemplateResult {
    return html`<div class="link">
      <div class="top ended">
        <p part="status">${icon}${keeping(words, amountOf(request, this.locale))}</p>
        <p class="sum" part="amount"><bdi translate="no">${amountOf(request, this.locale)}</bdi></p>
      </div>
      <div class="top">
        <p class="label"><bdi>${labelOf(request, this.localeTag)}</bdi></p>
        ${renderMark(request, this.locale)}
      </div>
    </div>`;
  }

  /** What is said in the link's place; null while it can be paid there. */
  #ended(request: MoneyRequest): readonly [icon: TemplateResult, words: string] | null {
    const { state } = this;
    const { messages: m, tag } = this.locale;
    const { name } = request.merchant;
    switch (state.status) {
      case 'paid':
        return [icons.done, m.completed];
      case 'authorized':
        return [icons.clock, reservedOf(request, this.locale).title];
      case 'refunded':
        return request.status === 'refunded' ? [icons.back, m.refunded] : [icons.done, m.completed];
      case 'canceled':
        return [icons.withdrawn, m.canceled.title];
      case 'expired':
        return [icons.clock, m.expired(formatDate(request.expiresAt, tag), name).title];
      case 'processing':
        if (request.status === 'processing')
          return [
            icons.clock,
            m.processing(amountOf(request, this.locale), name, request.attempt?.status === 'requires_action').title,
          ];
        return [icons.clock, request.status === 'review' ? m.review : m.unknown];
      case 'unknown':
        return [icons.clock, m.unknown];
      case 'unavailable':
        return state.error.code === 'unavailable' ? [icons.alert, m.unavailable(name).title] : null;
      case 'idle':
      case 'loading':
      case 'open':
      case 'opening':
      case 'ready':
      case 'submitting':
      case 'authenticating':
      case 'failed':
        return null;
      default:
        return state satisfies never;
    }
  }

  async #toggle(): Promise<void> {
    this.#expanded = !this.#expanded;
    this.#lost = false;
    this.update();
    if (!this.#expanded) return;
    try {
      await qrCode.load();
    } catch {
      // Fetched again at the next press.
      this.#lost = true;
      this.#expanded = false;
    }
    this.update();
  }
}
