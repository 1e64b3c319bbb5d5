/**
 * Leaves Stripe alone while it is down: after some calls in a row without an answer, calls fail at once for a
 * time that doubles up to a limit, and then one is let through to find out. Of one account and mode each.
 */

/** So many calls in a row without an answer open it. */
const FAILURES = 5;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** A call that was not made, since Stripe has not answered those before. Safe: nothing was sent. */
export class CircuitOpen extends TypeError {
  /** In how many ms one will be made again. */
  readonly waitMs: number;
  constructor(waitMs: number) {
    super(`Stripe has not been answering; the next call is made in ${Math.ceil(waitMs / 1000)} s.`);
    this.name = 'CircuitOpen';
    this.waitMs = waitMs;
  }
}

/** The circuit of one key. */
export class Circuit {
  #failures = 0;
  #pause = 0;
  #until = 0;
  /** One call at a time finds out whether Stripe is back. */
  #probing = false;

  /** Milliseconds until a call would be made; 0 where it would be made now. */
  get waitMs(): number {
    if (this.#pause === 0) return 0;
    return Math.max(this.#probing ? 1 : 0, this.#until - performance.now());
  }

  /** Makes the call, or rejects with `CircuitOpen`. No answer and an answer of 500 and above count as failures. */
  async pass(call: () => Promise<Response>): Promise<Response> {
    const wait = this.waitMs;
    if (wait > 0) throw new CircuitOpen(wait);
    const probe = this.#pause > 0;
    this.#probing = probe;
    try {
      const response = await call();
      if (response.status >= 500) this.#failed(probe);
      else this.#failures = this.#pause = 0;
      return response;
    } catch (error) {
      this.#failed(probe);
      throw error;
    } finally {
      if (probe) this.#probing = false;
    }
  }

  #failed(probe: boolean): void {
    this.#failures += 1;
    // Calls that were under way when it opened say nothing new.
    if (this.#failures < FAILURES || (this.#pause > 0 && !probe)) return;
    this.#pause = Math.min(LONGEST_PAUSE_MS, this.#pause === 0 ? FIRST_PAUSE_MS : this.#pause * 2);
    this.#until = performance.now() + this.#pause;
  }
}
