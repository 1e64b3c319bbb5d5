/**
 * A business that texts. `POST /messages` with `channel: "sms"` answers the text to send, links in the place of buttons;
 * the phone opens one like any other link, and the page behind it takes the payment.
 */
import type { MessageResult } from '../../src/contract/types.js';
import { pageParts } from '../pages/parts.js';

const { part, within } = pageParts(document);
const writer = part('section[aria-label="Business"]');
const phone = part('section[aria-label="Phone"]');
const [form, box] = [within<HTMLFormElement>(writer, 'form'), within<HTMLTextAreaElement>(writer, 'textarea')];
box.value = 'Your kittens wait for you. $[Get more kittens - 25$](25.00)';

/** A text on the phone, and the requests in it; kept in this tab, for the way back from the page behind a link. */
interface Text {
  text: string;
  requests: string[];
}
const KEY = 'sms';
const kept = JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as Text[];

/** The text as a phone shows it, addresses as links; for the business, each request's link, which turns to paid. */
function show({ text, requests }: Text): void {
  const item = document.createElement('li');
  for (const piece of text.split(/(https?:\/\/\S+)/))
    item.append(
      /^https?:\/\//.test(piece)
        ? Object.assign(document.createElement('a'), { href: piece, textContent: piece })
        : piece,
    );
  within(phone, '.texts').append(item);
  for (const request of requests) {
    const link = document.createElement('pay-link');
    link.setAttribute('backend', '/api');
    link.setAttribute('request', request);
    within(writer, '.sent').append(link);
  }
}

function deliver(text: Text): void {
  kept.push(text);
  sessionStorage.setItem(KEY, JSON.stringify(kept));
  show(text);
}

async function send(text: string): Promise<void> {
  const answer = await fetch('/api/messages', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text, channel: 'sms' }),
  });
  const body = (await answer.json()) as MessageResult & { detail?: string; title?: string };
  if (!answer.ok) throw new Error(body.detail ?? body.title ?? 'The message could not be sent.');
  const requests = body.segments.flatMap((segment) => (segment.type === 'request' ? segment.request.id : []));
  deliver({ text: body.text, requests });
}

kept.forEach(show);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  within(writer, '.problem').textContent = '';
  send(box.value).then(
    () => {
      box.value = '';
    },
    (error: unknown) => {
      within(writer, '.problem').textContent = error instanceof Error ? error.message : String(error);
    },
  );
});

// What the desk of `/invoice` sends by the server's `onSend` arrives here too.
new EventSource('/business/events').addEventListener('sent', (event) => {
  const { text } = JSON.parse((event as MessageEvent<string>).data) as { text: string };
  deliver({ text, requests: [] });
});
