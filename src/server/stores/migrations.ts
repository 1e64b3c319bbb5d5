/** The tables, as steps that are only ever added to. PGlite and PostgreSQL 13 and later run the same text. */
import { number } from './rows.js';
import type { SqlClient } from './sql.js';

/** One step: its statements run in order, in one transaction with all other new steps. */
type Migration = readonly string[];

const migrations: readonly Migration[] = [
  [
    // doc and entry are json, not jsonb: jsonb refuses \u0000 and lone surrogates, which text from outside may hold.
    `CREATE TABLE pay_elements_requests (
      id text COLLATE "C" PRIMARY KEY,
      version integer NOT NULL,
      status text NOT NULL,
      account text NOT NULL,
      reference text,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      next_check_at timestamptz,
      woken_at timestamptz,
      lease_token text,
      lease_until timestamptz,
      exclusive_key text UNIQUE,
      changed_at timestamptz NOT NULL,
      doc json NOT NULL
    )`,
    `COMMENT ON COLUMN pay_elements_requests.woken_at IS
      'Somebody asked to look again; kept apart from next_check_at, which the lease holder writes'`,
    `COMMENT ON COLUMN pay_elements_requests.exclusive_key IS 'Given up for good when canceled or expired'`,
    `COMMENT ON COLUMN pay_elements_requests.changed_at IS
      'The database''s time of the last version, to find what a lost LISTEN connection missed'`,
    `CREATE INDEX pay_elements_requests_newest ON pay_elements_requests (created_at, id)`,
    `CREATE INDEX pay_elements_requests_account ON pay_elements_requests (account, created_at, id)`,
    `CREATE INDEX pay_elements_requests_reference ON pay_elements_requests (reference) WHERE reference IS NOT NULL`,
    `CREATE INDEX pay_elements_requests_due ON pay_elements_requests (LEAST(next_check_at, woken_at))
      WHERE LEAST(next_check_at, woken_at) IS NOT NULL`,
    `CREATE INDEX pay_elements_requests_changed ON pay_elements_requests (changed_at)`,

    `CREATE TABLE pay_elements_history (
      position bigserial PRIMARY KEY,
      request_id text COLLATE "C" NOT NULL REFERENCES pay_elements_requests (id),
      entry json NOT NULL,
      delivered boolean NOT NULL DEFAULT false
    )`,
    `CREATE INDEX pay_elements_history_request ON pay_elements_history (request_id, position)`,
    `CREATE INDEX pay_elements_history_outbox ON pay_elements_history (request_id, position) WHERE NOT delivered`,
    `CREATE INDEX pay_elements_history_pending ON pay_elements_history (position) WHERE NOT delivered`,

    `CREATE TABLE pay_elements_webhooks (
      account text NOT NULL,
      event text NOT NULL,
      position bigserial NOT NULL,
      type text NOT NULL,
      request_id text,
      received_at timestamptz NOT NULL,
      done_at timestamptz,
      PRIMARY KEY (account, event)
    )`,
    `CREATE INDEX pay_elements_webhooks_open ON pay_elements_webhooks (position) WHERE done_at IS NULL`,
    `CREATE INDEX pay_elements_webhooks_done ON pay_elements_webhooks (done_at) WHERE done_at IS NOT NULL`,

    `CREATE TABLE pay_elements_answers (
      scope text NOT NULL,
      key text NOT NULL,
      body_hash text NOT NULL,
      claim text NOT NULL,
      claimed_until timestamptz NOT NULL,
      status integer,
      body json,
      expires_at timestamptz NOT NULL,
      PRIMARY KEY (scope, key)
    )`,
    `CREATE INDEX pay_elements_answers_expiry ON pay_elements_answers (expires_at)`,

    `CREATE TABLE pay_elements_counters (
      key text NOT NULL,
      window_ms bigint NOT NULL,
      hits timestamptz[] NOT NULL,
      expires_at timestamptz NOT NULL,
      PRIMARY KEY (key, window_ms)
    )`,
    `CREATE INDEX pay_elements_counters_expiry ON pay_elements_counters (expires_at)`,
  ],
  [
    `ALTER TABLE pay_elements_requests ADD COLUMN turn_at timestamptz`,
    `COMMENT ON COLUMN pay_elements_requests.turn_at IS
      'When a process last took the turn to read it at Stripe because a payer asked'`,
    `ALTER TABLE pay_elements_answers ADD COLUMN seed text`,
    `COMMENT ON COLUMN pay_elements_answers.seed IS
      'Random; what a run makes has ids of it, so that a repeat after a death finds them. Null before version 2'`,
  ],
  [
    `ALTER TABLE pay_elements_history ADD COLUMN claimed_until timestamptz`,
    `ALTER TABLE pay_elements_history ADD COLUMN claims integer NOT NULL DEFAULT 0`,
    `COMMENT ON COLUMN pay_elements_history.claimed_until IS
      'Until then one process tells onEvent of it, or it waits to be told again'`,
  ],
];

/** Any constant of ours: two processes that start together take turns on it. */
const ADVISORY_LOCK = 7295340118;

/**
 * Brings the tables up to this version. Safe in several processes at once. Throws for tables of a newer
 * version, and changes nothing then. `upTo` stops at an older version, to test what comes after it.
 */
export async function migrate(sql: SqlClient, upTo = migrations.length): Promise<void> {
  await sql.transaction(async (query) => {
    await query(`SELECT pg_advisory_xact_lock($1::bigint)::text`, [String(ADVISORY_LOCK)]);
    await query(`CREATE TABLE IF NOT EXISTS pay_elements_migrations (
      version integer PRIMARY KEY,
      applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )`);
    const [row = {}] = await query(`SELECT coalesce(max(version), 0) AS version FROM pay_elements_migrations`);
    const done = number(row, 'version');
    if (done > migrations.length)
      throw new Error(
        `The database has version ${done} of the tables of Pay Elements; this release knows ${migrations.length}. Start a newer release.`,
      );
    for (const [index, statements] of migrations.entries()) {
      if (index < done || index >= upTo) continue;
      for (const statement of statements) await query(statement);
      await query(`INSERT INTO pay_elements_migrations (version) VALUES ($1::integer)`, [index + 1]);
    }
  });
}
