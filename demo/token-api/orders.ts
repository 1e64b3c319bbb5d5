/** What the example API sells, and what became of it. A real one has a database; its rules are these. */

/** An order and its price, which only this side sets. */
export interface Order {
  readonly id: string;
  readonly label: string;
  /** In minor units. */
  readonly amount: number;
  readonly currency: string;
  /** `charging` from before Stripe is called until its answer is certain: no other token is charged meanwhile. */
  state: 'open' | 'charging' | 'paid';
  /** The token of the charge under way, or of the one that paid. */
  token: string | null;
}

/** The orders of one API: a kitten, and as many more as a test asks for. */
export class Orders {
  readonly #orders = new Map<string, Order>();

  constructor() {
    this.add({ id: 'kittens', label: 'Get more kittens - 25$', amount: 2500, currency: 'usd' });
  }

  add(terms: Pick<Order, 'id' | 'label' | 'amount' | 'currency'>): void {
    this.#orders.set(terms.id, { ...terms, state: 'open', token: null });
  }

  find(id: string): Order | null {
    return this.#orders.get(id) ?? null;
  }
}
