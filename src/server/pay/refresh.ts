/** Reads the current rail and settles what the read shows. */
import { currentRail } from '../requests/document.js';
import { withLapsedOrders } from '../requests/orders.js';
import { withChallenge } from '../requests/returning.js';
import { withLapses, withMissingRail, withSnapshot } from '../requests/settle.js';
import { CallFailed, reading } from './operation.js';
import { readRail, type Reading } from './read.js';
import type { Run } from './run.js';
import type { Tools } from './tools.js';

/**
 * Stages a new snapshot in `run.doc`, with what follows from it; the caller commits. Answers the client secret
 * if a next action needs it. Rejects with `CallFailed` if Stripe cannot be read. Without a rail only time passes.
 */
export async function refresh(tools: Tools, run: Run): Promise<string | null> {
  const rail = currentRail(run.doc);
  let secret: string | null = null;
  run.pageUrl = null;
  if (rail) {
    const { api } = await run.client();
    await run.keep();
    const focus = {
      disputes: run.hints.some(({ type }) => type.startsWith('charge.dispute.')),
      fraudWarnings: run.hints
        .filter(({ type }) => type.startsWith('radar.early_fraud_warning.'))
        .map(({ event }) => event),
    };
    const result = await orMissing(reading(readRail(api, run.doc, rail, await tools.now(), focus)), rail.id);
    if (!result) {
      run.doc = withMissingRail(run.doc);
      return null;
    }
    run.doc = withSnapshot(run.doc, result.snapshot);
    run.pageUrl = result.url;
    secret = result.clientSecret;
    if (secret !== null) run.doc = await withChallenge(run.doc, rail.id, secret, await tools.now());
  }
  const now = await tools.now();
  run.doc = withLapsedOrders(withLapses(run.doc, now, tools.pace.lapse), now, tools.pace.lapse);
  return secret;
}

/** Null where Stripe answers that it has no such object: the keys are another account's than they were. */
async function orMissing(read: Promise<Reading>, rail: string): Promise<Reading | null> {
  try {
    return await read;
  } catch (error) {
    const failure = error instanceof CallFailed ? error.failure : null;
    const unknown = failure?.kind === 'refused' && failure.status === 404 && failure.code === 'resource_missing';
    if (!unknown || !failure.reason?.includes(rail)) throw error;
    return null;
  }
}
