/** Draws steps and settings. */
import fc from 'fast-check';
import { GATEWAY_BODIES, LINK_FAULTS } from './link.js';
import { take, type Step } from './steps.js';
import { checkStep } from './truth.js';
import { THIRTY_DAYS } from './play.js';
import type { Setting, World } from './world.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Longer than a client waits for an answer would be a message that nobody sends any more. */
const LATE_MS = [50, 300, 2_500, 9_000, 18_000];

const device = fc.constantFrom<0 | 1>(0, 1);
const then = fc.constantFrom(0, 5, 40, 200, 1_500);
const card = fc.constantFrom(
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_visa_chargeDeclined',
  'pm_card_visa_chargeDeclinedInsufficientFunds',
  'pm_card_threeDSecure2Required',
  'pm_card_threeDSecure2Required',
  'pm_card_threeDSecureRequiredChargeDeclined',
  'pm_card_createDispute',
);
const habit = fc.constantFrom('authorize', 'authorize', 'refuse', 'leave', 'linger');
const which = fc.nat(9);
const one = <T extends string>(word: T): fc.Arbitrary<T> => fc.constant(word);

const fault = fc
  .record({
    do: one('fault'),
    on: fc.constantFrom('browser', 'stripe'),
    fault: fc.constantFrom(...LINK_FAULTS),
    path: fc.constantFrom(
      '',
      '',
      '',
      '',
      '/attempts',
      '/sync',
      '/confirm',
      '/payment_intents',
      '/cancel',
      '/charges',
      '/refunds',
      '/capture',
    ),
    skip: fc.constantFrom(0, 0, 0, 1, 2, 4),
    ms: fc.constantFrom(...LATE_MS),
    status: fc.constantFrom(500, 502, 503, ...Object.keys(GATEWAY_BODIES).map(Number)),
  })
  .map((step): Step => step);

const steps: [number, fc.Arbitrary<Step>][] = [
  [8, fc.record({ do: one('press'), device, card, habit, times: fc.constantFrom(1, 1, 2, 20), then })],
  [1, fc.record({ do: one('post'), card, then })],
  [2, fc.record({ do: one('repeat'), which, with: fc.constantFrom('nothing', 'same', 'another'), then })],
  [4, fc.record({ do: fc.constantFrom('sync', 'close', 'reload'), device, then })],
  [2, fc.record({ do: one('challenge'), device, authorized: fc.boolean(), then })],
  [4, fc.record({ do: one('webhook'), how: fc.constantFrom('deliver', 'deliver', 'drop', 'repeat'), which, then })],
  [1, fc.record({ do: one('replace'), times: fc.constantFrom(1, 1, 2), keyed: fc.boolean(), then })],
  [
    4,
    fc.record({
      do: one('order'),
      what: fc.constantFrom('refund', 'refund', 'capture'),
      who: fc.constantFrom('ann', 'bob'),
      keyed: fc.boolean(),
      then,
    }),
  ],
  [2, fc.record({ do: one('order-again'), which, then })],
  [1, fc.record({ do: one('dispute'), outcome: fc.constantFrom('won', 'lost'), then })],
  [1, fc.record({ do: one('drain'), then })],
  [2, fc.record({ do: one('checkout'), again: fc.boolean(), then })],
  [1, fc.record({ do: one('checkout-pay'), card: fc.constantFrom('4242424242424242', '4000000000000002'), then })],
  [2, fc.record({ do: one('voucher'), what: fc.constantFrom('take', 'take', 'pay', 'expire'), then })],
  [2, fc.record({ do: fc.constantFrom('continue', 'start-over'), device, habit, then })],
  [2, fc.record({ do: one('bank'), authorized: fc.boolean(), then })],
  [
    5,
    fc.record({
      do: one('pass'),
      ms: fc.constantFrom(
        SECOND,
        3 * SECOND,
        20 * SECOND,
        50 * SECOND,
        65 * SECOND,
        130 * SECOND,
        10 * MINUTE,
        HOUR,
        25 * HOUR,
      ),
    }),
  ],
  [
    3,
    fc.record({
      do: one('kill'),
      place: device,
      steps: fc.nat(25),
      when: fc.constantFrom('before', 'after'),
      downFor: fc.constantFrom(10, SECOND, 50 * SECOND, 3 * MINUTE),
    }),
  ],
  [
    2,
    fc.record({
      do: one('nap'),
      place: device,
      steps: fc.nat(6),
      ms: fc.constantFrom(10 * SECOND, 50 * SECOND, 3 * MINUTE),
    }),
  ],
  [8, fault],
  [
    1,
    fc.record({
      do: one('stored-error'),
      path: fc.constantFrom('/v1/payment_intents', '/v1/payment_intents/*/confirm', '/v1/payment_intents/*/cancel'),
    }),
  ],
  [1, fc.record({ do: one('outage'), ms: fc.constantFrom(SECOND, 30 * SECOND, 10 * MINUTE) })],
  [
    1,
    fc.record({
      do: one('stranger'),
      card: fc.constantFrom('pm_card_visa', 'pm_card_chargeDeclinedExpiredCard'),
      then,
    }),
  ],
  [1, fc.record({ do: one('dashboard'), what: fc.constantFrom('refund', 'part', 'cancel', 'capture'), then })],
];

class Command implements fc.AsyncCommand<object, World> {
  readonly #step: Step;

  constructor(step: Step) {
    this.#step = step;
  }

  check(): boolean {
    return true;
  }

  async run(_: object, world: World): Promise<void> {
    await take(world, this.#step);
    await checkStep(world);
  }

  toString(): string {
    return JSON.stringify(this.#step);
  }
}

/** Up to 40 steps. */
export const commands = fc.commands(
  [fc.oneof(...steps.map(([weight, arbitrary]) => ({ weight, arbitrary }))).map((step) => new Command(step))],
  { maxCommands: 40, size: 'max' },
);

/** What a run is about. */
export const setting: fc.Arbitrary<Setting> = fc.record({
  capture: fc.constantFrom('automatic', 'automatic', 'automatic', 'manual'),
  life: fc.constantFrom(THIRTY_DAYS, THIRTY_DAYS, HOUR),
});
