import { IntegrationError } from './integration-error.js';

/** What a frame is called by people and by Stripe's conventions, and where it comes from. */
export interface FrameSource {
  /** Origin of the sandbox. */
  origin: string;
  /** Path and query under it. */
  path: string;
  /** Accessible name. */
  title: string;
  /** Name of the frame; `__privateStripeFrame…` where there is none. */
  name?: string;
  /** Random id of the frame, and of the group it belongs to. */
  element: string;
  group?: string;
}

let frames = 0;

/**
 * Makes an iframe of the sandbox. What only the frame's script must know goes into the fragment, which is never sent to
 * a server. Styled through CSSOM: no content security policy of the page has to allow it.
 */
export function createFrame(source: FrameSource): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  const fragment = new URLSearchParams({ element: source.element, group: source.group ?? '', page: window.origin });
  frame.name = source.name ?? frameName('__privateStripeFrame');
  frame.title = source.title;
  frame.allow = 'payment *; publickey-credentials-get *';
  frame.setAttribute('frameborder', '0');
  frame.setAttribute('allowtransparency', 'true');
  frame.setAttribute('scrolling', 'no');
  frame.src = `${source.origin}${source.path}#${fragment}`;
  return frame;
}

/** A name for a frame as Stripe.js gives them, unique in the page. */
export const frameName = (kind: string): string =>
  `${kind}${crypto.getRandomValues(new Uint16Array(1))[0] ?? 0}${++frames}`;

/** Sets inline styles that no rule of the page overrides. */
export function setStyle(element: HTMLElement, style: Record<string, string>): void {
  for (const [property, value] of Object.entries(style)) element.style.setProperty(property, value, 'important');
}

/** A frame that is wider than its container all around, so that the focus rings in it have room. */
export const OUTSET = { margin: '-4px', width: 'calc(100% + 8px)', 'min-width': 'calc(100% + 8px)' };

/** How long a frame may take to say that its script runs before it counts as blocked, in milliseconds. */
export const FRAME_TIMEOUT_MS = 10_000;

/** Finds the container that `mount` was given, or throws Stripe's own error. */
export function resolveContainer(target: unknown): HTMLElement {
  const found = typeof target === 'string' ? document.querySelector(target) : target;
  if (found === null && typeof target === 'string') {
    throw new IntegrationError(
      `The selector you specified (${target}) applies to no DOM elements that are currently on the page. Make sure the element exists on the page before calling mount().`,
    );
  }
  if (!(found instanceof HTMLElement)) {
    throw new IntegrationError('Invalid DOM element. Make sure to call mount() with a valid DOM element or selector.');
  }
  if (found.getRootNode() !== document) {
    throw new IntegrationError('Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.');
  }
  return found;
}
