/** A scripted backend that does what a server does. */
import type { AttemptResult } from '../../../src/contract/types.js';
import { declineToCode, maskDecline } from '../../../src/errors/declines.js';
import { PaymentError, traitsOf } from '../../../src/errors/index.js';
import { TEST_CARDS } from '../../../src/sandbox/index.js';
import { moneyRequest, paid, scriptedBackend, type BackendSetup } from '../../../src/testing/index.js';
import type { ScriptedBackend, ScriptedBackendOptions } from '../../../src/testing/scripted-backend.js';

/** Each attempt once, cards as their names say. */
function script(onCharge: () => void): NonNullable<ScriptedBackendOptions['pay']> {
  const outcomes = new Map<string, AttemptResult | PaymentError>();
  const secrets = new Map<string, string | undefined>();
  const decide = (
    id: string,
    attempt: string,
    card: string,
    backend: ScriptedBackend,
  ): AttemptResult | PaymentError => {
    const { decline, challenge } = TEST_CARDS.find((one) => `pm_card_${one.id}` === card) ?? {};
    const its = { id: attempt, code: null, recovery: null, declineCode: null, startedAt: new Date().toISOString() };
    if (challenge) {
      const request = backend.change(id, { attempt: { ...its, status: 'requires_action' } });
      return { paid: false, status: 'requires_action', clientSecret: 'pi_1_secret_1', request };
    }
    if (!decline) {
      onCharge();
      return paid(backend, id, attempt);
    }
    const code = declineToCode(decline.code, decline.declineCode);
    const declineCode = maskDecline(decline.declineCode ?? null);
    const { recovery } = traitsOf(code);
    backend.change(id, { attempt: { ...its, status: 'declined', code, recovery, declineCode } });
    return new PaymentError(code, decline.message, { declineCode });
  };
  return async (id, { attempt, attemptSecret, instrument }, backend) => {
    const card = instrument && 'paymentMethod' in instrument ? instrument.paymentMethod : '';
    const key = `${id} ${attempt}`;
    if (backend.get(id).status !== 'open' && !outcomes.has(key))
      throw new PaymentError('already-paid', 'It is paid already.');
    const outcome = outcomes.get(key) ?? decide(id, attempt, card, backend);
    const known = outcomes.has(key);
    outcomes.set(key, outcome);
    if (!known) secrets.set(key, attemptSecret);
    if (outcome instanceof PaymentError) throw outcome;
    const own = !known || (attemptSecret !== undefined && secrets.get(key) === attemptSecret);
    return own ? outcome : { ...outcome, clientSecret: null };
  };
}

/** Opens one that knows two requests. */
export function openScripted(terms: { amount: number; currency: string }): BackendSetup & { backend: ScriptedBackend } {
  let charges = 0;
  const ids = ['req_0123456789abcdefghijkl', 'req_0123456789abcdefghijkm'] as const;
  return {
    backend: scriptedBackend({
      requests: ids.map((id) => moneyRequest({ id, ...terms })),
      pay: script(() => charges++),
    }),
    id: ids[0],
    another: async () => ids[1],
    unknownId: 'req_0000000000000000000000',
    charges: () => charges,
    end: async () => undefined,
  };
}
