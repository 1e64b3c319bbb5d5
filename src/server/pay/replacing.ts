/** Ends a request so that another takes its place: at most one ever does. */
import { PaymentError } from '../../errors/index.js';
import { cancelNow, inTurnToEnd, refuseClosed } from './ending.js';
import type { RequestDoc, Successor } from '../requests/document.js';
import { refusal } from './refusal.js';
import type { Tools } from './tools.js';
import type { Row } from './words.js';

/** Who replaces, and by what. */
export interface Replacement {
  /** The id for the request that takes the place. One that was reserved earlier is kept instead. */
  id: string;
  /** `operator:{id}`. */
  by: string;
  /** The same in each run of one call, and in no other call. */
  call: string;
  /** Whether the call can be repeated: nobody else takes its reservation then while its key is kept. */
  repeatable: boolean;
}

/** How long a reservation keeps others out, in ms: as long as its Idempotency-Key is kept, else as long as one call may take. */
const RESERVED_MS = { repeatable: 24 * 3_600_000, once: 120_000 };

/**
 * `Engine.replace`. The successor's id is reserved in the commit that begins the ending, so that of two calls one finds
 * the other. Resolves with the id to insert once the old request has ended.
 */
export async function replaceRequest(tools: Tools, id: string, order: Replacement): Promise<string> {
  const ended = await inTurnToEnd(tools, id, async (run) => {
    const now = await tools.now();
    const known = run.doc.successor;
    const over = isOver(run.row);
    // What was paid although another call wanted it replaced is paid first of all.
    if (!over || !known) refuseClosed(run.row);
    if (known && known.call !== order.call) await refuseReserved(tools, known, now);
    run.doc = withSuccessor(run.doc, order, now);
    if (over) return run.commit({ release: true });
    return cancelNow(tools, run, { by: order.by, reason: 'replaced' });
  });
  if (!isOver(ended))
    throw refusal(
      'attempt-in-progress',
      'The request to replace is still being ended at Stripe. Send this again shortly.',
      ended,
    );
  return ended.doc.successor?.id ?? order.id;
}

/** Throws `already-replaced` unless the call that reserved is over and has made nothing. */
async function refuseReserved({ store }: Tools, known: Successor, now: Date): Promise<void> {
  if (now.getTime() >= Date.parse(known.reservedUntil) && (await store.read([known.id])).length === 0) return;
  throw new PaymentError('already-replaced', `Another call replaces this request by ${known.id}.`);
}

function withSuccessor(doc: RequestDoc, { id, call, repeatable }: Replacement, now: Date): RequestDoc {
  if (doc.successor?.call === call) return doc;
  const ms = repeatable ? RESERVED_MS.repeatable : RESERVED_MS.once;
  const reservedUntil = new Date(now.getTime() + ms).toISOString();
  return { ...doc, successor: { id: doc.successor?.id ?? id, call, reservedUntil } };
}

function isOver({ status }: Row): boolean {
  return status === 'canceled' || status === 'expired';
}
