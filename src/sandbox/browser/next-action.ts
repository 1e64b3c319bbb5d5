import { createFrame, FRAME_TIMEOUT_MS, setStyle } from './frame.js';
import type { FromChallenge } from './protocol.js';
import { openLink, randomId } from './protocol.js';

/** How the payer left the challenge: decided (read the intent to learn how), closed it, or it never came up. */
export type ChallengeEnd = 'done' | 'closed' | 'unreachable';

/**
 * Shows the bank's question in a frame over the whole page until it is answered or closed. Whatever happens, the overlay
 * goes and the focus returns; an overlay that the page itself takes away counts as closed.
 */
export function showChallenge(
  origin: string,
  intent: string,
  clientSecret: string,
  key: string,
): Promise<ChallengeEnd> {
  const element = randomId();
  const query = new URLSearchParams({ payment_intent: intent, client_secret: clientSecret, key });
  const frame = createFrame({
    origin,
    path: `/challenge?${query}`,
    title: '3D Secure challenge',
    name: 'stripe-challenge-frame',
    element,
  });
  const overlay = document.createElement('div');
  overlay.setAttribute('role', 'dialog');
  overlay.setAttribute('aria-modal', 'true');
  overlay.setAttribute('aria-label', '3D Secure');
  const cover = {
    position: 'fixed',
    inset: '0',
    width: '100%',
    height: '100%',
    margin: '0',
    padding: '0',
    border: '0',
  };
  setStyle(overlay, { ...cover, display: 'block', 'z-index': '2147483647', background: 'transparent' });
  setStyle(frame, { ...cover, display: 'block', background: 'transparent', 'color-scheme': 'light only' });
  const focused = document.activeElement;

  return new Promise((resolve) => {
    const end = (how: ChallengeEnd): void => {
      clearTimeout(timer);
      removal.disconnect();
      link.close();
      overlay.remove();
      if (focused instanceof HTMLElement) focused.focus();
      resolve(how);
    };
    const peer = (): Window | null => frame.contentWindow;
    const link = openLink<never, FromChallenge>(element, origin, peer, ({ type }) => {
      clearTimeout(timer);
      if (type !== 'hello') end(type === 'close' ? 'closed' : 'done');
      else frame.focus();
    });
    const removal = new MutationObserver(() => {
      if (!overlay.isConnected) end('closed');
    });
    overlay.append(frame);
    document.body.append(overlay);
    removal.observe(document.body, { childList: true });
    const timer = setTimeout(() => end('unreachable'), FRAME_TIMEOUT_MS);
  });
}
