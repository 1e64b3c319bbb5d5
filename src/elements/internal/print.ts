/** Prints one piece alone, whatever page it stands in, and adds nothing to the host's document. */
import { html, render, type CSSResult, type TemplateResult } from 'lit';

/**
 * Renders `content` into a page of its own, in a frame in `host`'s shadow root, and prints that. Styles go in as
 * constructed sheets, so that a strict CSP, which the frame inherits, allows them; the host's font comes along,
 * its colours do not: paper is white.
 */
export function printAlone(
  host: HTMLElement,
  styles: readonly CSSResult[],
  content: TemplateResult,
  title: string,
): void {
  const root = host.shadowRoot;
  root?.querySelector('iframe')?.remove();
  const frame = document.createElement('iframe');
  frame.className = 'unseen';
  frame.tabIndex = -1;
  frame.setAttribute('aria-hidden', 'true');
  root?.append(frame);
  const { contentWindow: view, contentDocument: page } = frame;
  if (!view || !page) return;
  page.title = title;
  page.documentElement.lang = host.closest('[lang]')?.getAttribute('lang') ?? document.documentElement.lang;
  page.documentElement.dir = getComputedStyle(host).direction;
  const paper = page.createElement('div');
  paper.style.setProperty('--pay-font', getComputedStyle(host).fontFamily);
  const shadow = paper.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = styles.map(({ cssText }) => {
    const sheet = new (view as Window & typeof globalThis).CSSStyleSheet();
    sheet.replaceSync(cssText);
    return sheet;
  });
  page.body.append(paper);
  render(html`<div class="paper">${content}</div>`, shadow);
  view.addEventListener('afterprint', () => frame.remove());
  // A task later it has been laid out; some browsers are done with printing before print() returns.
  setTimeout(() => {
    if (frame.isConnected) view.print();
  });
}
