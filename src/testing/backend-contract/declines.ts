import { traitsOf, type PaymentErrorCode } from '../../errors/index.js';
import { equal } from '../store-contract/bench.js';
import { refusal, type Bench } from './bench.js';

/** Stripe's published cards that are declined: name, our code, decline code as a payer may see it (undefined: any). */
const cards: readonly (readonly [string, PaymentErrorCode, string | undefined])[] = [
  ['visa_chargeDeclined', 'card-declined', 'generic_decline'],
  ['visa_chargeDeclinedInsufficientFunds', 'insufficient-funds', 'insufficient_funds'],
  ['chargeDeclinedExpiredCard', 'expired-card', undefined],
  ['chargeDeclinedIncorrectCvc', 'incorrect-cvc', undefined],
  ['chargeDeclinedProcessingError', 'processing-error', undefined],
  // A thief is not told that the card was reported.
  ['visa_chargeDeclinedStolenCard', 'card-declined', 'generic_decline'],
  ['visa_chargeDeclinedLostCard', 'card-declined', 'generic_decline'],
];

/** Cards that are declined. */
export function declineTests({ test }: Bench): void {
  for (const [card, code, declineCode] of cards)
    test(`${card} is ${code}, for certain, the same again, and another card pays`, async (given) => {
      const { backend, charges, id, pay } = given;
      for (const what of ['a decline', 'the same attempt again']) {
        const error = await refusal(pay('a1', card), [code], what);
        equal([error.kind, error.recovery], ['card', traitsOf(code).recovery], what);
        if (declineCode !== undefined) equal(error.declineCode, declineCode, what);
      }
      const { attempt, payment, status } = await backend.retrieve(id);
      equal([status, payment], ['open', null]);
      equal([attempt?.id, attempt?.status, attempt?.code], ['a1', 'declined', code]);
      if (declineCode !== undefined) equal(attempt?.declineCode, declineCode);
      equal(await charges(), 0, 'charges');
      equal((await pay('a2', 'visa')).paid, true, 'another card');
      equal(await charges(), 1, 'charges');
    });
}
