/** Reads the current rail and settles what the read shows. */
import { currentRail } from '../requests/document.js';
import { withLapses, withSnapshot } from '../requests/settle.js';
import { reading } from './operation.js';
import { readRail } from './read.js';
import type { Run } from './run.js';
import type { Tools } from './tools.js';

/**
 * Stages a new snapshot in `run.doc`, with what follows from it; the caller commits. Answers the client secret
 * if a next action needs it. Rejects with `CallFailed` if Stripe cannot be read. Without a rail only time passes.
 */
export async function refresh(tools: Tools, run: Run): Promise<string | null> {
  const rail = currentRail(run.doc);
  let secret: string | null = null;
  if (rail) {
    const { api } = await run.client();
    await run.keep();
    const focus = {
      disputes: run.hints.some(({ type }) => type.startsWith('charge.dispute.')),
      fraudWarnings: run.hints
        .filter(({ type }) => type.startsWith('radar.early_fraud_warning.'))
        .map(({ event }) => event),
    };
    const result = await reading(readRail(api, run.doc, rail.id, await tools.now(), focus));
    run.doc = withSnapshot(run.doc, result.snapshot);
    secret = result.clientSecret;
  }
  run.doc = withLapses(run.doc, await tools.now(), tools.pace.lapse);
  return secret;
}
