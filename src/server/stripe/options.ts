/** What the rest of the server says and hears about Stripe, in no type of the `stripe` package: hosts may not have it. */

/** How Stripe is reached. All optional: by default its own host, with a time limit of 20 s. */
export interface StripeOptions {
  /**
   * Address of another stand-in, `http://127.0.0.1:12111`. Secret keys are sent there, so it comes from the
   * server's configuration and from nowhere else.
   */
  apiBase?: string;
  /**
   * Used instead of the global one, with the same arguments; a sandbox in the same process gives its own. Hand `init`
   * on as it is: `init.signal` is the call's time limit, and one that goes through `new Request()` can be lost.
   */
  fetch?: (input: string, init: RequestInit) => Promise<Response>;
  /** Of one call and its whole answer, in ms. 20 000 by default. */
  timeout?: number;
}

/** What of a verified event matters; `object` is Stripe's, unchecked. */
export interface VerifiedEvent {
  id: string;
  type: string;
  livemode: boolean;
  /** Why nothing is to be done about it, in words for the log; null where something is. */
  leftAlone: string | null;
  /** The connected account that it happened in; null for the keys' own, and where its endpoint is that account's. */
  connected: string | null;
  object: Record<string, unknown>;
  /** Ids of the object and of those that it names. */
  objectIds: string[];
}
