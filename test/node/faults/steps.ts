/** What can happen in a world, as data: drawn by fast-check, or written down for a case that was found. */
import type { LinkFault } from './link.js';
import type { VoucherStep } from './checkout.js';
import type { Operator } from './operators.js';
import type { ChallengeHabit } from './page.js';
import type { World } from './world.js';

/** One thing that happens. Times in ms; `then` passes after it. */
export type Step =
  | { do: 'press'; device: 0 | 1; card: string; habit: ChallengeHabit; times: number; then: number }
  | { do: 'post'; card: string; then: number }
  | { do: 'repeat'; which: number; with: 'nothing' | 'same' | 'another'; then: number }
  | { do: 'sync' | 'close' | 'reload'; device: 0 | 1; then: number }
  | { do: 'challenge'; device: 0 | 1; authorized: boolean; then: number }
  | { do: 'webhook'; how: 'deliver' | 'drop' | 'repeat'; which: number; then: number }
  | { do: 'replace'; times: 1 | 2; keyed: boolean; then: number }
  | { do: 'order'; what: 'refund' | 'capture'; who: Operator; keyed: boolean; then: number }
  | { do: 'order-again'; which: number; then: number }
  | { do: 'continue' | 'start-over'; device: 0 | 1; habit: ChallengeHabit; then: number }
  | { do: 'checkout'; again: boolean; then: number }
  | { do: 'checkout-pay'; card: string; then: number }
  | { do: 'voucher'; what: VoucherStep; then: number }
  | { do: 'bank'; authorized: boolean; then: number }
  | { do: 'dispute'; outcome: 'won' | 'lost'; then: number }
  | { do: 'drain'; then: number }
  | { do: 'pass'; ms: number }
  | { do: 'kill'; place: 0 | 1; steps: number; when: 'before' | 'after'; downFor: number }
  | { do: 'nap'; place: 0 | 1; steps: number; ms: number }
  | { do: 'fault'; on: 'browser' | 'stripe'; fault: LinkFault; path: string; skip: number; ms: number; status: number }
  | { do: 'stored-error'; path: string }
  | { do: 'outage'; ms: number }
  | { do: 'stranger'; card: string; then: number }
  | { do: 'dashboard'; what: 'refund' | 'part' | 'cancel' | 'capture'; then: number };

/** Makes it happen. What it sets going may go on after it. */
export async function take(world: World, step: Step): Promise<void> {
  const { time, devices, tally } = world;
  tally.add(`step ${step.do}`);
  switch (step.do) {
    case 'press': {
      const device = devices[step.device];
      device.card = step.card;
      device.habit = step.habit;
      void device.page.press(step.times);
      break;
    }
    case 'post': {
      const id = `bot-${world.attempts.length}`;
      world.attempts.push({ id, card: step.card });
      void world.post(id, step.card);
      break;
    }
    case 'repeat': {
      const known = world.attempts[step.which % Math.max(1, world.attempts.length)];
      if (!known) break;
      const card = step.with === 'nothing' ? null : step.with === 'same' ? known.card : 'pm_card_mastercard';
      void world.post(known.id, card);
      break;
    }
    case 'sync':
      devices[step.device].page.sync();
      break;
    case 'close':
      devices[step.device].page.close();
      break;
    case 'reload':
      devices[step.device].reload();
      break;
    case 'challenge':
      void devices[step.device].settleChallenge(step.authorized);
      break;
    case 'webhook':
      webhook(world, step.how, step.which);
      break;
    case 'replace':
      for (let time = 0; time < step.times; time++) void world.replace(step.keyed);
      break;
    case 'order':
      void world.orders.place(step.what, step.who, step.keyed);
      break;
    case 'order-again': {
      const known = world.orders.all[step.which % Math.max(1, world.orders.all.length)];
      if (known) void world.orders.again(known);
      break;
    }
    case 'dispute':
      await decideDispute(world, step.outcome);
      break;
    case 'drain':
      await drain(world);
      break;
    case 'checkout':
      void world.openCheckout(step.again);
      break;
    case 'checkout-pay':
      await world.checkout.pay(step.card);
      break;
    case 'voucher':
      if (await world.checkout.voucher(step.what)) tally.add(`voucher ${step.what}`);
      break;
    case 'continue':
    case 'start-over': {
      const device = devices[step.device];
      device.habit = step.habit;
      if (step.do === 'continue') device.page.resume();
      else device.page.startOver();
      break;
    }
    case 'bank': {
      // The bank's app, whatever has become of the page that the challenge was shown on.
      const secret = world.secrets.at(-1);
      if (secret !== undefined) void world.answer(secret, step.authorized);
      break;
    }
    case 'pass':
      await time.pass(step.ms, step.ms / 12);
      return;
    case 'kill':
      world.servers.kill(step.place, step.steps, step.when, step.downFor);
      return;
    case 'nap':
      world.servers.nap(step.place, step.steps, step.ms);
      return;
    case 'fault': {
      const { on, fault, path, skip, ms, status } = step;
      (on === 'browser' ? world.net : world.stripe).plan({ fault, path, skip, ms, status });
      return;
    }
    case 'stored-error':
      world.sandbox.faults.add({ method: 'POST', path: step.path, fault: 'error', stored: true });
      return;
    case 'outage':
      world.stripeDown(step.ms);
      return;
    case 'stranger':
      await stranger(world, step.card);
      break;
    case 'dashboard':
      await dashboard(world, step.what);
      break;
  }
  await time.pass(step.then);
}

function webhook(world: World, how: 'deliver' | 'drop' | 'repeat', which: number): void {
  const from = how === 'repeat' ? world.delivered : world.mail;
  const index = which % Math.max(1, from.length);
  const mail = from[index];
  if (!mail) return;
  if (how !== 'repeat') world.mail.splice(index, 1);
  world.tally.add(`webhook ${how}${how === 'deliver' && index > 0 ? ' out of order' : ''}`);
  if (how !== 'drop') void world.deliver(mail);
}

/** Somebody who was shown a client secret confirms with a card of their own, at Stripe. */
async function stranger(world: World, card: string): Promise<void> {
  const secret = world.secrets.at(-1);
  if (secret === undefined) return;
  world.tally.add('stranger confirmed');
  await world.call(
    'POST',
    `/v1/payment_intents/${secret.split('_secret_')[0]}/confirm`,
    { client_secret: secret, payment_method: card, return_url: 'https://stranger.example/', use_stripe_sdk: 'true' },
    'pk_test_sandbox',
  );
}

/** The bank decides the newest dispute of the request, by the words that decide at once in test mode. */
async function decideDispute(world: World, outcome: 'won' | 'lost'): Promise<void> {
  const { data } = (await world.call('GET', '/v1/disputes')) as { data: { id: string; status: string }[] };
  const open = data.find(({ status }) => status === 'needs_response');
  if (!open) return;
  world.tally.add(`dispute ${outcome}`);
  const words = outcome === 'won' ? 'winning_evidence' : 'losing_evidence';
  await world.call('POST', `/v1/disputes/${open.id}`, { 'evidence[uncategorized_text]': words, submit: 'true' });
}

/** Other business of the merchant costs more than it brings, so that Stripe has too little to refund from. */
async function drain(world: World): Promise<void> {
  for (const amount of ['100', '100'])
    await world.call('POST', '/v1/payment_intents', {
      ...{ amount, currency: 'usd', confirm: 'true', payment_method: 'pm_card_createDispute' },
      return_url: 'https://shop.example/',
    });
  world.tally.add('drained');
}

/** The merchant does something in Stripe's Dashboard. */
async function dashboard(world: World, what: 'refund' | 'part' | 'cancel' | 'capture'): Promise<void> {
  const [row] = await world.store.read([world.requestId]);
  const intent = row?.doc.rails.at(-1)?.id;
  if (intent === undefined) return;
  if (what === 'cancel') await world.call('POST', `/v1/payment_intents/${intent}/cancel`);
  else if (what === 'capture') await world.call('POST', `/v1/payment_intents/${intent}/capture`);
  else
    await world.call('POST', '/v1/refunds', { payment_intent: intent, ...(what === 'part' ? { amount: '700' } : {}) });
  world.tally.add(`dashboard ${what}`);
}
