/**
 * A backend in memory whose answers a test (or a gallery) gives: it knows the requests it was given, keeps every
 * call, and waits where it is told to.
 */
import type { IntentBackend, PayInput } from '../backend/backend.js';
import type { AbandonInput, AttemptResult, MoneyRequest, RequestChange } from '../contract/types.js';
import { PaymentError } from '../errors/index.js';

/** A call, in the order in which they came. */
export interface ScriptedCall {
  method: 'retrieve' | 'retrieveMany' | 'pay' | 'sync' | 'abandon';
  ids: readonly string[];
  /** Of `pay`. */
  input?: PayInput;
  /** Of `abandon`. */
  abandoned?: AbandonInput;
}

/** What a scripted backend is made of. A method that is left out answers from `requests`. */
export interface ScriptedBackendOptions {
  /** What it knows at first. */
  requests?: readonly MoneyRequest[];
  retrieve?: (id: string, backend: ScriptedBackend) => Promise<MoneyRequest>;
  /** Without it, every attempt is paid. */
  pay?: (id: string, input: PayInput, backend: ScriptedBackend) => Promise<AttemptResult>;
  sync?: (id: string, backend: ScriptedBackend) => Promise<MoneyRequest>;
  /** Without it, the attempt has lapsed. */
  abandon?: (id: string, input: AbandonInput, backend: ScriptedBackend) => Promise<MoneyRequest>;
}

/** An `IntentBackend`, and what a test does with it. */
export interface ScriptedBackend extends Required<IntentBackend> {
  readonly calls: readonly ScriptedCall[];
  /** Replaces what is known of a request and tells who watches it; `version` grows by itself. */
  change(id: string, change: Partial<MoneyRequest>): MoneyRequest;
  /** What is known of it now. Throws `not-found`. */
  get(id: string): MoneyRequest;
}

/** Makes one. */
export function scriptedBackend(options: ScriptedBackendOptions = {}): ScriptedBackend {
  const known = new Map((options.requests ?? []).map((request) => [request.id, request]));
  const calls: ScriptedCall[] = [];
  const watchers = new Set<{ ids: readonly string[]; tell: (change: RequestChange) => void }>();

  const backend: ScriptedBackend = {
    flow: 'intent',
    calls,
    get(id) {
      const request = known.get(id);
      if (!request) throw new PaymentError('not-found', `There is no request ${id} in this script.`);
      return request;
    },
    change(id, change) {
      const request = { ...backend.get(id), ...change, version: backend.get(id).version + 1 };
      known.set(id, request);
      for (const { ids, tell } of watchers)
        if (ids.includes(id)) tell({ id, status: request.status, version: request.version });
      return request;
    },
    async retrieve(id) {
      calls.push({ method: 'retrieve', ids: [id] });
      return options.retrieve ? options.retrieve(id, backend) : backend.get(id);
    },
    async retrieveMany(ids) {
      calls.push({ method: 'retrieveMany', ids });
      const found = await Promise.all(
        ids.map(async (id): Promise<[string, MoneyRequest][]> => {
          if (options.retrieve) return [[id, await options.retrieve(id, backend)]];
          const request = known.get(id);
          return request ? [[id, request]] : [];
        }),
      );
      return new Map(found.flat());
    },
    async pay(id, input) {
      calls.push({ method: 'pay', ids: [id], input });
      return options.pay ? options.pay(id, input, backend) : paid(backend, id, input.attempt);
    },
    async sync(id) {
      calls.push({ method: 'sync', ids: [id] });
      return options.sync ? options.sync(id, backend) : backend.get(id);
    },
    async abandon(id, input) {
      calls.push({ method: 'abandon', ids: [id], abandoned: input });
      if (options.abandon) return options.abandon(id, input, backend);
      const { attempt } = backend.get(id);
      return backend.change(id, { attempt: attempt && { ...attempt, status: 'lapsed' } });
    },
    watch(ids, tell) {
      const watcher = { ids, tell };
      watchers.add(watcher);
      // The present first, as the stream does.
      setTimeout(() => {
        for (const { id, status, version } of known.values())
          if (watchers.has(watcher) && ids.includes(id)) tell({ id, status, version });
      });
      return () => watchers.delete(watcher);
    },
  };
  return backend;
}

/** Marks a request as paid, as an attempt that went through does, and answers what the backend answers. */
export function paid(backend: ScriptedBackend, id: string, attempt: string): AttemptResult {
  const { amount } = backend.get(id);
  const at = '2026-11-20T12:00:00.000Z';
  const request = backend.change(id, {
    status: 'paid',
    attempt: { id: attempt, status: 'succeeded', code: null, recovery: null, declineCode: null, startedAt: at },
    payment: {
      amount,
      captured: amount,
      refunded: 0,
      refundPending: 0,
      card: { brand: 'visa', last4: '4242' },
      paidAt: at,
      captureBefore: null,
    },
  });
  return { paid: true, status: 'paid', clientSecret: null, request };
}

/** A request as the server would answer it, open, for $25.00; `change` says what is different. */
export function moneyRequest(change: Partial<MoneyRequest> = {}): MoneyRequest {
  return {
    id: 'req_0123456789abcdefghijkl',
    version: 1,
    status: 'open',
    label: 'Get more kittens - 25$',
    amount: 2500,
    currency: 'usd',
    reference: 'ORD-1042',
    description: null,
    lineItems: [],
    mode: 'test',
    capture: 'automatic',
    merchant: { name: 'Shoplifter', supportEmail: null, supportPhone: null, supportUrl: null },
    available: true,
    unavailableReason: null,
    payUrl: 'http://localhost:4242/pay/req_0123456789abcdefghijkl',
    postalCode: 'auto',
    stripe: {
      publishableKey: 'pk_test_sandbox',
      account: null,
      methods: ['card'],
      scriptUrl: 'http://127.0.0.1:12111/stripe.js',
    },
    labels: null,
    shortLabel: null,
    invoice: null,
    attempt: null,
    payment: null,
    createdAt: '2026-11-20T11:58:00.000Z',
    updatedAt: '2026-11-20T11:58:00.000Z',
    expiresAt: '2026-12-20T11:58:00.000Z',
    ...change,
  };
}
