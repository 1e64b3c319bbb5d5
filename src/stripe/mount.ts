/**
 * The light DOM home of Stripe's fields. Stripe refuses a shadow root, so its frames live in the document, as a child of
 * the outermost shadow host, and are shown where the element is by a chain of slots, one in each host between.
 */
import type { FieldAppearance, FormPlace } from '../session/form.js';
import { randomId } from '../random.js';
import { dress } from './dress.js';

/** Tells a live home from a copy that somebody cloned along with its host; shared by copies of this bundle. */
const LIVE = Symbol.for('pay-elements/mount');

type Styles = Readonly<Record<string, string>>;

/** What a home holds, and how it is laid out. */
export interface Layout<Name extends string> {
  /** Of its containers, in reading order. */
  readonly names: readonly Name[];
  style(look: FieldAppearance): {
    root: Styles;
    /** Of the box around a container: there, a press is for what is in it. */
    cell?: (at: number) => Styles;
    container?: Styles;
  };
}

/** What a home tells. */
export interface MountEvents<Name extends string> {
  /** Enter in a field. */
  submit(): void;
  /** A press beside a field, within its cell. */
  press(name: Name): void;
  /** The children of a host changed. */
  disturbed(): void;
}

/** How the path to the fields stands: `whole`, `repaired`, `broken` (mount anew), or the element is `away` from the document. */
export type PathState = 'whole' | 'repaired' | 'broken' | 'away';

/** One home, for one set of frames: it is never moved, since a frame that moves loses what was typed. */
export class Mount<Name extends string> {
  /** The elements that Stripe's are mounted in. */
  readonly containers: ReadonlyMap<Name, HTMLElement>;
  readonly #name = `pay-${randomId()}`;
  readonly #place: FormPlace;
  readonly #layout: Layout<Name>;
  readonly #root = document.createElement('pay-mount');
  readonly #form = document.createElement('form');
  readonly #slots = new Map<Element, HTMLSlotElement>();
  readonly #observer: MutationObserver;
  readonly #windows = new Map<Name, Window>();

  /** Puts it into the page. `hosts` is `hostsAround(place.host)`. */
  constructor(place: FormPlace, layout: Layout<Name>, hosts: readonly Element[], events: MountEvents<Name>) {
    this.#place = place;
    this.#layout = layout;
    this.#observer = new MutationObserver(() => events.disturbed());
    const container = (name: Name): HTMLElement => {
      const cell = document.createElement('div');
      const inner = document.createElement('div');
      cell.addEventListener('mousedown', (event) => {
        // Else the browser takes the focus back from the frame.
        event.preventDefault();
        events.press(name);
      });
      cell.append(inner);
      this.#form.append(cell);
      return inner;
    };
    this.containers = new Map(layout.names.map((name) => [name, container(name)]));
    this.#form.noValidate = true;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      events.submit();
    });
    this.#root.slot = this.#name;
    this.#root.append(this.#form);
    Object.assign(this.#root, { [LIVE]: true });
    this.style(place.appearance());
    const outermost = hosts[hosts.length - 1];
    for (const child of outermost?.children ?? [])
      if (child.localName === 'pay-mount' && !(LIVE in child)) child.remove();
    outermost?.prepend(this.#root);
    place.useSlot(this.#name);
    this.#connect(hosts);
  }

  /** Lays it out: over the element's own cells, or as its own content asks for. */
  style(look: FieldAppearance): void {
    const { direction } = look;
    const { root, cell, container } = this.#layout.style(look);
    dress(this.#root, { display: 'block', direction, ...root });
    dress(this.#form, { display: 'contents', direction });
    let at = 0;
    for (const inner of this.containers.values()) {
      if (inner.parentElement)
        dress(inner.parentElement, { display: 'block', 'box-sizing': 'border-box', 'min-width': '0', ...cell?.(at++) });
      dress(inner, { display: 'block', ...container });
    }
  }

  /** Takes note of the frames that Stripe made, to know them again. */
  remember(): void {
    for (const name of this.#layout.names) {
      const frame = this.#frame(name);
      if (frame) this.#windows.set(name, frame);
    }
  }

  /** False once a frame was taken out of the page, even if it was put back: what was typed in it is gone. */
  get alive(): boolean {
    const same = ([name, window]: [Name, Window]): boolean => this.#frame(name) === window;
    return this.#root.isConnected && [...this.#windows].every(same);
  }

  /** Follows the element to where it is now, as far as that is possible without moving a frame. */
  repair(): PathState {
    const hosts = hostsAround(this.#place.host);
    if (!hosts) return 'away';
    if (this.#root.parentNode !== hosts[hosts.length - 1] || !this.alive) return 'broken';
    return this.#connect(hosts) ? 'repaired' : 'whole';
  }

  /** Takes everything out of the page. */
  remove(): void {
    this.#observer.disconnect();
    this.#root.remove();
    for (const slot of this.#slots.values()) slot.remove();
  }

  #frame(name: Name): Window | undefined {
    return this.containers.get(name)?.querySelector('iframe')?.contentWindow ?? undefined;
  }

  /** Makes the chain of slots from `hosts`, innermost first. True if anything had to be changed. */
  #connect(hosts: readonly Element[]): boolean {
    // What is changed here is no disturbance.
    this.#observer.disconnect();
    let changed = false;
    let child: HTMLElement = this.#root;
    for (const host of hosts.slice(0, -1).reverse()) {
      const slot = this.#slots.get(host) ?? this.#createSlot(host);
      if (slot.parentNode !== host) {
        host.prepend(slot);
        changed = true;
      }
      const root = slot.getRootNode();
      if (root instanceof ShadowRoot && root.slotAssignment === 'manual') slot.assign(child);
      child = slot;
    }
    for (const host of hosts) this.#observer.observe(host, { childList: true });
    for (const [host, slot] of this.#slots)
      if (!hosts.includes(host)) {
        slot.remove();
        this.#slots.delete(host);
      }
    return changed;
  }

  #createSlot(host: Element): HTMLSlotElement {
    const slot = document.createElement('slot');
    slot.name = slot.slot = this.#name;
    slot.style.setProperty('display', 'contents', 'important');
    this.#slots.set(host, slot);
    return slot;
  }
}

/** The shadow hosts from `host` out to the document; null if it is not in the document. Closed roots are no obstacle. */
export function hostsAround(host: Element): Element[] | null {
  const hosts = [host];
  let root = host.getRootNode();
  while (root instanceof ShadowRoot) {
    hosts.push(root.host);
    root = root.host.getRootNode();
  }
  return root === document ? hosts : null;
}
