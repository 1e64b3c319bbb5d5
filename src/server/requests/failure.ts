/** Why an attempt failed, from what was read of its rail. Pure. */
import { failureOf } from '../stripe/failures.js';
import type { AttemptFailure, ChargeState, RailState } from './document.js';

/** The failure of a charge, or of a rail that made none. The rail's last error says more, where it is about this charge. */
export function failureIn({ lastError }: RailState, charge: ChargeState | null): AttemptFailure {
  const precise = lastError !== null && (charge === null || lastError.charge === charge.id);
  return precise
    ? failureOf(lastError.code, lastError.declineCode)
    : failureOf(charge?.failureCode ?? null, charge?.declineCode ?? null);
}
