import type Stripe from 'stripe';
import { invalidRequest } from '../failure.js';
import type { FormTree } from '../form.js';
import type { Reader } from '../shape.js';

/** The kinds whose money can be held while that of the others is taken at once. */
const HELD = ['amazon_pay', 'card'] as const;

type Held = (typeof HELD)[number];

/** What is said of a kind: whether it is captured by hand, or (empty) as the intent says; when a card's 3-D Secure is asked. */
type Given = Partial<Record<Held, { capture_method?: string; request_three_d_secure?: string | null }>>;

const SECURE = ['any', 'automatic', 'challenge'];

/** `payment_method_options[…]`: how a kind is captured, and when 3-D Secure is asked. The rest is taken and not used. */
export const METHOD_OPTIONS: Reader<Given> = {
  read(value, path) {
    if (value === '') return {};
    if (typeof value === 'string') throw invalidRequest('Invalid hash', { param: path });
    const given: Given = {};
    for (const type of HELD) {
      const options = value.get(type);
      if (!(options instanceof Map)) continue;
      const method = wordOf(options, 'capture_method', ['manual', ''], `${path}[${type}]`);
      const secure =
        type === 'card' ? wordOf(options, 'request_three_d_secure', SECURE, `${path}[${type}]`) : undefined;
      given[type] = {
        ...(method === undefined ? {} : { capture_method: method }),
        ...(secure === undefined ? {} : { request_three_d_secure: secure }),
      };
    }
    return given;
  },
};

function wordOf(options: FormTree, name: string, words: readonly string[], path: string): string | undefined {
  const word = options.get(name);
  if (word === undefined || (typeof word === 'string' && words.includes(word))) return word;
  const param = `${path}[${name}]`;
  throw invalidRequest(`Invalid ${param}: must be one of ${words.filter((one) => one !== '').join(', ')}`, { param });
}

/** Writes into an intent what is said of its kinds. */
export function setMethodOptions(intent: Stripe.PaymentIntent, given: Given | undefined): void {
  for (const type of HELD) {
    const options = intent.payment_method_options?.[type];
    const method = given?.[type]?.capture_method;
    if (options === undefined) continue;
    if (method === 'manual') options.capture_method = method;
    else if (method === '') delete options.capture_method;
  }
  const secure = given?.card?.request_three_d_secure;
  const card = intent.payment_method_options?.card;
  if (card !== undefined && typeof secure === 'string') card.request_three_d_secure = secure;
}

/** Whether 3-D Secure is asked of every card that can have it. */
export function asksForSecure(intent: Stripe.PaymentIntent): boolean {
  return ['any', 'challenge'].includes(intent.payment_method_options?.card?.request_three_d_secure ?? '');
}

/** Whether the money of a kind is held until it is captured by hand. */
export function isHeld(intent: Stripe.PaymentIntent, type: string): boolean {
  const held = HELD.find((name) => name === type);
  const own = held === undefined ? undefined : intent.payment_method_options?.[held]?.capture_method;
  return (own ?? intent.capture_method) === 'manual';
}
