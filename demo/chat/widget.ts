/**
 * A chat widget as widgets are: shadow roots within shadow roots, a list that it renders, closed if
 * `?shadow=closed` says so. The payment elements know nothing of it.
 */
import css from './widget.css';
import type { Line } from './conversation.js';

const mode = new URLSearchParams(location.search).get('shadow') === 'closed' ? 'closed' : 'open';
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

function rootOf(host: Element): ShadowRoot {
  const root = host.attachShadow({ mode });
  root.adoptedStyleSheets = [sheet];
  return root;
}

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = name;
  element.append(...children);
  return element;
}

/** The frame of the widget: a head, a thread, a box to answer in. */
export class ChatWidget extends HTMLElement {
  /** Told what the customer writes. */
  onReply: (text: string) => void = () => undefined;
  readonly #thread: ShadowRoot;

  constructor() {
    super();
    const list = make('div', 'thread');
    list.setAttribute('role', 'log');
    list.setAttribute('aria-label', 'Messages');
    list.tabIndex = 0;
    this.#thread = rootOf(list);
    this.#thread.append(make('div', 'lines'));
    const head = make('header', 'head', make('span', 'avatar', 'S'), make('p', 'name', 'Shoplifter'));
    head.append(make('p', 'when', 'Answers in a few minutes'));
    const box = make('input', 'reply');
    box.setAttribute('aria-label', 'Reply');
    box.placeholder = 'Reply';
    const form = make('form', 'foot', box, make('button', 'send', 'Reply'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (box.value.trim() === '') return;
      this.onReply(box.value);
      box.value = '';
    });
    const window = make('div', 'window');
    rootOf(window).append(make('div', 'frame', head, list, form));
    rootOf(this).append(window);
  }

  add({ from, segments }: Line): void {
    const bubble = make('div', `bubble by-${from}`);
    const message = document.createElement('pay-message');
    message.setAttribute('backend', '/api');
    message.setAttribute('segments', JSON.stringify(segments));
    rootOf(bubble).append(make('div', `inside by-${from}`, message));
    this.#thread.querySelector('.lines')?.append(bubble);
    bubble.scrollIntoView({ block: 'nearest' });
  }
}
