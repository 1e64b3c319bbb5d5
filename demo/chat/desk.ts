/** The business's side: what was written, where each request stands, and that it was paid. */
import { messageWarnings } from '../../src/markup/index.js';
import type { Line } from './conversation.js';

const words: Record<string, string> = {
  paid: 'was paid',
  authorized: 'was reserved',
  refunded: 'was refunded',
  canceled: 'was canceled',
  expired: 'has expired',
};

/** Drives the region `Business`. */
export class Desk {
  /** Sends a message; a rejection is shown under the box and nothing typed is lost. */
  onSend: (text: string) => Promise<void> = () => Promise.resolve();
  readonly #thread: HTMLElement;
  readonly #facts = new Map<string, { label: string; note: HTMLElement }>();

  constructor(root: HTMLElement) {
    const part = <T extends HTMLElement>(selector: string): T => {
      const found = root.querySelector<T>(selector);
      if (!found) throw new Error(`The desk has no ${selector}.`);
      return found;
    };
    this.#thread = part('.desk-thread');
    const [form, box, warning, problem] = [
      part<HTMLFormElement>('form'),
      part<HTMLTextAreaElement>('textarea'),
      part('.warning'),
      part('.problem'),
    ];
    // Before it is sent: what looks like a request and would stay text. The server's answer says the same.
    const warn = (): void => {
      warning.replaceChildren(
        ...messageWarnings(box.value).map(({ message }) => {
          const line = document.createElement('bdi');
          line.textContent = message;
          return line;
        }),
      );
    };
    part('.example').addEventListener('click', () => {
      box.value = 'You must like laser beams $[Get more kittens - 25$](25.00)';
      warn();
      box.focus();
    });
    box.addEventListener('input', warn);
    box.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      problem.textContent = '';
      this.onSend(box.value).then(
        () => {
          box.value = '';
          warn();
          box.focus();
        },
        (error: unknown) => {
          problem.textContent = error instanceof Error ? error.message : String(error);
        },
      );
    });
  }

  add({ from, segments }: Line): void {
    const item = document.createElement('li');
    item.className = `said by-${from}`;
    for (const segment of segments) {
      if (segment.type === 'text') {
        const words = document.createElement('span');
        words.textContent = segment.text;
        item.append(words);
        continue;
      }
      const request = document.createElement('pay-request');
      request.setAttribute('readonly', '');
      request.setAttribute('backend', '/api');
      request.setAttribute('request', segment.request.id);
      request.setAttribute('money-request', JSON.stringify(segment.request));
      const note = document.createElement('p');
      note.className = 'fact';
      this.#facts.set(segment.request.id, { label: segment.label, note });
      item.append(request, note);
    }
    this.#thread.append(item);
    item.scrollIntoView({ block: 'nearest' });
  }

  /** Says what the server was told about a request, with the way to it at Stripe. */
  told(request: string, type: string, dashboardUrl: string | null): void {
    const fact = this.#facts.get(request);
    const word = words[type];
    if (!fact || word === undefined) return;
    fact.note.replaceChildren(`${fact.label} ${word}. `);
    if (dashboardUrl === null) return;
    const link = document.createElement('a');
    link.href = dashboardUrl;
    link.target = '_blank';
    link.rel = 'noreferrer';
    link.textContent = 'View at Stripe';
    fact.note.append(link);
  }
}
