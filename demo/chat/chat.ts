/**
 * A chat between a business and a customer in one page. The business's text goes to the server, which makes
 * the requests in it; the customer's widget gets the segments. Neither knows anything of cards or of Stripe.
 */
import type { MessageResult, MessageSegment } from '../../src/contract/types.js';
import { ChatWidget } from './widget.js';
import { Desk } from './desk.js';
import { remembered, remember, type Line } from './conversation.js';

customElements.define('chat-widget', ChatWidget);

const region = (name: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`section[aria-label="${name}"]`);
  if (!found) throw new Error(`The page has no region ${name}.`);
  return found;
};
const widget = region('Customer').querySelector<ChatWidget>('chat-widget');
if (!widget) throw new Error('The page has no chat widget.');
const desk = new Desk(region('Business'));

function show(line: Line): void {
  desk.add(line);
  widget?.add(line);
}

async function send(text: string): Promise<void> {
  const answer = await fetch('/api/messages', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  });
  const body = (await answer.json()) as MessageResult & { detail?: string; title?: string };
  if (!answer.ok) throw new Error(body.detail ?? body.title ?? 'The message could not be sent.');
  show(remember({ from: 'business', segments: body.segments }));
}

desk.onSend = send;
widget.onReply = (text) => {
  // A payer's own text is only ever text: it is not parsed, and makes no request.
  const segments: MessageSegment[] = [{ type: 'text', source: text, text }];
  show(remember({ from: 'customer', segments }));
};

const wanted = Number(new URLSearchParams(location.search).get('requests') ?? 0);
if (wanted > 0) {
  const text = Array.from({ length: Math.min(wanted, 100) }, (_, index) => `$[Kitten number ${index + 1}](25.00)`).join(
    ' ',
  );
  await send(text);
} else for (const line of remembered()) show(line);

/** What `onEvent` told the server, for this business. */
interface Told {
  type: string;
  request: string;
  dashboardUrl: string | null;
}
new EventSource('/business/events').addEventListener('payment', (event) => {
  const { type, request, dashboardUrl } = JSON.parse((event as MessageEvent<string>).data) as Told;
  desk.told(request, type, dashboardUrl);
});
