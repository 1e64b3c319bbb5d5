/** Where the focus is, through shadow roots and slots. */

/** The element that has it; null where nothing has. */
function deepest(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active === document.body ? null : active;
}

/** Whether `inner` is in `outer` as both are drawn: a slotted field is in the form that it lies over. */
function isIn(inner: Element, outer: Element): boolean {
  for (let node: Node | null = inner; node; node = above(node)) if (node === outer) return true;
  return false;
}

function above(node: Node): Node | null {
  return (
    (node instanceof Element && node.assignedSlot) ||
    (node.parentNode ?? (node instanceof ShadowRoot ? node.host : null))
  );
}

/**
 * Whether moving the focus to a part of `element` takes it from nowhere else: it is lost, in the element, or on
 * something around it (a dialog).
 */
export function mayFocus(element: Element): boolean {
  const active = deepest();
  return active === null || isIn(active, element) || isIn(element, active);
}
