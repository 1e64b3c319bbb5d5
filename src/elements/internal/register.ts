/** Registration that can be repeated: by two entries, in any order, by two copies of the bundle. */

/** Registers `element` under `tag`, unless something is registered there: the first one stays. */
export function register(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
