/** The language an element stands in: the nearest `lang` through every shadow host, and its changes. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** One observer per tree, whatever the number of elements in it. */
const trees = new WeakMap<Node, { observer: MutationObserver; listeners: Set<() => void> }>();

function observe(root: Node, listener: () => void): () => void {
  let tree = trees.get(root);
  if (!tree) {
    const listeners = new Set<() => void>();
    const observer = new MutationObserver(() => {
      for (const each of listeners) each();
    });
    observer.observe(root, { subtree: true, attributeFilter: ['lang', 'dir'] });
    trees.set(root, (tree = { observer, listeners }));
  }
  const { listeners, observer } = tree;
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    observer.disconnect();
    trees.delete(root);
  };
}

/** Knows the language in force, and asks its element to render again when that changes. */
export class Language implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #stops: (() => void)[] = [];

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** BCP 47; the browser's own where no ancestor says one. */
  get tag(): string {
    for (let node: Node | null = this.#host; node; node = above(node)) {
      const lang = node instanceof Element ? node.getAttribute('lang') : null;
      if (lang) return lang;
    }
    return navigator.language;
  }

  hostConnected(): void {
    for (
      let root: Node | null = this.#host.getRootNode();
      root;
      root = root instanceof ShadowRoot ? root.host.getRootNode() : null
    )
      this.#stops.push(observe(root, () => this.#host.requestUpdate()));
  }

  hostDisconnected(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }
}

function above(node: Node): Node | null {
  return node.parentNode ?? (node instanceof ShadowRoot ? node.host : null);
}
