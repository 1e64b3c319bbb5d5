/**
 * The seam between the payment server and its data. A request is one aggregate: a row with a few columns
 * that are searched and a JSON document with the rest, so that one write moves all of it. Two stores ship
 * (`memoryStore()`, `postgresStore(sql)`); one contract suite runs over both.
 *
 * No transaction spans a call to Stripe: a step takes the lease, calls, and `commit` writes
 * only if the lease is still its own.
 */
import type { HistoryEntry, RequestChange, RequestStatus } from '../contract/types.js';

/** A request as it is stored. `D` is the server's own document, plain JSON, opaque to the store. */
export interface StoredRequest<D> {
  id: string;
  /** Grows by one with each commit that changes anything. */
  version: number;
  status: RequestStatus;
  account: string;
  reference: string | null;
  createdAt: Date;
  updatedAt: Date;
  /** When the server wants to look at it again by itself; null for never. */
  nextCheckAt: Date | null;
  doc: D;
}

/** Columns and document of a new request. */
export interface NewRequest<D> {
  id: string;
  status: RequestStatus;
  account: string;
  reference: string | null;
  nextCheckAt: Date | null;
  doc: D;
  /**
   * At most one request with the same key that is neither canceled nor expired; null for no such rule. A
   * request gives its key up for good when it is canceled or expires, so money that arrives after that is
   * always written. At most 2,000 bytes.
   */
  exclusiveKey: string | null;
  history: HistoryEntry[];
}

/** The right to change one request, until it expires or another holder takes it after that. */
export interface Lease<D> {
  token: string;
  /** The row as it is now that the lease is held: the only row to decide on. */
  row: StoredRequest<D>;
}

/** What one commit changes, all or nothing. What is left out stays. */
export interface Change<D> {
  status?: RequestStatus;
  nextCheckAt?: Date | null;
  doc?: D;
  /** Facts to append. Each is also an event for `onEvent`, delivered until it is taken. */
  history?: HistoryEntry[];
  /** Webhook events that this commit has acted on. */
  doneWebhooks?: { account: string; event: string }[];
  /** Gives the lease back in the same transaction (false). */
  release?: boolean;
  /** Otherwise extends it by this many ms from now. */
  extend?: number;
}

/** A webhook that was received: a hint to read again. */
export interface StoredWebhook {
  account: string;
  event: string;
  type: string;
  /** The request it is about, if that is known. */
  request: string | null;
  receivedAt: Date;
}

/** A fact that `onEvent` has not taken yet, claimed by one process for a time. */
export interface ClaimedEvent {
  /** Position in the order of facts. */
  position: number;
  request: string;
  entry: HistoryEntry;
  /** How often it was claimed, this time included. */
  claims: number;
}

/** An answer that is kept for its idempotency key. */
export interface StoredAnswer {
  bodyHash: string;
  status: number;
  body: string;
}

/** Narrows a list of requests. Newest first. */
export interface RequestFilter {
  accounts?: readonly string[];
  status?: RequestStatus;
  reference?: string;
  limit: number;
  /** `nextCursor` of the page before. */
  cursor?: string;
}

/** Where the payment server keeps everything. All methods may be called from several processes at once. */
export interface Store<D = unknown> {
  /** The time that every decision uses; for PostgreSQL the database's. */
  now(): Promise<Date>;

  /**
   * Inserts it as version 1 with its history, or answers the one that already holds its exclusive key.
   * Rejects if the id is taken.
   */
  create(request: NewRequest<D>): Promise<{ row: StoredRequest<D>; created: boolean }>;
  /** The row that holds an exclusive key; null if none does. */
  holder(exclusiveKey: string): Promise<StoredRequest<D> | null>;
  /** Rows by id, in no order; unknown ids are left out. */
  read(ids: readonly string[]): Promise<StoredRequest<D>[]>;
  /** Rejects with a RangeError for a cursor that is not one of its own, like `history`. */
  list(filter: RequestFilter): Promise<{ rows: StoredRequest<D>[]; nextCursor: string | null }>;

  /** Takes the lease for `ttl` ms if nobody else holds a live one; null if somebody does, or the id is unknown. */
  acquire(id: string, ttl: number): Promise<Lease<D> | null>;
  /**
   * Applies the change if `token` still is the row's lease (nobody has taken it since), and answers the row
   * as it is then; null, and nothing written, if it is not. A change of status, document or history makes a
   * new version and tells `subscribe`rs; one of the lease or `nextCheckAt` alone does not.
   */
  commit(id: string, token: string, change: Change<D>): Promise<StoredRequest<D> | null>;
  /**
   * Makes the request due now, whoever holds its lease. A `nextCheckAt` that the present holder commits
   * does not undo it; one that the next holder commits does.
   */
  wake(id: string): Promise<void>;
  /** Ids whose `nextCheckAt` has come and whose lease is free, the longest waiting first. */
  due(limit: number): Promise<string[]>;

  /** Facts about a request, oldest first. */
  history(
    id: string,
    options: { limit: number; cursor?: string },
  ): Promise<{ entries: HistoryEntry[]; nextCursor: string | null }>;
  /**
   * Claims facts that `onEvent` has not taken, by position: at most one a request, the oldest, so that their order
   * holds, and none that is claimed. For `ttl` ms no other call, in any process, gets one of them; after that, where
   * nothing came of it, another does.
   */
  claimEvents(limit: number, ttl: number): Promise<ClaimedEvent[]>;
  /** Lets a fact be claimed again in `after` ms, whoever holds its claim. */
  postponeEvent(position: number, after: number): Promise<void>;
  /** A fact was taken: it is not told again, and the next one of its request may be claimed. */
  eventDelivered(position: number): Promise<void>;

  /** Remembers it; false if it was received before and acted on. */
  receiveWebhook(webhook: Omit<StoredWebhook, 'receivedAt'>): Promise<boolean>;
  /** Received and not acted on, oldest first. */
  openWebhooks(limit: number): Promise<StoredWebhook[]>;
  /** Marks one as acted on where there is no request whose commit could. */
  webhookDone(account: string, event: string): Promise<void>;

  /**
   * Runs `answer` once a scope and key: a repeat with the same body hash gets the stored answer, one that
   * comes while the first runs waits for it. Answers null if the body hash differs. Answers with status 500
   * and above are not kept, nor is a rejection; who waits then runs its own. Answers are kept for 24 hours.
   * Where a process dies after `answer` did its work and before it was stored, a repeat runs `answer` again:
   * make what it does repeatable. For that it gets a `seed`, 128 random bits that are the same in each run of
   * one scope, key and body hash within those 24 hours; nobody else can know it.
   */
  once(
    scope: string,
    key: string,
    bodyHash: string,
    answer: (seed: string) => Promise<{ status: number; body: string }>,
  ): Promise<StoredAnswer | null>;

  /** Whether `once` has an answer for a scope and key, runs one, or has begun one that a repeat would go on with. */
  began(scope: string, key: string): Promise<boolean>;

  /**
   * Takes the request's turn to be read at Stripe, unless somebody in any process took it less than `every` ms
   * ago. Answers 0 if it is the caller's (for an unknown id too), else in how many ms the next one comes. By the
   * machine's or the database's own time, whatever `clock` says: it is a pace, not a decision.
   */
  takeTurn(id: string, every: number): Promise<number>;

  /**
   * Counts an event in a sliding window of `windowMs` and answers how many there were, this one included (1,000
   * at most), and in how many ms the oldest of them leaves the window. One that would be more than `most` does not
   * count, so that those who come back do not keep the window full: the answer is then `most + 1`.
   */
  count(key: string, windowMs: number, most?: number): Promise<{ count: number; resetMs: number }>;

  /**
   * Calls back after each commit that made a new version, `create` too, in any process. The function stops
   * it. A change may be told twice, and versions left out, after a lost connection: the newest is always told.
   */
  subscribe(listener: (change: RequestChange) => void): () => void;
  /** Ends timers and connections of the store's own. */
  close(): Promise<void>;
}
