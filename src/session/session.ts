/**
 * One payment on a page: shared by every element that shows the same request, it keeps the state machine of
 * `transition.ts` and tells of it. What follows a press is in `form-controller.ts`, loaded at the first one.
 */
import type { Backend } from '../backend/backend.js';
import type { MoneyRequest } from '../contract/types.js';
import { PaymentError } from '../errors/index.js';
import { PayCloseEvent, PayOpenEvent } from '../events.js';
import { announce, News, settled } from './announce.js';
import type { Feed } from './feed.js';
import type { FormController } from './form-controller.js';
import type { CardInput, FieldName, WalletSheet } from './form.js';
import { Hosts, type PayHost } from './hosts.js';
import { controllerModule, formModule } from './module.js';
import { ownAttempt, rememberAttempt, returned } from './own.js';
import type { FormKnown, SessionPort } from './port.js';
import { isLeft, stageOf, type PaymentState } from './state.js';
import { hasForm, initial, isCharging, isOwn, transition, view, type Action, type Model } from './transition.js';
import { Changes, until } from './until.js';

const noForm: FormKnown = { input: null, wallets: false };
const network = ['online', 'offline'] as const;

/** One payment, one state machine. Elements attach to it; none of them owns it. */
export class PaymentSession implements SessionPort {
  readonly id: string;
  readonly backend: Backend;
  readonly #feed: Feed;
  readonly #forget: () => void;
  readonly #hosts = new Hosts();
  readonly #changes = new Changes();
  readonly #news = new News();
  /** @internal */
  model: Model;
  #state: PaymentState;
  #form: FormKnown = noForm;
  #holder: PayHost | null = null;
  /** The element that the payer used last: what comes of it is dispatched there. */
  #used: PayHost | null = null;
  #controller: FormController | null = null;
  #submitting: Promise<PaymentState> | null = null;
  #unwatch: (() => void) | null = null;
  /** Ends with the page, and outlives its globals: a test runner takes those away first. */
  #listening = new AbortController();

  /** Use `sessionFor`. */
  constructor(backend: Backend, id: string, feed: Feed, forget: () => void) {
    this.backend = backend;
    this.id = id;
    this.#feed = feed;
    this.#forget = forget;
    this.model = { ...initial, own: ownAttempt(id)?.id ?? null };
    this.#state = view(this.model);
  }

  get state(): PaymentState {
    return this.#state;
  }

  /** What is known of the fields; null while no form is open. */
  get input(): CardInput | null {
    return this.#form.input;
  }

  /** True once Stripe has said that there is a wallet to show in the place for them. */
  get wallets(): boolean {
    return this.#form.wallets;
  }

  /** The element in which the form is open. */
  get holder(): PayHost | null {
    return this.#holder;
  }

  /** False while the browser says that it has no network; a hint, which may be wrong. */
  get online(): boolean {
    return navigator.onLine;
  }

  /** Joins an element. The first one makes the session load and watch. The answer takes it out again. */
  attach(host: PayHost): () => void {
    this.#hosts.add(host);
    if (this.#hosts.size === 1) this.#start();
    // Once it has drawn where the fields go.
    if (!this.#holder) queueMicrotask(() => void this.#reopen());
    return () => {
      if (!this.#hosts.delete(host)) return;
      // A microtask later it may be back: moved, or rendered again by its host.
      queueMicrotask(() => {
        this.#release();
      });
    };
  }

  /** Takes in a request that somebody has already; an older one than is known changes nothing. */
  provide(request: MoneyRequest): void {
    if (request.id === this.id) this.act({ type: 'request', request });
  }

  /**
   * Opens the form in `host`, unless a listener of `pay-open` cancels; one that is open elsewhere is closed there.
   * Resolves when it can be typed into, or cannot be had.
   */
  async show(host: PayHost): Promise<void> {
    await this.#known();
    if (!this.#hosts.has(host)) return;
    if (this.#holder && this.#holder !== host) this.close(this.#holder);
    if (!this.#holder && transition(this.model, { type: 'show' }) !== this.model) {
      if (!this.speaker(host).dispatchEvent(new PayOpenEvent(this.id))) return;
      this.#holder = this.#used = host;
      if (this.act({ type: 'show' })) void this.#open(host);
    }
    await until(this.#changes, () => this.#state.status !== 'opening' || null);
  }

  /** The form cannot be had: a part of the package that it is drawn by could not be fetched. */
  async block(thrown: unknown): Promise<void> {
    await this.#known();
    if (!this.#holder && this.act({ type: 'show' }))
      this.act({ type: 'blocked', error: PaymentError.from(thrown, 'script-blocked') });
  }

  /**
   * The payer leaves the form. Does nothing while a charge runs, nor to a form that is open in another element. A challenge that
   * was left is ended first, and the form closes once it is.
   */
  close(host: PayHost): void {
    if (this.#holder && this.#holder !== host) return;
    if (isLeft(this.#state)) {
      void this.startOver(host).then(() => {
        if (this.#state.status === 'failed') this.close(host);
      });
      return;
    }
    if (isCharging(this.model) || !this.act({ type: 'close' })) return;
    this.speaker(host).dispatchEvent(new PayCloseEvent(this.id));
  }

  /** Pays with what was typed, or with a wallet. While one runs, a second call gets the first one's promise. */
  submit(host: PayHost, sheet?: WalletSheet): Promise<PaymentState> {
    if (this.#submitting) sheet?.fail();
    this.#submitting ??= (async () => {
      await this.#controller?.submit(host, sheet);
      this.#release();
      return this.#state;
    })().finally(() => void (this.#submitting = null));
    return this.#submitting;
  }

  /** Goes on with a challenge that was left. Never rejects: what cannot be had leaves it as it is. */
  resume(host: PayHost): Promise<void> {
    return this.#decide(host, (controller) => controller.resume(host));
  }

  /** Has a challenge that was left ended at Stripe; the form follows once it is. Never rejects. */
  startOver(host: PayHost): Promise<void> {
    return this.#decide(host, (controller) => controller.abandon());
  }

  /** Makes the server look, and ends a doubt at once if it can. Rejects what the backend rejects. */
  async refresh(): Promise<void> {
    if (this.#controller?.hurry()) return;
    try {
      await this.#sync();
    } catch (thrown) {
      const error = PaymentError.from(thrown);
      if (this.model.request === null) this.act({ type: 'missing', error });
      throw error;
    }
  }

  /** Resolves once paid, authorized, refunded, canceled or expired; at once if it is. An abort rejects with its reason. */
  whenSettled({ signal }: { signal?: AbortSignal } = {}): Promise<PaymentState> {
    return until(this.#changes, () => (settled.has(this.#state.status) ? this.#state : null), signal);
  }

  focus(field: FieldName): void {
    this.#controller?.focus(field);
  }

  /** The holder was moved: the fields follow it. */
  moved(): void {
    this.#controller?.moved();
  }

  /** The look of the page changed: the fields follow it. */
  restyle(): void {
    this.#controller?.restyle();
  }

  /** Loads Stripe.js ahead of the payer's intent, where the page asks for it. */
  async preload(): Promise<void> {
    const { request } = this.model;
    if (request?.status === 'open') await Promise.all([this.#control(), (await formModule()).preload(request)]);
  }

  /** Moves the machine on, and tells about it. False if the action did not apply. @internal */
  act(action: Action): boolean {
    const before = this.model;
    const model = (this.model = transition(before, action));
    if (model === before) return false;
    const { request } = model;
    if (request !== before.request) this.#watch();
    const previous = this.#state;
    const state = view(model);
    if (!hasForm(model)) this.#leaveForm();
    // Perhaps it is told now what is being asked for.
    if (action.type === 'request') this.#controller?.hurry();
    if (before.own !== null && model.own === null) rememberAttempt(this.id, null);
    const isBusy = 'busy' in state && state.busy;
    const wasBusy = 'busy' in previous && previous.busy;
    if (stageOf(state) === stageOf(previous) && isBusy === wasBusy && state.moneyRequest === previous.moneyRequest)
      return true;
    this.#state = state;
    this.#hosts.tell(previous);
    this.#news.tell(() => {
      announce(this.#hosts, this.#used, state, previous, request !== null && isOwn(before, request));
    });
    this.#changes.tell();
    if (state.status === 'unknown') void this.#settle();
    if (state.status === 'failed') void this.#reopen();
    return true;
  }

  /** @internal */
  know(form: Partial<FormKnown>): void {
    this.#form = { ...this.#form, ...form };
    this.#hosts.tell(this.#state);
  }

  /** @internal */
  speaker(host: PayHost): PayHost {
    return this.#hosts.speaker(host);
  }

  /** @internal */
  stale(): void {
    // What cannot be read now is told by the stream, or when the payer asks.
    void this.#sync().catch(() => undefined);
  }

  async #sync(): Promise<void> {
    const { backend, id } = this;
    this.provide(await (backend.sync ? backend.sync(id, {}) : backend.retrieve(id, {})));
  }

  #start(): void {
    // Begun anew before the last element that left was let go of.
    this.#listening.abort();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    for (const change of network) addEventListener(change, this.#onNetwork, { signal });
    this.#watch();
    const back = returned(this.id);
    // The element that attached may be given its request in the same task.
    queueMicrotask(() => {
      if (this.#hosts.size === 0) return;
      if (this.model.request === null) void this.#load();
      // The bank has sent the payer back: what is known of it here is from before.
      if (back) this.stale();
    });
  }

  /** Hears of what is newer, while there is anybody to tell. */
  #watch(): void {
    const { request } = this.model;
    if (request) this.#feed.seen(this.id, request.version);
    if (request && this.#hosts.size > 0)
      this.#unwatch ??= this.#feed.watch(this.id, request.version, (newer) => this.provide(newer));
  }

  async #load(): Promise<void> {
    if (!this.act({ type: 'load' })) return;
    try {
      this.provide(await this.#feed.load(this.id));
    } catch (thrown) {
      this.act({ type: 'missing', error: PaymentError.from(thrown) });
    }
  }

  readonly #onNetwork = (): void => {
    this.#hosts.tell(this.#state);
    if (!this.online) return;
    if (this.model.missing) void this.#load();
    this.#controller?.hurry();
  };

  /** The last element has left, and none came back: lets go of everything, but not in the middle of a charge. */
  #release(): void {
    const left = isLeft(this.#state);
    if (isCharging(this.model) && !left) return;
    const gone = this.#holder && !(this.#holder.isConnected && this.#hosts.has(this.#holder));
    // Who takes an element out of the page does not end what the payer began at the bank.
    if (gone && left) this.#leaveForm();
    else if (gone) this.act({ type: 'close' });
    if (this.#hosts.size > 0) return;
    this.#unwatch?.();
    this.#unwatch = null;
    this.#listening.abort();
    this.#forget();
    // Who waits for something to be shown waits in vain.
    this.#changes.tell();
  }

  /** What is asked for before the request is known waits for it, or until nobody is there to be shown it. */
  async #known(): Promise<void> {
    if (!this.model.request) await until(this.#changes, () => this.model.request ?? this.model.missing ?? this.#left);
  }

  /** True once nobody is there to be shown anything; else null. */
  get #left(): true | null {
    return this.#hosts.size === 0 ? true : null;
  }

  async #control(): Promise<FormController> {
    if (this.#controller) return this.#controller;
    const { FormController } = await controllerModule();
    return (this.#controller ??= new FormController(this));
  }

  async #open(host: PayHost): Promise<void> {
    try {
      const controller = await this.#control();
      if (this.#holder === host) await controller.open(host);
    } catch (thrown) {
      if (this.#holder === host) this.act({ type: 'blocked', error: PaymentError.from(thrown) });
    }
  }

  async #settle(): Promise<void> {
    try {
      await (await this.#control()).settle();
    } catch {
      // Without that part nothing asks by itself: the stream still does, and the payer can.
    }
    this.#release();
  }

  async #decide(host: PayHost, act: (controller: FormController) => Promise<void>): Promise<void> {
    this.#used = host;
    await this.#control()
      .then(act)
      .catch(() => undefined);
    this.#release();
  }

  /** A doubt that outlived its form (a reload, a dead frame) failed: it opens where there is a place for the fields. */
  async #reopen(): Promise<void> {
    if (this.#state.status !== 'failed') return;
    const holder = this.#holder && this.#hosts.has(this.#holder) ? this.#holder : this.#hosts.withPlace();
    if (!holder) return;
    this.#holder = this.#used = holder;
    await this.#open(holder);
  }

  #leaveForm(): void {
    this.#controller?.leave();
    this.#form = noForm;
    this.#holder = null;
  }
}
