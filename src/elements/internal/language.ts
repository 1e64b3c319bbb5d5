/** The language an element stands in: the nearest `lang` through every shadow host, and its changes. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { languageTag } from '../../contract/language.js';

/** One observer per tree, whatever the number of elements in it. */
const trees = /* @__PURE__ */ new WeakMap<
  Node,
  { observer: MutationObserver; elements: Set<ReactiveControllerHost> }
>();

function observe(root: Node, element: ReactiveControllerHost): () => void {
  let tree = trees.get(root);
  if (!tree) {
    const elements = new Set<ReactiveControllerHost>();
    const observer = new MutationObserver(() => {
      for (const each of elements) each.requestUpdate();
    });
    observer.observe(root, { subtree: true, attributeFilter: ['lang', 'dir'] });
    trees.set(root, (tree = { observer, elements }));
  }
  const { elements, observer } = tree;
  elements.add(element);
  return () => {
    elements.delete(element);
    if (elements.size > 0) return;
    observer.disconnect();
    trees.delete(root);
  };
}

/**
 * BCP 47; the browser's own where no ancestor says one. A `lang` that names no language (`auto` while a page is being
 * translated) keeps `before`, the language that was shown; where none was, it is looked for further out.
 */
export function languageOf(element: Node, before = ''): string {
  for (let node: Node | null = element; node; node = above(node)) {
    const lang = node instanceof Element && node.getAttribute('lang');
    if (!lang) continue;
    const tag = languageTag(lang) ?? before;
    if (tag) return tag;
  }
  return navigator.language;
}

/** Asks its element to render again when the language in force changes. */
export class Language implements ReactiveController {
  readonly #element: ReactiveControllerHost & Node;
  #stops: (() => void)[] = [];

  constructor(element: ReactiveControllerHost & Node) {
    this.#element = element;
  }

  hostConnected(): void {
    for (let node: Node | null = this.#element; node; node = above(node))
      if (!node.parentNode && node !== this.#element) this.#stops.push(observe(node, this.#element));
  }

  hostDisconnected(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }
}

function above(node: Node): Node | null {
  return node.parentNode ?? (node instanceof ShadowRoot ? node.host : null);
}
