/** What Stripe's sandbox knows of a request, and whether what our side says agrees with it. */
import assert from 'node:assert/strict';
import type { RequestDoc } from '../../../src/server/requests/document.js';
import { checkOrders } from './operators.js';
import { AMOUNT, type World } from './world.js';

interface Intent {
  id: string;
  status: string;
  metadata: Record<string, string>;
}

interface Charge {
  id: string;
  payment_intent: string;
  payment_method: string;
  paid: boolean;
  captured: boolean;
  amount: number;
  amount_captured: number;
  amount_refunded: number;
}

/** Everything that Stripe has of this request. */
export interface Truth {
  intents: Intent[];
  charges: Charge[];
  /** Taken, or held, and not given back. */
  kept: number;
  /** Taken, or held. */
  taken: number;
  refunds: { amount: number; status: string; metadata: Record<string, string> }[];
}

/** Asks the sandbox. */
export async function truthOf(world: World): Promise<Truth> {
  const list = async (path: string): Promise<unknown[]> =>
    (await world.call('GET', path, { limit: '100' }))['data'] as unknown[];
  const intents = ((await list('/v1/payment_intents')) as Intent[]).filter(
    ({ metadata }) => metadata['pay_elements_request'] === world.requestId,
  );
  const ids = new Set(intents.map(({ id }) => id));
  const charges = ((await list('/v1/charges')) as Charge[]).filter((charge) => ids.has(charge.payment_intent));
  const kept = charges
    .filter(({ paid }) => paid)
    // What is only held, and not let go, counts as kept: it is the payer's money that is blocked.
    .reduce((sum, charge) => sum + charge.amount - charge.amount_refunded, 0);
  const taken = charges
    .filter(({ paid }) => paid)
    .reduce((sum, charge) => sum + (charge.captured ? charge.amount_captured : charge.amount), 0);
  const refunds = ((await list('/v1/refunds')) as (Truth['refunds'][number] & { payment_intent: string })[]).filter(
    (refund) => ids.has(refund.payment_intent),
  );
  return { intents, charges, kept, taken, refunds };
}

/** What must hold after every step. */
export async function checkStep(world: World): Promise<void> {
  const row = await rowOf(world);
  assert.deepEqual(world.protocol.breaches, []);
  assert.deepEqual(world.lies, []);
  const pending = row.doc.attempts.filter(({ status }) => status === 'pending');
  assert.ok(pending.length <= 1, `${pending.length} attempts are pending at once`);
  const paid = world.sandbox.charges().filter(({ paid: isPaid, amount }) => isPaid && amount === AMOUNT);
  if (paid.length > 1) {
    const { kept } = await truthOf(world);
    assert.ok(kept <= AMOUNT, `${kept} kept of ${AMOUNT}`);
  }
  if (holdsMoney.has(row.status)) assert.ok(paid.length > 0, `The server says ${row.status}, Stripe took nothing`);
  for (const id of world.calledFailed)
    assert.notEqual(
      row.doc.attempts.find((attempt) => attempt.id === id)?.status,
      'succeeded',
      `A page called ${id} failed, and it paid`,
    );
  checkDeclines(row.doc);
  assert.ok(world.successors.size <= 1, `${world.successors.size} requests replace one`);
}

const holdsMoney: ReadonlySet<string> = new Set(['paid', 'authorized', 'partially_refunded', 'refunded']);

/** The code that each card declines with; a card that is not here never declines. */
const codes: Readonly<Record<string, string>> = {
  pm_card_visa_chargeDeclined: 'card-declined',
  pm_card_visa_chargeDeclinedInsufficientFunds: 'insufficient-funds',
  pm_card_threeDSecure2Required: 'authentication-failed',
  pm_card_threeDSecureRequiredChargeDeclined: 'card-declined authentication-failed',
};

/** A decline is of its own card, never of another's. */
function checkDeclines({ attempts }: RequestDoc): void {
  for (const { id, status, instrument, failure } of attempts) {
    if (status !== 'declined') continue;
    // Of Checkout's page only the session is known; the one card that is refused there is declined plainly.
    const own = instrument.id.startsWith('cs_') ? ['card-declined'] : (codes[instrument.id]?.split(' ') ?? []);
    assert.ok(
      failure && own.includes(failure.code),
      `${id} with ${instrument.id} is said to be ${failure?.code ?? 'declined'}`,
    );
  }
}

/** The row in the store. */
export async function rowOf(world: World): Promise<Awaited<ReturnType<World['store']['read']>>[number]> {
  const [row] = await world.store.read([world.requestId]);
  assert.ok(row);
  return row;
}

const MINUTE = 60_000;

/** Ends every fault, lets time pass, and holds what is left against Stripe. */
export async function checkSettled(world: World): Promise<void> {
  const { time, tally } = world;
  world.heal();
  await world.checkout.expireAll();
  await time.pass(3.5 * MINUTE, 20_000);
  // Finer at the end: with so coarse a time a call takes as long as its client waits.
  await time.pass(1.5 * MINUTE, 2_500);
  await checkStep(world);
  for (const device of world.devices) {
    const { state } = device.page.session;
    const row = await rowOf(world);
    // What was left waits for the payer, who can continue or start over, for as long as Stripe waits for the bank.
    const asked = row.doc.attempts.at(-1)?.status === 'requires_action';
    const waits = state.status === 'authenticating' && state.left && !state.busy && asked;
    assert.ok(
      !stuckStates.has(state.status) && !(state.status === 'authenticating' && device.challenge === null && !waits),
      `The page of ${device.name} still shows ${state.status} (${row.status}) five minutes after the faults ended`,
    );
    tally.add(`end page ${state.status}`);
  }
  // By itself: no webhook, no payer, no sync.
  await time.pass(26 * 60 * MINUTE, 120 * MINUTE);
  // What the server found out last has yet to come to the pages.
  await time.pass(12_000);
  await checkStep(world);
  const row = await rowOf(world);
  const truth = await truthOf(world);
  agree(row.status, row.doc, truth, true);
  checkOrders(world.orders.all, truth);
  for (const { what, answer } of world.orders.all)
    tally.add(`order ${what} ${answer?.code ?? answer?.status ?? 'lost'}`);
  if (world.successors.size > 0) assert.equal(row.status, 'canceled', 'It was replaced and can still be paid');
  for (const { session } of world.devices.map(({ page }) => page))
    if (session.state.moneyRequest) assert.equal(session.state.moneyRequest.status, row.status);
  tally.add(`end request ${row.status}`);
  for (const { status } of row.doc.attempts) tally.add(`end attempt ${status}`);
  for (const { duplicate } of row.doc.rails) if (duplicate) tally.add('end duplicate refunded');
  // Refunds that were made at Stripe, and whose webhooks were lost, are found by looks that become rare.
  for (const { page } of world.devices) page.leave();
  await time.pass(200 * 24 * 60 * MINUTE, 8 * 24 * 60 * MINUTE);
  await checkStep(world);
  const last = await rowOf(world);
  agree(last.status, last.doc, await truthOf(world), false);
  checkHistory(await world.store.history(world.requestId, { limit: 100 }), last.doc);
}

const stuckStates: ReadonlySet<string> = new Set(['loading', 'submitting', 'unknown']);

/** The row says what Stripe says. */
function agree(status: string, doc: RequestDoc, { intents, charges, kept, taken }: Truth, soon: boolean): void {
  assert.ok(kept <= AMOUNT, `${kept} kept of ${AMOUNT}`);
  assert.ok(
    doc.attempts.every((attempt) => attempt.status !== 'pending'),
    'An attempt is pending for ever',
  );
  const live = intents.filter((intent) => intent.status !== 'canceled');
  const made = doc.operations.filter(({ type }) => type === 'intent' || type === 'session').length;
  assert.ok(intents.length <= made, `${intents.length} PaymentIntents of ${made} operations`);
  const known = live.filter(({ id }) => doc.rails.some((rail) => rail.id === id || rail.intent === id));
  assert.ok(known.length <= 1, `${known.length} rails can take money`);
  const confirms = doc.operations.filter(({ type }) => type === 'confirm').length;
  // On Checkout's page it is Stripe that confirms.
  const pages = new Set(doc.rails.filter(({ kind }) => kind === 'session').map(({ intent }) => intent));
  const own = charges.filter(
    (charge) =>
      !pages.has(charge.payment_intent) &&
      doc.attempts.some(({ paymentMethod }) => paymentMethod === charge.payment_method),
  );
  assert.ok(own.length <= confirms, `${own.length} charges of ${confirms} confirms`);
  const rail = live.find((intent) => intent.status === 'succeeded' || intent.status === 'requires_capture');
  const expected =
    rail?.status === 'requires_capture'
      ? 'authorized'
      : rail
        ? kept === taken
          ? 'paid'
          : kept === 0
            ? 'refunded'
            : 'partially_refunded'
        : null;
  const settled = new Set(['paid', 'partially_refunded', 'refunded']);
  if (expected && soon && settled.has(expected))
    assert.ok(settled.has(status), `It is ${status}, at Stripe ${expected}`);
  else if (expected) assert.equal(status, expected);
  else assert.ok(['open', 'canceled', 'expired'].includes(status), `It is ${status}, and Stripe took nothing`);
  if (status === 'canceled' || status === 'expired') assert.deepEqual(known, []);
}

/** Each attempt began once and ended once. */
function checkHistory({ entries }: { entries: { type: string; attempt: string | null }[] }, doc: RequestDoc): void {
  const started = entries.filter(({ type }) => type === 'attempt_started').map(({ attempt }) => attempt);
  // A try on Checkout's page is told once it is read, and may have begun before others that were told earlier.
  assert.deepEqual([...started].sort(), doc.attempts.map(({ id }) => id).sort(), 'Attempts were lost or told twice');
  assert.ok(entries.filter(({ type }) => type === 'paid').length <= 1, 'Paid twice in the history');
}
