/**
 * Makes way for Stripe's window of 3-D Secure: it is a child of the body, and a modal dialog of the host keeps all that
 * is outside of it from the payer, whatever its z-index (stripe-js issue 599).
 */

/** Long enough for the events of what was done here to have come. */
const EVENTS_WITHIN_MS = 50;

/**
 * Runs it while no dialog around `near`, or in the document, is modal: they stay open, and are modal again afterwards.
 * Their pages hear no event of that.
 */
export async function withoutModals(near: Element | null, run: () => Promise<void>): Promise<void> {
  const dialogs = modals(near);
  const focused = document.activeElement;
  for (const dialog of dialogs) reopen(dialog, false);
  try {
    await run();
  } finally {
    // One that its page closed meanwhile stays closed.
    for (const dialog of dialogs) if (dialog.isConnected && dialog.open) reopen(dialog, true);
    if (dialogs.length > 0 && focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
}

/** Outermost first, as they lie above each other. */
function modals(near: Element | null): HTMLDialogElement[] {
  const found = new Set<Element>(document.querySelectorAll('dialog:modal'));
  const around: Element[] = [];
  for (let at: Node | null = near; at; at = at.parentNode ?? (at instanceof ShadowRoot ? at.host : null))
    if (at instanceof Element && at.matches('dialog:modal')) around.unshift(at);
  for (const dialog of around) found.add(dialog);
  return [...found].filter((one) => one instanceof HTMLDialogElement);
}

function reopen(dialog: HTMLDialogElement, modal: boolean): void {
  const over = new AbortController();
  const stop = (event: Event): void => {
    if (event.target === dialog) event.stopImmediatePropagation();
  };
  for (const type of ['close', 'toggle', 'beforetoggle'])
    dialog.getRootNode().addEventListener(type, stop, { capture: true, signal: over.signal });
  setTimeout(() => {
    over.abort();
  }, EVENTS_WITHIN_MS);
  const { returnValue } = dialog;
  dialog.close(returnValue);
  if (modal) dialog.showModal();
  else dialog.show();
}
