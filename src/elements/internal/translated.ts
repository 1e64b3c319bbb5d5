/**
 * A browser that translates a page puts a `<font>` in the place of each text node. Lit writes into the text nodes that it
 * made, and finds its places by those that stand between: so they are put back, with the words that are shown, before it
 * draws again. What has not changed stays translated.
 */

/** Text nodes, and what stands in their place. */
interface Swap {
  texts: Text[];
  fonts: HTMLElement[];
}

/** Keeps the text nodes of one root. */
export class TextKeeper {
  readonly #swaps: Swap[] = [];
  readonly #observer: MutationObserver;

  constructor(root: Node) {
    this.#observer = new MutationObserver((records) => this.#note(records));
    this.#observer.observe(root, { childList: true, subtree: true });
  }

  /** Before a drawing: the text nodes are where they were. */
  restore(): void {
    this.#note(this.#observer.takeRecords());
    for (const { texts, fonts } of this.#swaps.splice(0)) {
      const [text, ...others] = texts;
      const [font, ...rest] = fonts.filter(({ isConnected }) => isConnected);
      if (!text || !font) continue;
      text.data = [font, ...rest].map(({ textContent }) => textContent).join('');
      for (const other of others) other.data = '';
      font.replaceWith(...texts);
      for (const one of rest) one.remove();
    }
  }

  /** After a drawing: what it changed itself is no swap. */
  skip(): void {
    this.#observer.takeRecords();
  }

  #note(records: readonly MutationRecord[]): void {
    for (const { addedNodes, removedNodes, previousSibling, nextSibling } of records) {
      const fonts = [...addedNodes].filter(isFont);
      const removed = [...removedNodes];
      const texts = removed.filter((node) => node instanceof Text);
      // Translated once more, or given back its own text.
      const known = this.#swaps.find((swap) => swap.fonts.some((font) => removed.includes(font)));
      const beside = [previousSibling, nextSibling].filter((node) => node !== null && isFont(node));
      if (known) known.fonts.push(...fonts);
      else if (texts.length > 0 && (fonts.length > 0 || beside.length > 0))
        this.#swaps.push({ texts, fonts: fonts.length > 0 ? fonts : beside.slice(0, 1) });
    }
  }
}

function isFont(node: Node): node is HTMLElement {
  return node instanceof HTMLElement && node.localName === 'font';
}
