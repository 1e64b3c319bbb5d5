/** The business's side of the demo: a session cookie that lets its page write messages, and what it is told. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PaymentEvent, Principal, Sending } from '../src/server/index.js';

const COOKIE = 'pay_demo_business';
const secret = randomBytes(32);

function sign(id: string): string {
  return createHmac('sha256', secret).update(id).digest('base64url');
}

/** A `Set-Cookie` value that makes this browser the business: scripts cannot read it, other sites cannot use it. */
export function businessCookie(): string {
  const id = randomBytes(12).toString('base64url');
  return `${COOKIE}=${id}.${sign(id)}; Path=/; HttpOnly; SameSite=Strict`;
}

/** True for a request of a browser that was made the business since this process began. */
export function isBusiness(request: Request): boolean {
  const cookies = request.headers.get('cookie') ?? '';
  const value = cookies.split(/;\s*/).find((cookie) => cookie.startsWith(`${COOKIE}=`));
  const [id = '', mac = ''] = value?.slice(COOKIE.length + 1).split('.') ?? [];
  const [given, right] = [Buffer.from(mac), Buffer.from(sign(id))];
  return given.length === right.length && timingSafeEqual(given, right);
}

/** What the business may do. */
export const business: Principal = {
  id: 'demo-business',
  accounts: ['demo', 'second'],
  capabilities: ['create', 'read'],
};

type Listener = (name: 'payment' | 'sent', data: object) => void;
const listeners = new Set<Listener>();

/** Hands an event of `onEvent` to every business page that listens. */
export function tellBusiness(event: PaymentEvent): void {
  for (const listener of listeners) listener('payment', event);
}

/** The demo's `onSend`: no text leaves this machine; the phone of `/sms` shows it. */
export function sendToPhone({ channel, to, text }: Sending): void {
  for (const listener of listeners) listener('sent', { channel, to, text });
}

/** `text/event-stream` of what the business is told, as long as its page is there. */
export function businessEvents(): Response {
  const encoder = new TextEncoder();
  let end = (): void => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string): void => {
        controller.enqueue(encoder.encode(text));
      };
      const listener: Listener = (name, data) => {
        send(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
      };
      const beat = setInterval(() => {
        send(':\n\n');
      }, 15_000);
      beat.unref();
      listeners.add(listener);
      end = () => {
        listeners.delete(listener);
        clearInterval(beat);
      };
      send(':\n\n');
    },
    cancel() {
      end();
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
}
