type Handler = (event: unknown) => unknown;

/** The `on`, `once` and `off` of Stripe's Elements. */
export class Emitter {
  #handlers: { type: string; handler: Handler; once: boolean }[] = [];

  add(type: string, handler: Handler, once: boolean): void {
    this.#handlers.push({ type, handler, once });
  }

  /** Removes one handler of a type, or all of them where none is named. */
  remove(type: string, handler?: Handler): void {
    this.#handlers = this.#handlers.filter((entry) => entry.type !== type || (handler && entry.handler !== handler));
  }

  /** Whether anybody listens to a type. */
  has(type: string): boolean {
    return this.#handlers.some((entry) => entry.type === type);
  }

  /** Calls the handlers of a type in order. One that throws does not keep the others from hearing. */
  emit(type: string, event: unknown): void {
    for (const entry of [...this.#handlers]) {
      if (entry.type !== type) continue;
      if (entry.once) this.remove(type, entry.handler);
      try {
        entry.handler(event);
      } catch (error) {
        reportError(error);
      }
    }
  }
}
