/** What becomes of a shadow root that a server has drawn (declarative shadow DOM). */

/**
 * Whether Lit takes over what stands in the element's shadow root: where its hydration support was loaded before Lit.
 * Else that is removed, to be drawn anew: nothing in it is the payer's, and the fallback in light DOM stays.
 */
export function takesOver({ shadowRoot }: HTMLElement): boolean {
  const hydrates = 'litElementHydrateSupport' in globalThis;
  if (!hydrates) shadowRoot?.replaceChildren();
  return hydrates && shadowRoot !== null;
}
