/** Makes an attempt's instrument concrete before the confirm, so that a decline can be matched. */
import { perform, reading } from './operation.js';
import { cardSummary } from './read.js';
import type { Run } from './run.js';
import type { Tools } from './tools.js';

/**
 * Stages the concrete payment method: a token becomes one, a test id such as `pm_card_visa` yields a new one
 * when it is retrieved. A confirmation token stays as it is; it is matched by the PaymentIntent that used it.
 */
export async function makeConcrete(tools: Tools, run: Run, id: string): Promise<void> {
  const { instrument, paymentMethod, by } = run.attempt(id);
  if (paymentMethod !== null || instrument.kind === 'confirmationToken') return;
  const method =
    instrument.kind === 'token'
      ? await perform(
          tools,
          run,
          { type: 'method', params: { type: 'card', card: { token: instrument.id } }, target: null, attempt: id, by },
          (api, _params, options) =>
            api.paymentMethods.create({ type: 'card', card: { token: instrument.id } }, options),
        )
      : await reading(run.client().then(({ api }) => api.paymentMethods.retrieve(instrument.id)));
  run.patchAttempt(id, { paymentMethod: method.id, card: method.card ? cardSummary(method.card) : null });
  await run.commit();
}
