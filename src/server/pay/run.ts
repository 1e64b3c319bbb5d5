/** The right to change one request, held while it is being worked on. */
import type { StripeClient } from '../stripe/client.js';
import { historyOf } from '../requests/history.js';
import { project } from '../requests/projection.js';
import type { AttemptRecord, RequestDoc } from '../requests/document.js';
import type { Lease } from '../store.js';
import { nextCheck } from './next-check.js';
import { sameDocument } from './same.js';
import type { Tools } from './tools.js';
import type { Hint, Row } from './words.js';

/** Somebody else has taken the lease: what was being done is theirs to finish. */
export class LeaseLost extends Error {}

/** Work on one request under its lease. `doc` is what the next commit writes. */
export class Run {
  readonly #tools: Tools;
  readonly #token: string;
  readonly hints: readonly Hint[];
  /** As of the last commit. */
  row: Row;
  doc: RequestDoc;
  /** Address of the page of the session that the newest read showed to be open. Never stored. */
  pageUrl: string | null = null;
  #extendedAt: number;

  constructor(tools: Tools, lease: Lease<RequestDoc>, hints: readonly Hint[]) {
    this.#tools = tools;
    this.#token = lease.token;
    this.hints = hints;
    this.row = lease.row;
    this.doc = lease.row.doc;
    this.#extendedAt = performance.now();
  }

  get id(): string {
    return this.row.id;
  }

  /** Writes `doc` and the history of what it changed; rejects with `LeaseLost` and writes nothing if the lease is not ours any more. */
  async commit(options: { release?: boolean; webhooksDone?: boolean } = {}): Promise<Row> {
    const { doc, row } = this;
    const now = await this.#tools.now();
    const { status } = project(doc, now);
    const changed = !sameDocument(row.doc, doc);
    const event = this.hints.at(-1)?.event ?? null;
    const next = await this.#tools.store.commit(this.id, this.#token, {
      ...(changed ? { doc, status, history: historyOf(row.doc, doc, { now, event }) } : {}),
      ...(options.webhooksDone
        ? { doneWebhooks: this.hints.map(({ account, event: id }) => ({ account, event: id })) }
        : {}),
      nextCheckAt: nextCheck(doc, status, now),
      ...(options.release ? { release: true } : { extend: this.#tools.pace.lease }),
    });
    if (!next) throw new LeaseLost();
    this.row = next;
    // An unchanged document keeps its older time of reading in the store; here the newer one still decides.
    if (changed) this.doc = next.doc;
    this.#extendedAt = performance.now();
    return next;
  }

  /** Gives the lease back with what is staged, if it is still ours, and answers the row as it is then. */
  async release(): Promise<Row> {
    try {
      return await this.commit({ release: true });
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
      const [row] = await this.#tools.store.read([this.id]);
      return row ?? this.row;
    }
  }

  /** Makes sure that the lease outlasts one more call; rejects with `LeaseLost` if it is gone. */
  async keep(): Promise<void> {
    if (performance.now() - this.#extendedAt < this.#tools.pace.lease / 6) return;
    if (!(await this.#tools.store.commit(this.id, this.#token, { extend: this.#tools.pace.lease })))
      throw new LeaseLost();
    this.#extendedAt = performance.now();
  }

  /** Changes one attempt in `doc`. */
  patchAttempt(id: string, patch: Partial<AttemptRecord>): void {
    this.doc = {
      ...this.doc,
      attempts: this.doc.attempts.map((each) => (each.id === id ? { ...each, ...patch } : each)),
    };
  }

  /** The attempt as it is in `doc`. */
  attempt(id: string): AttemptRecord {
    const attempt = this.doc.attempts.find((each) => each.id === id);
    if (!attempt) throw new Error(`No attempt ${id} in ${this.id}.`);
    return attempt;
  }

  /** Stripe, as the account, mode and connected account that the request pins. */
  client(): Promise<StripeClient> {
    const { account, mode, stripeAccount } = this.doc.terms;
    return this.#tools.clients.client(account, mode, stripeAccount);
  }
}

/** Takes the lease if it is free; null if it is not, or there is no such request. */
export async function take(tools: Tools, id: string, hints: readonly Hint[] = []): Promise<Run | null> {
  const lease = await tools.store.acquire(id, tools.pace.lease);
  return lease && new Run(tools, lease, hints);
}

/**
 * Takes the lease, waiting for it. Null once the wait took too long, `giveUp` saw in the busy row that it is not
 * worth waiting for, or there is no such request.
 */
export async function takeInTurn(
  tools: Tools,
  id: string,
  hints: readonly Hint[],
  giveUp: (row: Row) => boolean = () => false,
): Promise<Run | null> {
  const start = performance.now();
  for (let pause = 20; ; pause = Math.min(pause * 1.5, 250)) {
    const run = await take(tools, id, hints);
    if (run) return run;
    const [row] = await tools.store.read([id]);
    if (!row || giveUp(row)) return null;
    if (performance.now() - start > tools.pace.leaseWait) return null;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
