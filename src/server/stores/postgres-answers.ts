import type { Store, StoredAnswer } from '../store.js';
import { ANSWER_KEPT_MS } from './keeping.js';
import type { SqlTime } from './sql-time.js';
import { number, text } from './rows.js';
import type { SqlClient } from './sql.js';
import { every, pause } from './timers.js';
import { newToken } from './token.js';

/** How long a claim holds without being renewed, in ms: after that its process counts as dead. */
const CLAIM_MS = 30_000;

/** How often a live claim is renewed, in ms. */
const RENEW_MS = 10_000;

/** First and longest time between two looks for an answer that another process makes, in ms. */
const POLL_MS = { first: 20, longest: 250 };

/** The claim of a row whose run came to nothing: free for any body, and its seed for a repeat of the same one. */
const GIVEN_UP = '-';

/** Answers for idempotency keys in the database. */
export interface Answers extends Pick<Store, 'once' | 'began'> {
  /** Stops renewing claims and ends waits: they reject. */
  close(): void;
}

/**
 * Who inserts the row of a key runs the answer and renews its claim meanwhile; others poll. A claim that is
 * renewed no more is taken over by a repeat of the same body.
 */
export function postgresAnswers(sql: SqlClient, time: SqlTime): Answers {
  const closed = new AbortController();
  const now = time.sql('$1');
  const after = (ms: number): string => `${now} + ${ms} * interval '1 millisecond'`;

  /** The seed, if the claim is the caller's now; null if another has it or there is an answer. */
  async function claim(scope: string, key: string, bodyHash: string, token: string): Promise<string | null> {
    const [row] = await sql.query(
      `INSERT INTO pay_elements_answers AS known (scope, key, body_hash, claim, claimed_until, expires_at, seed)
       VALUES ($2::text, $3::text, $4::text, $5::text, ${after(CLAIM_MS)}, ${after(ANSWER_KEPT_MS)}, $6::text)
       ON CONFLICT (scope, key) DO UPDATE SET body_hash = excluded.body_hash, claim = excluded.claim,
         claimed_until = excluded.claimed_until, expires_at = excluded.expires_at, status = NULL, body = NULL,
         seed = CASE WHEN known.body_hash = excluded.body_hash AND known.expires_at > ${now}
           THEN coalesce(known.seed, excluded.seed) ELSE excluded.seed END
       WHERE known.expires_at <= ${now}
         OR (known.status IS NULL AND known.claimed_until <= ${now}
           AND (known.body_hash = excluded.body_hash OR known.claim = '${GIVEN_UP}'))
       RETURNING seed`,
      [time.param(), scope, key, bodyHash, token, newToken()],
    );
    return row ? text(row, 'seed') : null;
  }

  async function find(scope: string, key: string): Promise<{ bodyHash: string; answer: StoredAnswer | null } | null> {
    const [row] = await sql.query(
      `SELECT body_hash, claim, status, body::text AS body_text FROM pay_elements_answers
       WHERE scope = $2::text AND key = $3::text AND expires_at > ${now}`,
      [time.param(), scope, key],
    );
    if (!row || row['claim'] === GIVEN_UP) return null;
    const bodyHash = text(row, 'body_hash');
    if (row['status'] === null) return { bodyHash, answer: null };
    const body: unknown = JSON.parse(text(row, 'body_text'));
    return { bodyHash, answer: { bodyHash, status: number(row, 'status'), body: String(body) } };
  }

  async function run(
    scope: string,
    key: string,
    bodyHash: string,
    token: string,
    seed: string,
    answer: (seed: string) => Promise<{ status: number; body: string }>,
  ): Promise<StoredAnswer> {
    const stopRenewing = every(RENEW_MS, closed.signal, () =>
      sql.query(
        `UPDATE pay_elements_answers SET claimed_until = ${after(CLAIM_MS)}
         WHERE scope = $2::text AND key = $3::text AND claim = $4::text AND status IS NULL`,
        [time.param(), scope, key, token],
      ),
    );
    let kept = false;
    try {
      const { status, body } = await answer(seed);
      if (status < 500) {
        kept = true;
        const rows = await sql.query(
          `UPDATE pay_elements_answers SET status = $5::integer, body = $6::json, expires_at = ${after(ANSWER_KEPT_MS)}
           WHERE scope = $2::text AND key = $3::text AND claim = $4::text RETURNING claim`,
          // As a JSON string, which unlike text may hold U+0000.
          [time.param(), scope, key, token, status, JSON.stringify(body)],
        );
        // Held up for so long that it counted as dead: what its successor answered is the answer, if it has.
        const other = rows.length === 0 ? await find(scope, key) : null;
        if (other?.answer?.bodyHash === bodyHash) return other.answer;
      }
      return { bodyHash, status, body };
    } finally {
      stopRenewing();
      if (!kept)
        // If this fails too, the claim lapses by itself.
        await sql
          .query(
            `UPDATE pay_elements_answers SET claim = '${GIVEN_UP}', claimed_until = ${now}
             WHERE scope = $2::text AND key = $3::text AND claim = $4::text`,
            [time.param(), scope, key, token],
          )
          .catch(() => undefined);
    }
  }

  return {
    async once(scope, key, bodyHash, answer) {
      for (let wait = POLL_MS.first; ; wait = Math.min(wait * 1.5, POLL_MS.longest)) {
        const token = newToken();
        const seed = await claim(scope, key, bodyHash, token);
        if (seed !== null) return run(scope, key, bodyHash, token, seed, answer);
        const known = await find(scope, key);
        if (known && known.bodyHash !== bodyHash) return null;
        if (known?.answer) return known.answer;
        await pause(wait, closed.signal);
      }
    },
    async began(scope, key) {
      const rows = await sql.query(
        `SELECT key FROM pay_elements_answers WHERE scope = $2::text AND key = $3::text AND expires_at > ${now}`,
        [time.param(), scope, key],
      );
      return rows.length > 0;
    },
    close: () => closed.abort(new Error('The store was closed.')),
  };
}
