/** How much one caller, one account and one process may ask for. */
import { PaymentError } from '../errors/index.js';
import { createBuckets } from './buckets.js';

/** The limits of a server. Those per address hold in each process, those per account across all of them. */
export interface Limits {
  /**
   * Calls per minute and address, all at once if need be: 6 000. Webhooks do not count, and an operator with a right
   * key is answered whatever others at the address have used up. Wrong keys, on any route, have as large a budget of
   * their own, of which each takes ten: when it is used up, no key from that address is looked at.
   */
  calls: number;
  /** Webhooks per minute and address that no secret of ours signed: 300. Those that are signed do not count. */
  webhooks: number;
  /** Attempts to pay per minute and address: 300. What a request allows, ten declines, holds beside it. */
  attempts: number;
  /**
   * Instruments that Stripe does not accept (one that does not exist, or was used before), per minute, address and
   * request: 100. They do not count as declines, and keep nobody else from paying.
   */
  instruments: number;
  /** Streams of live status open at once per address: 100. */
  streams: number;
  /** Streams open at once in this process: 10 000. */
  allStreams: number;
  /**
   * Reads of Stripe per second and account that payers may cause by `sync`: 40; with Stripe's own test mode, which
   * takes 25 calls a second, 8. A quarter is kept for Pay Now on the hosted page. A read is one to three calls, so about half of what Stripe takes is kept for
   * attempts, webhooks and the reconciler, which do not count.
   */
  reads: number | { test: number; live: number };
  /** How long a body may take to come, in ms: 20 000. */
  body: number;
  /** How long `close()` waits for calls that run, in ms: 25 000. What still runs then is settled by its lease. */
  close: number;
}

/** The defaults. `standIn`: calls go to another address than Stripe's, which has no such limits. */
export function limitsOf(given: Partial<Limits> = {}, standIn: boolean): Limits {
  const limits: Limits = {
    calls: 6_000,
    webhooks: 300,
    attempts: 300,
    instruments: 100,
    streams: 100,
    allStreams: 10_000,
    reads: standIn ? 40 : { test: 8, live: 40 },
    body: 20_000,
    close: 25_000,
    ...given,
  };
  const { reads, ...others } = limits;
  const all = { ...others, ...(typeof reads === 'number' ? { reads } : reads) };
  for (const [name, value] of Object.entries(all))
    if (!(Number.isFinite(value) && value > 0)) throw new TypeError(`limits.${name}: it must be a number above 0.`);
  for (const most of typeof reads === 'number' ? [reads] : [reads.test, reads.live])
    if (!Number.isInteger(most)) throw new TypeError('limits.reads: it must be a whole number.');
  return limits;
}

/** What callers of one process have used up. A caller without an address (null) has no limit of its own. */
export interface Callers {
  /** Throws `rate-limited`. */
  call(address: string | null): void;
  /** The call turned out to be an operator's: it does not count. */
  known(address: string | null): void;
  /** A key is about to be looked at. Throws `rate-limited` where too many were wrong. */
  key(address: string | null): void;
  /** It was wrong. */
  wrongKey(address: string | null): void;
  /** A webhook turned out not to be Stripe's. Throws `rate-limited` where there were too many. */
  unsignedWebhook(address: string | null): void;
  /** Throws `rate-limited`. */
  attempt(address: string | null): void;
  /** An attempt on a request is about to be made. Throws `rate-limited` where too many of its instruments were refused. */
  instrument(address: string | null, request: string): void;
  /** Stripe did not accept its instrument. */
  refusedInstrument(address: string | null, request: string): void;
  /** Counts a stream until the answered function is called, once or more. Throws `rate-limited`. */
  stream(address: string | null): () => void;
}

/** A wrong key costs as much as so many calls. */
const WRONG_KEY = 10;
/** When to come back for a stream: some other has to end first. */
const STREAM_RETRY_S = 30;

/** Makes the counts of one process. */
export function createCallers(limits: Limits): Callers {
  const calls = createBuckets(limits.calls);
  const keys = createBuckets(limits.calls);
  const webhooks = createBuckets(limits.webhooks);
  const attempts = createBuckets(limits.attempts);
  const instruments = createBuckets(limits.instruments);
  const streams = new Map<string | null, number>();
  let all = 0;

  const limited = (seconds: number, words: string): PaymentError =>
    new PaymentError('rate-limited', words, { retryAfter: seconds });

  return {
    call(address) {
      const wait = address === null ? 0 : calls.take(address);
      if (wait > 0) throw limited(wait, 'Too many calls from this address.');
    },
    known(address) {
      if (address !== null) calls.add(address, 1);
    },
    key(address) {
      const wait = address === null ? 0 : keys.wait(address);
      if (wait > 0) throw limited(wait, 'Too many wrong keys from this address.');
    },
    wrongKey(address) {
      if (address !== null) keys.add(address, -WRONG_KEY);
    },
    unsignedWebhook(address) {
      const wait = address === null ? 0 : webhooks.take(address);
      if (wait > 0) throw limited(wait, 'Too many webhooks without a right signature from this address.');
    },
    attempt(address) {
      const wait = address === null ? 0 : attempts.take(address);
      if (wait > 0) throw limited(wait, 'Too many attempts to pay from this address.');
    },
    instrument(address, request) {
      const wait = address === null ? 0 : instruments.wait(`${address} ${request}`);
      if (wait > 0) throw limited(wait, 'Too many instruments that Stripe does not accept.');
    },
    refusedInstrument(address, request) {
      if (address !== null) instruments.add(`${address} ${request}`, -1);
    },
    stream(address) {
      const own = streams.get(address) ?? 0;
      if (all >= limits.allStreams) throw limited(STREAM_RETRY_S, 'This server has as many streams as it can serve.');
      if (address !== null && own >= limits.streams)
        throw limited(STREAM_RETRY_S, 'Too many streams from this address.');
      all += 1;
      streams.set(address, own + 1);
      let open = true;
      return () => {
        if (!open) return;
        open = false;
        all -= 1;
        const left = (streams.get(address) ?? 1) - 1;
        if (left > 0) streams.set(address, left);
        else streams.delete(address);
      };
    },
  };
}
