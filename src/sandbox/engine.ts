import type { Courier } from './courier.js';
import { newId } from './ids.js';
import type { KeyKind } from './keys.js';
import { buildEvent } from './objects/event.js';
import type { Persistence } from './persistence.js';
import type { Scope } from './scope.js';
import { emptyState, type Ledger, ledgerOf, type SandboxState } from './state.js';
import { nextDue, runDue } from './tasks.js';

/** What a scope is made for; a task of the clock has no request. */
export interface ScopeRequest {
  kind: KeyKind;
  platform: string;
  requestId: string | null;
  idempotencyKey: string | null;
}

const BY_ITSELF: Omit<ScopeRequest, 'platform'> = { kind: 'secret', requestId: null, idempotencyKey: null };

// Timers hold no longer waits than this.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

// Stripe keeps events for 30 days.
const EVENT_LIFETIME_S = 30 * 24 * 3600;

/** Forgets what is too old to be asked for. Events are kept in the order they happened, so the first young one ends the search. */
function forgetEvents(ledger: Ledger, now: number): void {
  for (const id in ledger.events) {
    const created = ledger.events[id]?.created ?? 0;
    if (now - created < EVENT_LIFETIME_S) return;
    delete ledger.events[id];
  }
}

/** The sandbox's state, its clock, what the clock brings, and how all that is kept. */
export class Engine {
  state: SandboxState = emptyState();
  readonly #options: { baseUrl: () => string; confirmLimit: number; livePayments: boolean };
  readonly #clock: () => number;
  readonly #ticks: boolean;
  readonly #persistence: Persistence;
  #courier: Courier | null = null;
  #loading: Promise<void> | null = null;
  #dirty = false;
  #tail: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: {
    baseUrl: () => string;
    confirmLimit: number;
    livePayments: boolean;
    clock: (() => number) | undefined;
    persistence: Persistence;
  }) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#ticks = options.clock === undefined;
    this.#persistence = options.persistence;
  }

  /** Names who delivers; the two need each other. */
  employ(courier: Courier): void {
    this.#courier = courier;
  }

  /** Milliseconds of the sandbox's clock. */
  nowMs(): number {
    return this.#clock() + this.state.clockOffset;
  }

  /** Loads the kept state, once, and runs what has come due. */
  async ready(): Promise<void> {
    await (this.#loading ??= this.#load());
    if (this.#runDue()) await this.commit();
  }

  async #load(): Promise<void> {
    const kept = await this.#persistence.load?.();
    if (kept === null || kept === undefined) return;
    const state: unknown = JSON.parse(kept);
    if (typeof state !== 'object' || state === null || !('version' in state) || state.version !== 1) {
      throw new Error('The kept state of the sandbox is of another version.');
    }
    // The border from disk to types: the text was written by `commit` of the same version.
    this.state = state as SandboxState;
    this.#arm();
    this.#courier?.pump();
  }

  /** Moves the clock forward and runs what comes due on the way. */
  async advance(ms: number): Promise<void> {
    await this.ready();
    this.state.clockOffset += ms;
    this.#runDue();
    await this.commit();
  }

  /** Where browsers reach the sandbox; absolute links begin with it. */
  get baseUrl(): string {
    return this.#options.baseUrl();
  }

  /** The ledger of an account and mode. */
  ledger(account: string, livemode: boolean): Ledger {
    return ledgerOf(this.state, account, livemode);
  }

  /** What an operation works in. `atMs` is the time it happens at, by default now. */
  scope(ledger: Ledger, request: ScopeRequest, atMs = this.nowMs()): Scope {
    const now = Math.floor(atMs / 1000);
    return {
      now,
      ledger,
      state: this.state,
      ...request,
      baseUrl: this.baseUrl,
      confirmLimit: this.#options.confirmLimit,
      livePayments: this.#options.livePayments,
      emit: (type, object, previous) => {
        const targets = this.#courier?.endpointsFor(ledger) ?? [];
        const event = buildEvent({
          type,
          object,
          previous,
          created: now,
          livemode: ledger.livemode,
          account: targets.some(({ connect }) => connect === true) ? ledger.account : null,
          request: { id: request.requestId, idempotency_key: request.idempotencyKey },
          pendingWebhooks: targets.length,
        });
        forgetEvents(ledger, now);
        ledger.events[event.id] = event;
        for (const { url } of targets) {
          ledger.deliveries.push({ id: newId('we'), event: event.id, url, attempts: 0 });
        }
      },
    };
  }

  /** Queues the webhooks of an event again; answers whether there is such an event. */
  resend(eventId: string): boolean {
    for (const ledger of Object.values(this.state.ledgers)) {
      if (!Object.hasOwn(ledger.events, eventId)) continue;
      for (const { url } of this.#courier?.endpointsFor(ledger) ?? []) {
        ledger.deliveries.push({ id: newId('we'), event: eventId, url, attempts: 0 });
      }
      return true;
    }
    return false;
  }

  /** Keeps the state, then sends the webhooks it holds. Concurrent callers share one write. */
  async commit(): Promise<void> {
    await this.keep();
    this.#arm();
    this.#courier?.pump();
  }

  /** Keeps the state. */
  async keep(): Promise<void> {
    const { save } = this.#persistence;
    if (save === undefined) return;
    this.#dirty = true;
    const turn = this.#tail
      .catch(() => undefined)
      .then(async () => {
        if (!this.#dirty) return;
        this.#dirty = false;
        try {
          await save(JSON.stringify(this.state));
        } catch (cause) {
          this.#dirty = true;
          throw cause;
        }
      });
    this.#tail = turn;
    await turn;
  }

  /** Stops the clock's timer and waits for the last write. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#tail.catch(() => undefined);
  }

  #runDue(): boolean {
    return runDue(this.state, this.nowMs(), (ledger, atMs) =>
      this.scope(ledger, { ...BY_ITSELF, platform: ledger.account }, atMs),
    );
  }

  /** Wakes up when the next task is due; a clock of the caller's has no timer, only `advance` and the next request. */
  #arm(): void {
    clearTimeout(this.#timer);
    const due = nextDue(this.state);
    if (due === null || !this.#ticks || this.#closed) return;
    const wake = (): void => {
      // A write that fails here is tried again, and reported, by the next request.
      void this.ready().then(
        () => this.#arm(),
        () => undefined,
      );
    };
    this.#timer = setTimeout(wake, Math.min(Math.max(0, due - this.nowMs()), LONGEST_TIMER_MS));
    if (typeof this.#timer === 'object' && 'unref' in this.#timer) this.#timer.unref();
  }
}
