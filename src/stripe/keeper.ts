/** Keeps Stripe's Elements and their home together while the page moves around them. */
import type { Stripe } from '@stripe/stripe-js';
import { config } from '../config.js';
import { PaymentError } from '../errors/index.js';
import type { FieldAppearance, FormPlace } from '../session/form.js';
import { frameLost, isDead } from './controller.js';
import { fieldsLost, fromThrown } from './errors.js';
import { hostsAround, Mount, type Layout } from './mount.js';

/** A page that undoes our work at once, each time, would keep the browser busy for ever. */
const MOST_REPAIRS = 20;
const REPAIRS_WITHIN_MS = 1_000;
const READY_WITHIN_MS = 12_000;

/** As much of an Element as is needed to keep it. */
interface Piece {
  mount(container: HTMLElement): void;
  destroy(): void;
}

/** What an Element tells of its own frame. */
export interface PieceEvents {
  /** All of them are there. */
  ready(): void;
  /** A frame could not be loaded, or what is in it is refused: then it is said why. */
  failed(error?: PaymentError): void;
}

type Pieces = Readonly<Record<string, Piece>>;
type NameOf<P> = keyof P & string;

/** What is kept, and who is told of it. */
export interface Kept<P> {
  /** What they are Elements of. */
  readonly stripe: Stripe;
  readonly place: FormPlace;
  readonly layout: Layout<NameOf<P>>;
  /** Makes the Elements; those of an earlier home have been destroyed. */
  create(told: PieceEvents): P;
  /** Enter in one of them. */
  submit(): void;
  /** A press beside one of them. */
  press(name: NameOf<P>): void;
  ready(): void;
  /** They died, or could not be had or kept: everything has been taken out of the page. */
  lost(error: PaymentError): void;
}

/** Elements in one home. */
export class Keeper<P extends Pieces> {
  readonly #kept: Kept<P>;
  #pieces: P | null = null;
  #mount: Mount<NameOf<P>> | null = null;
  #held = false;
  #over = false;
  #since = 0;
  #repairs = 0;
  #late: ReturnType<typeof setTimeout> | undefined;

  /** Mounts them. Throws `fields-lost` if the element is not in the document, `misuse` for what Stripe.js minds. */
  constructor(kept: Kept<P>) {
    this.#kept = kept;
    try {
      this.#open();
    } catch (thrown) {
      this.destroy();
      throw fromThrown(thrown);
    }
  }

  /** Those that are in the page. Throws `fields-lost` where their frames are not there any more. */
  assertAlive(): P {
    if (this.#pieces && this.#mount?.alive) return this.#pieces;
    throw fieldsLost('The card fields are no longer in the page.');
  }

  /** Runs on each; one whose frame is gone may mind, and then there is nothing to be done to it. */
  each(run: (piece: P[NameOf<P>]) => void, names = this.#kept.layout.names): void {
    for (const name of names)
      try {
        if (this.#pieces) run(this.#pieces[name]);
      } catch {
        // Its death is found out, and told, by the next look at the path.
      }
  }

  /** Lays the home out anew. */
  style(look: FieldAppearance): void {
    this.#mount?.style(look);
  }

  /** The element was moved, or may have been. */
  moved(): void {
    // An element that is moved is out of the page for a moment.
    queueMicrotask(() => this.#check());
  }

  /** While on, nothing is mounted anew: see `CardForm`. */
  hold(on: boolean): void {
    this.#held = on;
    if (!on) this.moved();
  }

  /** Takes everything out of the page. Safe twice. */
  destroy(): void {
    this.#over = true;
    this.#close();
  }

  #open(): void {
    const { place, layout } = this.#kept;
    const hosts = hostsAround(place.host);
    if (!hosts) throw fieldsLost('The element is not in the document.');
    const mount = new Mount(place, layout, hosts, {
      submit: () => this.#kept.submit(),
      press: (name) => this.#kept.press(name),
      disturbed: () => this.#check(),
    });
    this.#mount = mount;
    const pieces = this.#kept.create({
      ready: () => {
        clearTimeout(this.#late);
        mount.remember();
        this.#kept.ready();
      },
      failed: (error = new PaymentError('script-blocked', 'A frame of Stripe could not be loaded.')) =>
        this.#lose(error),
    });
    this.#pieces = pieces;
    for (const [name, container] of mount.containers) pieces[name]?.mount(container);
    mount.remember();
    const limit = config().scriptTimeout ?? READY_WITHIN_MS;
    this.#late = setTimeout(() => {
      this.#lose(
        new PaymentError('script-timeout', `No fields within ${limit} ms. Does frame-src allow js.stripe.com?`),
      );
    }, limit);
  }

  #close(): void {
    clearTimeout(this.#late);
    this.each((piece) => piece.destroy());
    this.#pieces = null;
    this.#mount?.remove();
    this.#mount = null;
  }

  #check(): void {
    if (this.#over) return;
    const path = this.#mount?.repair();
    // Away, it is for the session to say whether the form goes with the element.
    if (path === 'away' && !(this.#held && !this.#mount?.alive)) return;
    // What is mounted anew would be as dead: the next press makes another.
    if (isDead(this.#kept.stripe)) return this.#lose(frameLost());
    if (path === 'whole') return;
    if (path !== 'repaired' && this.#held) return this.#lose(fieldsLost('The card fields were taken out of the page.'));
    const now = performance.now();
    if (now - this.#since > REPAIRS_WITHIN_MS) {
      this.#since = now;
      this.#repairs = 0;
    }
    if (++this.#repairs > MOST_REPAIRS)
      return this.#lose(fieldsLost('The page removes the card fields each time they are put back.'));
    if (path === 'repaired') return;
    this.#close();
    try {
      this.#open();
    } catch (thrown) {
      this.#lose(fromThrown(thrown));
    }
  }

  #lose(error: PaymentError): void {
    if (this.#over) return;
    this.destroy();
    this.#kept.lost(error);
  }
}
