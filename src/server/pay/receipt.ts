/** Has Stripe send its receipt to the operator's address, once the request is paid. */
import { project } from '../requests/projection.js';
import { owedReceipt } from '../requests/receipt.js';
import { CallFailed, perform } from './operation.js';
import type { Run } from './run.js';
import type { Tools } from './tools.js';

/**
 * Puts the address onto the charge, as the newest read shows it. Staged. A call that fails changes nothing about the payment:
 * without an answer it is made again at the next look, and what Stripe refuses is left.
 */
export async function askForReceipt(tools: Tools, run: Run): Promise<void> {
  const now = await tools.now();
  const owed = owedReceipt(run.doc, project(run.doc, now).status, now);
  if (!owed) return;
  const { charge, email } = owed;
  try {
    await perform(
      tools,
      run,
      { type: 'receipt', params: { receipt_email: email }, target: charge, attempt: null, by: 'system' },
      (api, params, options) => api.charges.update(charge, params, options),
    );
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
  }
}
