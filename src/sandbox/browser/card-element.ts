import { Emitter } from './emitter.js';
import { createFrame, FRAME_TIMEOUT_MS, resolveContainer, setStyle } from './frame.js';
import { IntegrationError } from './integration-error.js';
import type { ElementType, FieldOptions, FieldState, FieldStyle, FromField, Link, ToField } from './protocol.js';
import { openLink, randomId } from './protocol.js';

/** The path and the accessible name of each field's frame; the names are Stripe's. */
const FRAMES: Record<ElementType, { path: string; title: string }> = {
  card: { path: '/frames/card', title: 'Secure card payment input frame' },
  cardNumber: { path: '/frames/card-number', title: 'Secure card number input frame' },
  cardExpiry: { path: '/frames/card-expiry', title: 'Secure expiration date input frame' },
  cardCvc: { path: '/frames/card-cvc', title: 'Secure CVC input frame' },
};

/** Class names of the container in each state. */
const CLASSES = {
  base: 'StripeElement',
  complete: 'StripeElement--complete',
  empty: 'StripeElement--empty',
  focus: 'StripeElement--focus',
  invalid: 'StripeElement--invalid',
};
type ClassName = keyof typeof CLASSES;

/** The options of a card Element that the sandbox follows. */
export interface CardElementOptions extends FieldOptions {
  classes?: Partial<Record<ClassName, string>>;
}

/** What a card Element needs of the group that made it. */
export interface ElementHome {
  origin: string;
  group: string;
  /** Options that hold for each field of the group: locale and fonts. */
  shared(): FieldOptions;
  forget(element: CardElement): void;
}

interface Mounted {
  container: HTMLElement;
  frame: HTMLIFrameElement;
  link: Link<ToField>;
  /** Waiting for the frame's script; set up; or reloaded since, which loses what was typed and is not recovered. */
  phase: 'loading' | 'live' | 'dead';
  cleanup: AbortController;
}

const EMPTY: FieldState = { empty: true, complete: false, error: undefined };

/** A card Element: one frame in a container of the page, which learns how the field stands and never what is in it. */
export class CardElement {
  readonly type: ElementType;
  readonly #home: ElementHome;
  readonly #events = new Emitter();
  #options: CardElementOptions;
  #mounted: Mounted | null = null;
  #destroyed = false;
  #frameId = '';

  constructor(type: ElementType, options: CardElementOptions, home: ElementHome) {
    this.type = type;
    this.#options = { ...options };
    this.#home = home;
  }

  /** Where the controller finds what was typed, or null while there is no such place. */
  get source(): { element: string; group: string } | null {
    const live = !this.#destroyed && this.#mounted?.phase !== 'dead' && this.#mounted?.frame.isConnected;
    return live ? { element: this.#frameId, group: this.#home.group } : null;
  }

  mount(target: unknown): void {
    this.#assertUsable();
    const container = resolveContainer(target);
    if (this.#mounted) {
      if (this.#mounted.container === container && this.#mounted.frame.isConnected) return;
      if (this.#mounted.frame.isConnected) {
        throw new IntegrationError(
          'This Element is already mounted. Use `unmount()` to unmount the Element before re-mounting.',
        );
      }
      this.unmount();
    }
    this.#frameId = randomId();
    const frame = createFrame({
      origin: this.#home.origin,
      ...FRAMES[this.type],
      element: this.#frameId,
      group: this.#home.group,
    });
    setStyle(frame, {
      display: 'block',
      width: '1px',
      'min-width': '100%',
      height: '1.2em',
      margin: '0',
      padding: '0',
      border: '0',
      background: 'transparent',
      'color-scheme': 'light only',
    });
    const cleanup = new AbortController();
    const { origin } = this.#home;
    const peer = (): Window | null => frame.contentWindow;
    const link = openLink<ToField, FromField>(this.#frameId, origin, peer, (message) => this.#receive(message));
    this.#mounted = { container, frame, link, phase: 'loading', cleanup };
    this.#expectScript();
    this.#listenToLabels(container, cleanup.signal);
    const wrapper = document.createElement('div');
    wrapper.className = '__PrivateStripeElement';
    setStyle(wrapper, { margin: '0', padding: '0', border: '0', display: 'block', position: 'relative' });
    wrapper.append(frame);
    container.replaceChildren(wrapper);
    this.#setClass('base', true);
    this.#showState(EMPTY);
  }

  unmount(): void {
    this.#assertUsable();
    if (!this.#mounted) return;
    const { container, frame, link, cleanup } = this.#mounted;
    for (const name of Object.keys(CLASSES) as ClassName[]) this.#setClass(name, false);
    link.close();
    cleanup.abort();
    const wrapper = frame.parentElement;
    if (wrapper?.parentElement === container) wrapper.remove();
    this.#mounted = null;
  }

  destroy(): void {
    this.unmount();
    this.#destroyed = true;
    this.#home.forget(this);
  }

  update(options: CardElementOptions): void {
    this.#assertUsable();
    if (this.#mounted) for (const name of Object.keys(CLASSES) as ClassName[]) this.#moveClass(name, options.classes);
    const style = options.style && mergeStyles(this.#options.style, options.style);
    this.#options = { ...this.#options, ...options, ...(style && { style }) };
    this.#send({ type: 'update', options: { ...options, ...(style && { style }) } });
  }

  /** The group's own options have changed. */
  refresh(): void {
    this.#send({ type: 'update', options: this.#home.shared() });
  }

  clear(): void {
    this.#assertMounted('clear');
    this.#send({ type: 'clear' });
  }

  focus(): void {
    this.#assertMounted('focus');
    // The frame can only take the focus to its input once it has the page's.
    this.#mounted?.frame.focus();
    this.#send({ type: 'focus' });
  }

  blur(): void {
    this.#assertMounted('blur');
    this.#mounted?.frame.blur();
    this.#send({ type: 'blur' });
  }

  on(type: string, handler: (event: unknown) => unknown): this {
    this.#events.add(type, handler, false);
    return this;
  }

  once(type: string, handler: (event: unknown) => unknown): this {
    this.#events.add(type, handler, true);
    return this;
  }

  off(type: string, handler?: (event: unknown) => unknown): this {
    this.#events.remove(type, handler);
    return this;
  }

  #assertUsable(): void {
    if (this.#destroyed) {
      throw new IntegrationError('This Element has already been destroyed. Please create a new one.');
    }
  }

  #assertMounted(method: string): void {
    this.#assertUsable();
    if (!this.#mounted) {
      throw new IntegrationError(`You must mount an Element before calling ${method}(). Use \`mount()\` to mount it.`);
    }
  }

  #send(message: ToField): void {
    if (this.#mounted?.phase === 'live') this.#mounted.link.send(message);
  }

  #emit(type: string, fields: object = {}): void {
    this.#events.emit(type, { elementType: this.type, ...fields });
  }

  #receive(message: FromField): void {
    const mounted = this.#mounted;
    if (!mounted) return;
    switch (message.type) {
      case 'hello':
        // A frame that loads anew was moved in the page; what was typed is gone, and with Stripe so is the Element.
        mounted.phase = mounted.phase === 'loading' ? 'live' : 'dead';
        return this.#send({ type: 'init', options: this.#initialOptions(mounted.container) });
      case 'ready':
        this.#setHeight(message.height);
        return this.#emit('ready');
      case 'height':
        return this.#setHeight(message.height);
      case 'change':
        this.#showState(message.state);
        return this.#emit('change', message.state);
      case 'enter':
        return mounted.container.closest('form')?.requestSubmit();
      case 'focus':
      case 'blur':
        this.#setClass('focus', message.type === 'focus');
        return this.#emit(message.type);
      case 'escape':
        return this.#emit('escape');
    }
  }

  #initialOptions(container: HTMLElement): FieldOptions {
    const options: CardElementOptions = { ...this.#options };
    delete options.classes;
    const dir = getComputedStyle(container).direction === 'rtl' ? 'rtl' : 'ltr';
    return { ...this.#home.shared(), dir, ...options };
  }

  #setHeight(height: number): void {
    if (this.#mounted && height > 0) setStyle(this.#mounted.frame, { height: `${height}px` });
  }

  /** Without a word from its script the frame is taken for blocked; only the fields that tell so with Stripe do here. */
  #expectScript(): void {
    const mounted = this.#mounted;
    const timer = setTimeout(() => {
      if (mounted?.phase !== 'loading' || (this.type !== 'card' && this.type !== 'cardNumber')) return;
      this.#emit('loaderror', { error: { type: 'api_connection_error', message: 'The Element could not be loaded.' } });
    }, FRAME_TIMEOUT_MS);
    mounted?.cleanup.signal.addEventListener('abort', () => clearTimeout(timer));
  }

  #listenToLabels(container: HTMLElement, signal: AbortSignal): void {
    const labels = new Set<Element | null>([container.closest('label')]);
    if (container.id)
      for (const label of document.querySelectorAll(`label[for="${CSS.escape(container.id)}"]`)) labels.add(label);
    for (const label of labels) label?.addEventListener('click', () => this.focus(), { signal });
  }

  #showState(state: FieldState): void {
    this.#setClass('empty', state.empty);
    this.#setClass('complete', state.complete);
    this.#setClass('invalid', state.error !== undefined);
  }

  #setClass(name: ClassName, on: boolean): void {
    const classes = (this.#options.classes?.[name] ?? CLASSES[name]).split(/\s+/).filter(Boolean);
    for (const token of classes) this.#mounted?.container.classList.toggle(token, on);
  }

  #moveClass(name: ClassName, classes: CardElementOptions['classes']): void {
    const [from, to] = [this.#options.classes?.[name] ?? CLASSES[name], classes?.[name]];
    if (to === undefined || to === from) return;
    const list = this.#mounted?.container.classList;
    const present = from.split(/\s+/).some((token) => token && list?.contains(token));
    for (const token of from.split(/\s+/).filter(Boolean)) list?.remove(token);
    if (present) list?.add(...to.split(/\s+/).filter(Boolean));
  }
}

function mergeStyles(old: FieldStyle = {}, changes: FieldStyle): FieldStyle {
  const merged: FieldStyle = { ...old };
  for (const variant of Object.keys(changes) as (keyof FieldStyle)[]) {
    merged[variant] = { ...old[variant], ...changes[variant] };
  }
  return merged;
}
