/** Finding what a page is made of; what its HTML promises and does not have is a mistake of ours. */

/** Finders over a document. */
export function pageParts(root: Document): {
  part<T extends HTMLElement = HTMLElement>(selector: string): T;
  within<T extends HTMLElement = HTMLElement>(element: ParentNode, selector: string): T;
} {
  const within = <T extends HTMLElement>(element: ParentNode, selector: string): T => {
    const found = element.querySelector<T>(selector);
    if (!found) throw new Error(`The page has no ${selector}.`);
    return found;
  };
  return { within, part: (selector) => within(root, selector) };
}
