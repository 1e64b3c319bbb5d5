/** A button that copies a link: said where it worked, and where the browser does not let a page copy. */
import { html, type TemplateResult } from 'lit';
import { moreFor } from '../../i18n/index.js';
import { icon, icons } from '../internal/icons.js';
import { renderButton, type Shown } from '../internal/pieces.js';

const sheets = icon('M7.5 7.5h8v8.75h-8zM12.5 7.5V3.75h-8v8.75h3');

/** What copying needs of the view that it is in. */
export interface CopyPlace {
  readonly localeTag: string;
  /** Draws again. */
  update(): void;
  /** Puts words into the status region. */
  say(words: string): void;
}

/** Copies, and remembers what came of it until the focus leaves the button. */
export class Copier {
  readonly #place: CopyPlace;
  #outcome: 'none' | 'copied' | 'refused' = 'none';
  /** What it came of: another link, in the place of this one, was not copied. */
  #text = '';

  constructor(place: CopyPlace) {
    this.#place = place;
  }

  /** True where the browser refused: the link can still be selected. */
  get refused(): boolean {
    return this.#outcome === 'refused';
  }

  renderButton(text: string): TemplateResult {
    if (text !== this.#text) this.#outcome = 'none';
    const { link: m } = moreFor(this.#place.localeTag);
    const copied = this.#outcome === 'copied';
    const words = html`${copied ? icons.check : sheets}<bdi>${copied ? m.copied : m.copy}</bdi>`;
    return html`<span class="copier" @focusout=${this.#forget}
      >${renderButton('second copy', words, () => void this.#copy(text))}</span
    >`;
  }

  /** There from the start, so that it is heard when it fills. */
  renderProblem(): Shown {
    const { link: m } = moreFor(this.#place.localeTag);
    return html`<p class="problem" part="error" role="alert">${this.refused ? m.copyProblem : ''}</p>`;
  }

  async #copy(text: string): Promise<void> {
    try {
      // Absent where the page is not a secure context; then this throws, and the payer or the agent copies by hand.
      await navigator.clipboard.writeText(text);
      this.#text = text;
      this.#outcome = 'copied';
      this.#place.say(moreFor(this.#place.localeTag).link.wasCopied);
    } catch {
      this.#text = text;
      this.#outcome = 'refused';
    }
    this.#place.update();
  }

  readonly #forget = (): void => {
    if (this.#outcome !== 'copied') return;
    this.#outcome = 'none';
    this.#place.update();
  };
}
