/** Who may do what: the host tells, the server holds to it. */
import type { Capability } from '../contract/types.js';
import { PaymentError } from '../errors/index.js';
import { capabilitiesOf, type AccountConfig } from './accounts.js';
import { sha256, sha256Hex } from './digest.js';
import { bound, type Amounts } from './rule.js';

/** Also found here; the contract is its home. */
export type { Capability } from '../contract/types.js';

/** Every capability. */
export const CAPABILITIES: readonly Capability[] = [
  'create',
  'read',
  'capture',
  'cancel',
  'refund',
  'payout',
  'accounts',
];

/** An operator: a person, a server or a bot of the merchant's. */
export interface Principal {
  /**
   * Stands in the history as `operator:{id}`. What was sent under an Idempotency-Key is known again by it: give the same
   * operator the same id, however often its session is renewed, and never give one id to two merchants' operators.
   */
  id: string;
  /** Ids of the accounts that it may see and use; `'*'` for all. */
  accounts: readonly string[] | '*';
  capabilities: readonly Capability[];
  /** Names of the host's that accounts' rules ask for; none by default, `'*'` for any. */
  profiles?: readonly string[] | '*';
  /** How much money one request may be about; no limit by default. */
  limits?: PrincipalLimits;
}

/** The most that an operator may do with one request, in minor units. A currency that is not named may not be used at all. */
export interface PrincipalLimits {
  /** What a request may ask for. */
  create?: Amounts;
  /** What all refunds of a request may come to with the operator's own. */
  refund?: Amounts;
}

/**
 * Tells who sent a request: from a bearer key, or from the host's own session cookie. Null for nobody. It must
 * not read the body.
 */
export type Authorize = (request: Request) => Principal | null | Promise<Principal | null>;

/** The process that runs the server, for its typed methods: it may do everything. */
export const HOST: Principal = { id: 'server', accounts: '*', capabilities: CAPABILITIES, profiles: '*' };

/**
 * An `authorize` for one shared bearer key (`Authorization: Bearer …`), compared in constant time. The
 * principal may do everything unless `principal` says less. Its id, if none is given, is made of the key's SHA-256 digest,
 * `operator-3f9a12cd`: another key is another operator. Throws a RangeError for a key under 16 characters.
 */
export function operatorKey(key: string, principal: Partial<Principal> = {}): Authorize {
  // A variable of the environment that is not set arrives as undefined, whatever the type says.
  if (typeof key !== 'string' || key.length < 16)
    throw new RangeError('An operator key needs at least 16 characters. Make one with 128 random bits.');
  const expected = sha256(key);
  const operator = sha256Hex(key).then((digest): Principal => {
    const id = principal.id ?? `${SHARED_ID}-${digest.slice(0, 8)}`;
    return { ...HOST, ...principal, id };
  });
  return async (request) => {
    const given = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    if (given === undefined) return null;
    return sameBytes(await sha256(given), await expected) ? await operator : null;
  };
}

/** The id of every `operatorKey` without one, before each had its own. */
const SHARED_ID = 'operator';

/** The id under which an earlier release kept the principal's answers: its own, or the one that operator keys shared. */
export function formerIdOf({ id }: Principal): string {
  return /^operator-[0-9a-f]{8}$/.test(id) ? SHARED_ID : id;
}

/** Whether the principal may touch an account. */
export function mayUse(principal: Principal, account: string): boolean {
  return principal.accounts === '*' || principal.accounts.includes(account);
}

/** Throws `forbidden` unless the principal has the capability. */
export function need(principal: Principal, capability: Capability): void {
  if (!principal.capabilities.includes(capability))
    throw new PaymentError('forbidden', `This operator lacks the capability "${capability}".`);
}

/**
 * Throws `forbidden` unless the principal has the capability and the account allows it to its operators. An account
 * that is configured no more (null) takes nothing back from what its operators could.
 */
export function needOn(principal: Principal, capability: Capability, account: AccountConfig | null): void {
  need(principal, capability);
  if (!allows(principal, capability, account))
    throw new PaymentError(
      'forbidden',
      `The account ${account?.id ?? ''} does not allow "${capability}" to its operators: see capabilities of accounts.`,
    );
}

/** Whether the account lets the principal use a capability that it has. The host's own process needs no leave. */
export function allows(principal: Principal, capability: Capability, account: AccountConfig | null): boolean {
  return principal === HOST || account === null || capabilitiesOf(account)[capability];
}

/** The most that the principal may do in this way in a currency; null for no limit. */
export function limitOf({ limits = {} }: Principal, what: keyof PrincipalLimits, currency: string): number | null {
  const amounts = limits[what];
  return amounts ? (bound(amounts, currency) ?? 0) : null;
}

/** Looks at every byte whatever it finds. Digests are of equal length, so nothing tells how much matched. */
function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
}
