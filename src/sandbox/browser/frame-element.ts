import { Emitter } from './emitter.js';
import { createFrame, FRAME_TIMEOUT_MS, resolveContainer, setStyle } from './frame.js';
import { IntegrationError } from './integration-error.js';
import type { ElementType, FieldOptions, FromElement, Gesture, Link } from './protocol.js';
import { openLink, randomId } from './protocol.js';

/** What an Element needs of the group that made it. */
export interface ElementHome {
  origin: string;
  group: string;
  /** False once the page has removed the controller frame, without which no Element gets ready. */
  alive(): boolean;
  /** Options that hold for each field of the group: locale and fonts. */
  shared(): Pick<FieldOptions, 'locale' | 'fonts'>;
  forget(type: ElementType): void;
}

/** An Element's frame: path, accessible name, and the styles that are not every frame's. */
interface FrameKind {
  path: string;
  title: string;
  style?: Record<string, string>;
}

interface Mounted<To> {
  container: HTMLElement;
  frame: HTMLIFrameElement;
  link: Link<To | Gesture>;
  /** Waiting for the frame's script; set up; or reloaded since, which loses what was typed and is not recovered. */
  phase: 'loading' | 'live' | 'dead';
  cleanup: AbortController;
}

/** The Elements that tell with Stripe when their frame could not be loaded. */
const TELLING: readonly ElementType[] = ['card', 'cardNumber', 'payment', 'expressCheckout'];

/** What all Elements have in common: one frame in a container of the page, its life, and its events. */
export abstract class FrameElement<To> {
  readonly type: ElementType;
  protected readonly home: ElementHome;
  readonly #kind: FrameKind;
  readonly #events = new Emitter();
  #mounted: Mounted<To> | null = null;
  #destroyed = false;
  #frameId = '';

  constructor(type: ElementType, home: ElementHome, kind: FrameKind) {
    this.type = type;
    this.home = home;
    this.#kind = kind;
  }

  /** The random id of the frame that holds what was typed, or null while there is none. */
  get frameId(): string | null {
    const live = !this.#destroyed && this.#mounted?.phase !== 'dead' && this.#mounted?.frame.isConnected;
    return live ? this.#frameId : null;
  }

  mount(target: unknown): void {
    this.assertUsable();
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
    const { origin, group } = this.home;
    const frame = createFrame({ origin, ...this.#kind, element: this.#frameId, group });
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
      ...this.#kind.style,
    });
    const cleanup = new AbortController();
    const peer = (): Window | null => frame.contentWindow;
    const link = openLink<To | Gesture, FromElement>(this.#frameId, origin, peer, (message) => this.#receive(message));
    this.#mounted = { container, frame, link, phase: 'loading', cleanup };
    this.#expectScript();
    this.#listenToLabels(container, cleanup.signal);
    const wrapper = document.createElement('div');
    wrapper.className = '__PrivateStripeElement';
    setStyle(wrapper, { margin: '0', padding: '0', border: '0', display: 'block', position: 'relative' });
    wrapper.append(frame);
    container.replaceChildren(wrapper);
    this.entered();
  }

  unmount(): void {
    this.assertUsable();
    if (!this.#mounted) return;
    this.left();
    const { container, frame, link, cleanup } = this.#mounted;
    link.close();
    cleanup.abort();
    const wrapper = frame.parentElement;
    if (wrapper?.parentElement === container) wrapper.remove();
    this.#mounted = null;
  }

  destroy(): void {
    this.unmount();
    this.#destroyed = true;
    this.home.forget(this.type);
  }

  clear(): void {
    this.assertMounted('clear');
    this.send({ type: 'clear' });
  }

  focus(): void {
    this.assertMounted('focus');
    // The frame can only take the focus to its input once it has the page's.
    this.#mounted?.frame.focus();
    this.send({ type: 'focus' });
  }

  blur(): void {
    this.assertMounted('blur');
    this.#mounted?.frame.blur();
    this.send({ type: 'blur' });
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

  /** The group's own options have changed. */
  abstract refresh(): void;

  /** The first message to the frame's script. */
  protected abstract begin(dir: 'ltr' | 'rtl'): To;

  /** Hears what the frame tells, before the page does. */
  protected abstract heard(message: FromElement): void;

  /** What the `ready` event tells beside the Element's type. */
  protected readiness(): object {
    return {};
  }

  /** The frame stands in its container. */
  protected entered(): void {}

  /** The frame is about to be taken out. */
  protected left(): void {}

  protected get container(): HTMLElement | null {
    return this.#mounted?.container ?? null;
  }

  protected assertUsable(): void {
    if (this.#destroyed) {
      throw new IntegrationError('This Element has already been destroyed. Please create a new one.');
    }
  }

  protected assertMounted(method: string): void {
    this.assertUsable();
    if (!this.#mounted) {
      throw new IntegrationError(`You must mount an Element before calling ${method}(). Use \`mount()\` to mount it.`);
    }
  }

  /** Sends to the frame, if its script is there; what came before is in its first message. */
  protected send(message: To | Gesture): void {
    if (this.#mounted?.phase === 'live') this.#mounted.link.send(message);
  }

  /** Calls the page's handlers; `type` names the Element in each event but those that Stripe has without. */
  protected emit(type: string, fields: object = {}): void {
    this.#events.emit(type, { elementType: this.type, ...fields });
  }

  protected listensTo(type: string): boolean {
    return this.#events.has(type);
  }

  #receive(message: FromElement): void {
    const mounted = this.#mounted;
    // What a field tells goes through the controller frame: without that, the page hears nothing.
    if (!mounted || !this.home.alive()) return;
    this.heard(message);
    switch (message.type) {
      case 'hello':
        // A frame that loads anew was moved in the page; what was typed is gone, and with Stripe so is the Element.
        mounted.phase = mounted.phase === 'loading' ? 'live' : 'dead';
        return this.send(this.begin(getComputedStyle(mounted.container).direction === 'rtl' ? 'rtl' : 'ltr'));
      case 'ready':
        this.#setHeight(message.height);
        return this.emit('ready', this.readiness());
      case 'height':
        return this.#setHeight(message.height);
      case 'change':
      case 'payment':
        return this.emit('change', message.state);
      case 'enter':
        return mounted.container.closest('form')?.requestSubmit();
      case 'focus':
      case 'blur':
      case 'escape':
        return this.emit(message.type);
      case 'submitted':
      case 'cardDetails':
      case 'press':
        // Each is one kind of Element's own.
        return;
    }
  }

  #setHeight(height: number): void {
    if (this.#mounted && height > 0) setStyle(this.#mounted.frame, { height: `${height}px` });
  }

  /** Without a word from its script the frame is taken for blocked. */
  #expectScript(): void {
    const mounted = this.#mounted;
    const timer = setTimeout(() => {
      if (mounted?.phase !== 'loading' || !TELLING.includes(this.type)) return;
      this.emit('loaderror', { error: { type: 'api_connection_error', message: 'The Element could not be loaded.' } });
    }, FRAME_TIMEOUT_MS);
    mounted?.cleanup.signal.addEventListener('abort', () => clearTimeout(timer));
  }

  #listenToLabels(container: HTMLElement, signal: AbortSignal): void {
    const labels = new Set<Element | null>([container.closest('label')]);
    if (container.id)
      for (const label of document.querySelectorAll(`label[for="${CSS.escape(container.id)}"]`)) labels.add(label);
    for (const label of labels) label?.addEventListener('click', () => this.focus(), { signal });
  }
}
