/** A business's message: each request in it is made. */
import { messageInput } from '../../contract/schemas.js';
import type { MessageResult, MessageSegment } from '../../contract/types.js';
import { parseMessage, textForSms } from '../../markup/index.js';
import type { Context } from '../context.js';
import { about, readInput } from '../input.js';
import { need, type Principal } from '../principal.js';
import { invalid } from '../problems.js';
import { createRequest, firstAccount } from './create.js';

/** Nobody reads a message with more buttons; each is a row. */
const MOST_REQUESTS = 50;

/** Parses a message and makes its requests, in order. Throws the codes of DESIGN §9 for `POST /messages`. */
export async function createMessage(context: Context, given: unknown, principal: Principal): Promise<MessageResult> {
  need(principal, 'create');
  const { text, currency, reference, channel } = readInput(messageInput, given, 'operator');
  const account = await firstAccount(context, principal);
  const parsed = about('currency', () => parseMessage(text, { currency: currency ?? account?.currency ?? 'usd' }));
  if (parsed.filter(({ type }) => type === 'request').length > MOST_REQUESTS)
    throw invalid('text', `A message may have at most ${MOST_REQUESTS} requests.`);
  const segments: MessageSegment[] = [];
  for (const segment of parsed) {
    if (segment.type === 'text') segments.push(segment);
    else {
      const { label, amount, currency: its } = segment;
      const input = {
        label,
        amount,
        currency: its,
        ...(reference === undefined ? {} : { reference }),
        ...(account === null ? {} : { account: account.id }),
      };
      const { row } = await createRequest(context, input, principal);
      segments.push({ ...segment, request: await context.views.payer(row) });
    }
  }
  return { text: channel === 'sms' ? textForSms(segments) : plainText(segments), segments };
}

/** The message as it reads where the buttons are drawn beside it: the label in the button's place. */
function plainText(segments: readonly MessageSegment[]): string {
  return segments.map((segment) => (segment.type === 'text' ? segment.text : segment.label)).join('');
}
