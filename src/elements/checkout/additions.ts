/** What the checkout adds to the card form: express wallets, and the e-mail input. */
import { html, nothing, type TemplateResult } from 'lit';
import { emailAddress } from '../../contract/email.js';
import { moreFor } from '../../i18n/index.js';
import { icons } from '../internal/icons.js';
import type { Shown } from '../internal/pieces.js';

/** What was typed into the e-mail input, and whether it was found wrong. */
export class EmailInput {
  #typed = '';
  /** It was left, or sent, with something in it that is not an address: that is said, and stops no payment. */
  wrong = false;

  /** What can be sent; `''` where there is nothing that can. */
  get value(): string {
    return emailAddress(this.#typed) ?? '';
  }

  get typed(): string {
    return this.#typed;
  }

  type(typed: string): void {
    this.#typed = typed;
    this.wrong = false;
  }

  /** Finds out whether it can be sent: an empty one can. */
  check(): void {
    this.wrong = this.#typed.trim() !== '' && this.value === '';
  }
}

/** The wallets and the word under them. They have their place before they are there: Stripe asks for it to tell which there are. */
export function renderWallets(slotName: string, shown: boolean, locked: boolean, localeTag: string): TemplateResult {
  return html`<div class="express ${shown ? '' : 'none'}" ?inert=${locked || !shown}>
    <slot class="wallets" name=${slotName}></slot>
    <p class="or">${moreFor(localeTag).checkout.or}</p>
  </div>`;
}

interface EmailPlace {
  readonly localeTag: string;
  readonly locked: boolean;
  /** Its value or its validity changed. */
  changed(): void;
  /** Enter. */
  enter(): void;
}

/** The e-mail input, in a control like the card's. */
export function renderEmail(email: EmailInput, { localeTag, locked, changed, enter }: EmailPlace): Shown {
  const { checkout: m } = moreFor(localeTag);
  return html`<div>
    <div class="control ${locked ? 'locked' : ''}" part="field">
      <label class="cell sole ${email.wrong ? 'wrong' : ''}"
        ><span class="name" part="label">${m.email} <span class="optional">(${m.optional})</span></span
        ><input
          type="email"
          name="email"
          autocomplete="email"
          spellcheck="false"
          dir="ltr"
          .value=${email.typed}
          ?readonly=${locked}
          aria-invalid=${email.wrong}
          aria-describedby="email-error"
          @input=${({ currentTarget }: Event & { currentTarget: HTMLInputElement }) => {
            email.type(currentTarget.value);
            changed();
          }}
          @change=${() => {
            email.check();
            changed();
          }}
          @keydown=${(event: KeyboardEvent) => {
            if (event.key === 'Enter' && !event.isComposing) enter();
          }}
        />${email.wrong ? icons.alert : nothing}</label
      >
    </div>
    <p class="error" part="error" role="alert" id="email-error">
      ${email.wrong ? html`<span>${icons.alert}<bdi>${m.emailProblem}</bdi></span>` : nothing}
    </p>
  </div>`;
}
