/** PgBouncer in transaction mode. */
export interface PgBouncer {
  /** `postgres://…`, in the place of the server's. */
  url: string;
  stop(): void;
}
/** Starts one before the server at `url`; null where there is none and none can be installed. */
export function startPgBouncer(url: string): Promise<PgBouncer | null>;
