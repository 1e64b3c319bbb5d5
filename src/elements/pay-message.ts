import {
  css,
  html,
  LitElement,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Backend } from '../backend/backend.js';
import type { MessageSegment } from '../contract/types.js';
import { withoutBlankEdges } from './internal/blank-edges.js';
import { takesOver } from './internal/hydration.js';
import { isRequest } from './internal/payer-element.js';
import { register } from './internal/register.js';
import { TextKeeper } from './internal/translated.js';
import { webAddress } from './internal/address.js';
import { PayRequest } from './pay-request.js';

/** Reads the JSON attribute; what is not a list of segments counts as none. */
function parseSegments(json: string | null): readonly MessageSegment[] {
  try {
    const value: unknown = JSON.parse(json ?? '[]');
    return Array.isArray(value) ? value.filter(isSegment) : [];
  } catch {
    return [];
  }
}

function isSegment(value: unknown): value is MessageSegment {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  if (value.type === 'text') return 'text' in value && typeof value.text === 'string';
  return value.type === 'request' && 'request' in value && isRequest(value.request);
}

/**
 * A message of the business: its text, and a `<pay-request>` for each request in it, from the segments that the
 * server made of it. Raw text never makes a button that pays: there is no property for it.
 *
 * @slot - The fallback: the message as plain text, shown while there are no segments.
 *
 * @fires - What the requests in it fire; they bubble.
 *
 * @csspart text - A piece of text.
 * @csspart request - A request in the message.
 * @csspart button - Exported from the requests, like amount, label, field, submit, error and status.
 *
 * The tokens are `<pay-request>`'s.
 */
export class PayMessage extends LitElement {
  static override styles: CSSResultGroup = css`
    :host {
      display: block;
      min-inline-size: 0;
    }
    :host([hidden]) {
      display: none;
    }
    p {
      margin: 0;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
      text-wrap: pretty;
    }
    p + pay-request,
    pay-request + pay-request {
      margin-block-start: calc(var(--pay-space, 4px) * 4);
    }
    pay-request + p {
      margin-block-start: calc(var(--pay-space, 4px) * 3);
    }
  `;

  static override properties: PropertyDeclarations = {
    segments: { converter: parseSegments },
    backend: {},
    loading: {},
    presentation: {},
    disabled: { type: Boolean },
    readonly: { type: Boolean },
    showAmount: { type: Boolean, attribute: 'show-amount' },
  };

  /** The message in pieces, as `POST /messages` answers them. */
  segments: readonly MessageSegment[] = [];

  /** As of `<pay-request>`; so are the next ones. */
  backend: string | Backend | null = null;

  loading: 'intent' | 'visible' | 'eager' = 'intent';

  presentation: 'inline' | 'dialog' = 'inline';

  disabled = false;

  readonly = false;

  showAmount = false;

  #texts: TextKeeper | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    register('pay-request', PayRequest);
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    takesOver(this);
    return super.createRenderRoot();
  }

  protected override update(changed: PropertyValues<this>): void {
    this.#texts?.restore();
    super.update(changed);
    this.#texts ??= new TextKeeper(this.renderRoot);
    this.#texts.skip();
  }

  protected override render(): TemplateResult {
    if (this.segments.length === 0) return html`<slot></slot>`;
    // A request keeps its element, and with it an open form, when the text around it changes.
    const keyed = this.segments.map((segment, at) => ({
      segment,
      key: segment.type === 'request' ? segment.request.id : `text ${at}`,
    }));
    return html`${repeat(
      keyed,
      ({ key }) => key,
      ({ segment }) => this.#renderSegment(segment),
    )}`;
  }

  #renderSegment(segment: MessageSegment): TemplateResult | typeof nothing {
    if (segment.type === 'text') {
      const text = withoutBlankEdges(segment.text);
      return text === '' ? nothing : html`<p part="text"><bdi>${text}</bdi></p>`;
    }
    return html`<pay-request
      part="request"
      exportparts="button, amount, label, field, submit, error, status"
      .request=${segment.request.id}
      .moneyRequest=${segment.request}
      .backend=${this.backend}
      .loading=${this.loading}
      .presentation=${this.presentation}
      .showAmount=${this.showAmount}
      .disabled=${this.disabled}
      .readonly=${this.readonly}
      ><a href=${webAddress(segment.request.payUrl) ?? nothing}>${segment.label}</a></pay-request
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pay-message': PayMessage;
  }
}
