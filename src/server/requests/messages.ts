/** A business's message: each request in it is made. */
import { messageInput } from '../../contract/schemas.js';
import type { MessageResult, MessageSegment } from '../../contract/types.js';
import { PaymentError } from '../../errors/index.js';
import { readMessage, textForSms, warningsOf } from '../../markup/index.js';
import type { Context } from '../context.js';
import { about, readInput } from '../input.js';
import { need, type Principal } from '../principal.js';
import { invalid } from '../problems.js';
import { chooseAccount, usableAccounts } from './choose.js';
import { createRequest, holdToLimit } from './create.js';

/** Nobody reads a message with more buttons; each is a row. */
const MOST_REQUESTS = 50;

/** Parses a message and makes its requests, in order. Throws what the route `POST /messages` answers. */
export async function createMessage(context: Context, given: unknown, principal: Principal): Promise<MessageResult> {
  need(principal, 'create');
  const { text, currency, reference, channel } = readInput(messageInput, given, 'operator');
  const [first] = await usableAccounts(context, principal);
  const unnamed = currency ?? first?.currency ?? 'usd';
  const message = about('currency', () => readMessage(text, { currency: unnamed }));
  const parsed = message.segments;
  if (parsed.filter(({ type }) => type === 'request').length > MOST_REQUESTS)
    throw invalid('text', `A message may have at most ${MOST_REQUESTS} requests.`);
  // Before any is made: a message is sent whole or not at all.
  const planned = [];
  for (const segment of parsed)
    planned.push(
      segment.type === 'text'
        ? segment
        : { ...segment, account: await accountFor(context, segment, channel, principal) },
    );
  const segments: MessageSegment[] = [];
  for (const segment of planned) {
    if (segment.type === 'text') segments.push(segment);
    else {
      const { account, ...shown } = segment;
      const { label, amount, currency: its } = shown;
      const input = { label, amount, currency: its, account, ...(reference === undefined ? {} : { reference }) };
      const { row } = await createRequest(context, input, principal);
      segments.push({ ...shown, request: await context.views.payer(row) });
    }
  }
  return {
    text: channel === 'sms' ? textForSms(segments) : plainText(segments),
    segments,
    warnings: warningsOf(text, message, unnamed),
  };
}

/** The account that a request of the message is for. Throws what making it would, and `unavailable` where its link may not be sent. */
async function accountFor(
  context: Context,
  wish: { amount: number; currency: string },
  channel: 'chat' | 'sms' | undefined,
  principal: Principal,
): Promise<string> {
  const { id, links } = await chooseAccount(context, wish, principal);
  holdToLimit(wish, principal);
  if (channel === 'sms' && links === 'off')
    throw new PaymentError('unavailable', `The account ${id} has links off: nothing of it can be paid by SMS.`);
  return id;
}

/** The message as it reads where the buttons are drawn beside it: the label in the button's place. */
function plainText(segments: readonly MessageSegment[]): string {
  return segments.map((segment) => (segment.type === 'text' ? segment.text : segment.label)).join('');
}
