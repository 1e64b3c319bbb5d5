/** Who may do what: the host tells, the server holds to it. */
import { PaymentError } from '../errors/index.js';
import { sha256 } from './digest.js';

/** What an operator may do. A closed list. */
export type Capability = 'create' | 'read' | 'capture' | 'cancel' | 'refund' | 'payout' | 'accounts';

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
  /** Stands in the history as `operator:{id}`. */
  id: string;
  /** Ids of the accounts that it may see and use; `'*'` for all. */
  accounts: readonly string[] | '*';
  capabilities: readonly Capability[];
}

/**
 * Tells who sent a request: from a bearer key, or from the host's own session cookie. Null for nobody. It must
 * not read the body.
 */
export type Authorize = (request: Request) => Principal | null | Promise<Principal | null>;

/** The process that runs the server, for its typed methods: it may do everything. */
export const HOST: Principal = { id: 'server', accounts: '*', capabilities: CAPABILITIES };

/**
 * An `authorize` for one shared bearer key (`Authorization: Bearer …`), compared in constant time. The
 * principal may do everything unless `principal` says less. Throws a RangeError for a key under 16 characters.
 */
export function operatorKey(key: string, principal: Partial<Principal> = {}): Authorize {
  if (key.length < 16)
    throw new RangeError('An operator key needs at least 16 characters. Make one with 128 random bits.');
  const operator: Principal = { id: 'operator', accounts: '*', capabilities: CAPABILITIES, ...principal };
  const expected = sha256(key);
  return async (request) => {
    const given = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    if (given === undefined) return null;
    return sameBytes(await sha256(given), await expected) ? operator : null;
  };
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

/** Looks at every byte whatever it finds. Digests are of equal length, so nothing tells how much matched. */
function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
}
