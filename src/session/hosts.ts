/** The elements on one session, and which of them an event is dispatched on. */
import type { FieldName, FieldsKind, FormPlace } from './form.js';
import type { PaymentState } from './state.js';

/** What an element gives its session. */
export interface PayHost extends HTMLElement {
  /** Takes no press, and none that was begun before: a wallet's sheet may have been open. */
  readonly disabled: boolean;
  /** Where the card fields go when the form is opened in this element. */
  readonly place: FormPlace;
  /** What is typed into there. */
  readonly fieldsKind: FieldsKind;
  /** Where the express wallets go; null where there are to be none. */
  readonly walletPlace: FormPlace | null;
  /** Where Stripe is to send the receipt; `''` where that is not asked, or nothing was given. */
  readonly receiptEmail: string;
  /** What was typed into the postal code; `''` where it is not asked. */
  readonly postalCodeValue: string;
  /**
   * Whether what was typed into inputs of the element's own (postal code, e-mail) can be sent. Where not, it says so and
   * leads the payer there, and nothing is charged. Not asked of a wallet, which brings its own.
   */
  checkInputs(): boolean;
  /** Names and placeholders of the fields, in the element's language. */
  readonly messagesForFields: Readonly<Record<FieldName, { label: string; placeholder: string }>>;
  /** The element's language, BCP 47. */
  readonly localeTag: string;
  /** Called after each change of what the session shows. */
  sessionChanged(previous: PaymentState): void;
}

/** The set of hosts of one session. */
export class Hosts {
  readonly #all = new Set<PayHost>();

  get size(): number {
    return this.#all.size;
  }

  add(host: PayHost): void {
    this.#all.add(host);
  }

  /** False if it was not there. */
  delete(host: PayHost): boolean {
    return this.#all.delete(host);
  }

  /** False for one that has left, or shows another request now. */
  has(host: PayHost): boolean {
    return this.#all.has(host);
  }

  tell(previous: PaymentState): void {
    for (const host of [...this.#all]) host.sessionChanged(previous);
  }

  /** The outermost host around `host`: the one that speaks for it. */
  speaker(host: PayHost): PayHost {
    let speaker = host;
    for (let node = parentOf(host); node; node = parentOf(node)) if (this.#isHost(node)) speaker = node;
    return speaker;
  }

  /** Every host that is not inside another one of the same session. */
  speakers(): PayHost[] {
    return [...this.#all].filter((host) => this.speaker(host) === host);
  }

  /** The first speaker in document order. */
  first(): PayHost | undefined {
    return this.speakers().sort(byPosition)[0];
  }

  /** The first in document order that has a place for card fields; not every element has. */
  withPlace(): PayHost | undefined {
    return [...this.#all].sort(byPosition).find((host) => {
      try {
        return host.place;
      } catch {
        return false;
      }
    });
  }

  #isHost(node: Node): node is PayHost {
    return (this.#all as ReadonlySet<Node>).has(node);
  }
}

function parentOf(node: Node): Node | null {
  return node.parentNode ?? (node instanceof ShadowRoot ? node.host : null);
}

/** Document order across shadow roots: of the two hosts' paths, the first step that differs decides. */
function byPosition(a: Node, b: Node): number {
  const [pathA, pathB] = [path(a), path(b)];
  let step = 0;
  while (pathA[step] !== undefined && pathA[step] === pathB[step]) step++;
  const [stepA, stepB] = [pathA[step], pathB[step]];
  if (!stepA || !stepB) return pathA.length - pathB.length;
  return stepA.compareDocumentPosition(stepB) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}

function path(node: Node): Node[] {
  const nodes: Node[] = [];
  for (let step: Node | null = node; step; step = parentOf(step)) nodes.unshift(step);
  return nodes;
}
