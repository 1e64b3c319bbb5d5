/**
 * Keeps the page's hands off the bank's frame while a next action runs: Stripe puts it at the end of the body, outside of
 * the dialog or panel that a host's focus trap keeps the payer in (react-stripe-js issue 318).
 *
 * What cannot be helped: a trap that looks at `document.activeElement` by the clock, a listener in the capture phase of
 * `window` that was there before, and a popover or a full-screen element, which lie above everything.
 */

/** What takes an element away from the payer. Hosts put it on all that is not their dialog, and on what is added later. */
const BARS = ['inert', 'aria-hidden'] as const;
/** A page that puts it back at once, each time, would keep the browser busy for ever. */
const MOST_REMOVALS = 50;

/**
 * Runs it. While a frame is in the page that was not before, events of the focus are kept from the page, and what bars
 * the payer from that frame is taken off; it is put back afterwards.
 */
export async function withFreeFrames(run: () => Promise<void>): Promise<void> {
  const frames = document.getElementsByTagName('iframe');
  const known = new Set(frames);
  const added = (): HTMLIFrameElement[] => [...frames].filter((frame) => !known.has(frame));
  const over = new AbortController();
  for (const type of ['focusin', 'focusout', 'focus', 'blur'])
    addEventListener(
      type,
      (event) => {
        if (added().length > 0) event.stopImmediatePropagation();
      },
      { capture: true, signal: over.signal },
    );
  const removed: [Element, string, string][] = [];
  const free = (): void => {
    for (const frame of added())
      for (let at: Element | null = frame; at; at = at.parentElement)
        for (const bar of BARS) {
          const value = at.getAttribute(bar);
          if (value === null || value === 'false' || removed.length === MOST_REMOVALS) continue;
          removed.push([at, bar, value]);
          at.removeAttribute(bar);
        }
  };
  const observer = new MutationObserver(free);
  observer.observe(document, { subtree: true, childList: true, attributeFilter: [...BARS] });
  try {
    await run();
  } finally {
    observer.disconnect();
    over.abort();
    for (const [element, bar, value] of removed) element.setAttribute(bar, value);
  }
}
