/** The part of the package `pg` that is used, described here because it has no types of its own. */

/** One connection. */
export interface PgClient {
  query(text: string, params?: readonly unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  on(event: 'notification', listener: (message: { channel: string; payload?: string }) => void): unknown;
}

/** One connection of its own. */
export interface PgOwnClient extends PgClient {
  connect(): Promise<unknown>;
  end(): Promise<void>;
}

/** One connection of a pool's; an error given to `release` throws it away. */
export interface PgPoolClient extends PgClient {
  off(event: 'error', listener: (error: Error) => void): unknown;
  release(error?: Error): void;
}

/** Several connections. */
export interface PgPool {
  query(text: string, params?: readonly unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  connect(): Promise<PgPoolClient>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  end(): Promise<void>;
}

/** What both are made with, in ms where it is a time. */
export interface PgSettings {
  connectionString: string;
  max?: number;
  keepAlive: boolean;
  connectionTimeoutMillis: number;
  /** Ended by this side when the server does not answer. */
  query_timeout: number;
  application_name: string;
}

/** The package. */
export interface PgDriver {
  Pool: new (settings: PgSettings) => PgPool;
  Client: new (settings: PgSettings) => PgOwnClient;
}

const PACKAGE: string = 'pg';

/** Loads the package; says what to install where it is missing. */
export async function loadPg(): Promise<PgDriver> {
  let loaded: unknown;
  try {
    // By a variable, for the compiler would want types that the package does not have.
    loaded = await import(PACKAGE);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new Error(
      'The PostgreSQL driver is not installed. Run `npm install pg`, or keep the data in a folder with openPglite().',
      { cause },
    );
  }
  if (!isDriver(loaded)) throw new Error('The installed package `pg` is not one that is known: 8.20 or later is.');
  return loaded;
}

function isDriver(value: unknown): value is PgDriver {
  return (
    typeof value === 'object' &&
    value !== null &&
    'Pool' in value &&
    typeof value.Pool === 'function' &&
    'Client' in value &&
    typeof value.Client === 'function'
  );
}
