/**
 * The light DOM home of Stripe's fields. Stripe refuses a shadow root, so its frames live in the document, as a child of
 * the outermost shadow host, and are shown where the element is by a chain of slots, one in each host between.
 */
import type { FieldAppearance, FieldName, FormPlace } from '../session/form.js';
import { fieldNames } from './fields.js';
import { dress } from './dress.js';

/** Tells a live home from a copy that somebody cloned along with its host; shared by copies of this bundle. */
const LIVE = Symbol.for('pay-elements/mount');

/** What a home tells. */
export interface MountEvents {
  /** Enter in a field. */
  submit(): void;
  /** A press beside a field, within its cell. */
  press(field: FieldName): void;
  /** The children of a host changed. */
  disturbed(): void;
}

/** How the path to the fields stands: `whole`, `repaired`, `broken` (mount anew), or the element is `away` from the document. */
export type PathState = 'whole' | 'repaired' | 'broken' | 'away';

/** One home, for one set of frames: it is never moved, since a frame that moves loses what was typed. */
export class Mount {
  /** The elements that Stripe's fields are mounted in. */
  readonly containers: Readonly<Record<FieldName, HTMLElement>>;
  readonly #name = `pay-${crypto.randomUUID()}`;
  readonly #place: FormPlace;
  readonly #root = document.createElement('pay-mount');
  readonly #form = document.createElement('form');
  readonly #slots = new Map<Element, HTMLSlotElement>();
  readonly #observer: MutationObserver;
  readonly #windows = new Map<FieldName, Window>();

  /** Puts it into the page. `hosts` is `hostsAround(place.host)`. */
  constructor(place: FormPlace, hosts: readonly Element[], events: MountEvents) {
    this.#place = place;
    this.#observer = new MutationObserver(() => events.disturbed());
    const container = (name: FieldName): HTMLElement => {
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
    this.containers = { number: container('number'), expiry: container('expiry'), cvc: container('cvc') };
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

  /** Lays the fields over the element's own cells. */
  style({ cell, direction }: FieldAppearance): void {
    const { rowHeight, paddingInline, paddingBlockStart, fieldHeight, endInset, gap } = cell;
    dress(this.#root, {
      display: 'grid',
      'grid-template': `${rowHeight}px ${rowHeight}px / 1fr 1fr`,
      gap: `${gap}px`,
      direction,
    });
    dress(this.#form, { display: 'contents', direction });
    for (const [at, name] of fieldNames.entries()) {
      const inner = this.containers[name];
      if (inner.parentElement)
        dress(inner.parentElement, {
          display: 'block',
          'box-sizing': 'border-box',
          'min-width': '0',
          'grid-area': ['1 / 1 / 2 / 3', '2 / 1', '2 / 2'][at] ?? '',
          padding: `${paddingBlockStart}px 0 0`,
          'padding-inline': `${paddingInline}px ${endInset}px`,
          cursor: 'text',
          direction,
        });
      // Card digits run from left to right everywhere.
      dress(inner, { display: 'block', height: `${fieldHeight}px`, direction: 'ltr' });
    }
  }

  /** Takes note of the frames that Stripe made, to know them again. */
  remember(): void {
    for (const name of fieldNames) {
      const frame = this.#frame(name);
      if (frame) this.#windows.set(name, frame);
    }
  }

  /** False once a frame was taken out of the page, even if it was put back: what was typed in it is gone. */
  get alive(): boolean {
    const same = ([name, window]: [FieldName, Window]): boolean => this.#frame(name) === window;
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

  #frame(name: FieldName): Window | undefined {
    return this.containers[name].querySelector('iframe')?.contentWindow ?? undefined;
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
