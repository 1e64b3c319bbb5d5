/** One `Stripe` object per key, account and language, over Stripe's own script, or the sandbox's where that is asked for. */
import type { Stripe } from '@stripe/stripe-js';
import type { StripeSettings } from '../contract/types.js';
import { PaymentError } from '../errors/index.js';
import { isDead, withController } from './controller.js';
import { fromThrown } from './errors.js';
import { toLocale } from './locale.js';
import { loadScript, present, STRIPE_TRAIN, STRIPE_URL, type StripeGlobal } from './script.js';

/** What tells which script is loaded. */
type ScriptSettings = Pick<StripeSettings, 'publishableKey' | 'scriptUrl'>;

const instances = new Map<string, Promise<Stripe>>();
/** What sandboxes' scripts defined, by address: kept off `window`, where the real one belongs. */
const sandboxes = new Map<string, Promise<StripeGlobal>>();
/** Scripts load one after the other, so that what one defined is not taken for the other's. */
let turn: Promise<unknown> = Promise.resolve();

/** Loads the script and nothing more. Rejects `script-blocked`, `script-timeout` or `misuse`. */
export async function prepare(settings: ScriptSettings): Promise<StripeGlobal> {
  const url = sandboxUrl(settings);
  return url === null ? real() : once(sandboxes, url, () => takeTurn(() => sandbox(url)));
}

/**
 * The `Stripe` object, made anew where the page removed the frame of the one that is kept. Rejects what `prepare` does, and
 * `script-outdated`. `tag` is a BCP 47 language tag.
 */
export async function stripeFor(settings: StripeSettings, tag: string): Promise<Stripe> {
  const { publishableKey, account, scriptUrl } = settings;
  const locale = toLocale(tag);
  const key = [scriptUrl, publishableKey, account, locale].join();
  const kept = instances.get(key);
  // Another caller may have put a new one in its place while this one waited.
  if (kept && isDead(await kept) && instances.get(key) === kept) instances.delete(key);
  return once(instances, key, async () => {
    const create = await prepare(settings);
    const options = { locale, ...(account === null ? {} : { stripeAccount: account }) };
    try {
      // Said to developers, as @stripe/stripe-js's own loader does: it works, but was not tried with this one.
      if (/^pk_test/.test(publishableKey) && (create.version ?? STRIPE_TRAIN) !== STRIPE_TRAIN)
        console.warn(`Stripe.js ${String(create.version)} is on this page; pay-elements expects ${STRIPE_TRAIN}.`);
      const stripe = withController(() => create(publishableKey, options));
      if (!isUsable(stripe)) throw outdated(` has no ${absentIn(stripe).join(', ')}`);
      // Only says who asks: a stand-in may do without.
      (stripe as Partial<Stripe>).registerAppInfo?.({ name: 'pay-elements' });
      return stripe;
    } catch (thrown) {
      throw fromThrown(thrown);
    }
  });
}

/** Remembers what is under way or done; what failed is tried again at the next call. */
function once<T>(memory: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  let made = memory.get(key);
  if (!made) {
    made = make();
    memory.set(key, made);
    made.catch(() => memory.delete(key));
  }
  return made;
}

function takeTurn<T>(run: () => Promise<T>): Promise<T> {
  const mine = turn.then(run);
  turn = mine.catch(() => undefined);
  return mine;
}

async function real(): Promise<StripeGlobal> {
  const found = await takeTurn(async () => present() ?? (await loadScript(STRIPE_URL)));
  // Version 2 was an object with methods.
  if (typeof found !== 'function') throw outdated();
  return found;
}

async function sandbox(url: string): Promise<StripeGlobal> {
  const before = present();
  const made = await loadScript(url);
  const page = window as { Stripe?: StripeGlobal };
  if (before) page.Stripe = before;
  else delete page.Stripe;
  return made;
}

/**
 * The sandbox's script, or null for Stripe's own. A backend may name a script only beside one of the sandbox's keys,
 * with which nothing real can be paid, and only on this machine or this page's origin.
 */
function sandboxUrl({ publishableKey, scriptUrl }: ScriptSettings): string | null {
  if (scriptUrl === null) return null;
  const { href, hostname, origin, protocol } = new URL(scriptUrl, document.baseURI);
  const local = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname) || origin === location.origin;
  if (local && /^https?:$/.test(protocol) && /^pk_(test|live)_sandbox/.test(publishableKey)) return href;
  throw new PaymentError(
    'misuse',
    `Not loaded from ${href}: only a sandbox key may name a script, on loopback or the page's origin.`,
  );
}

/** What is used here and is not there, by name: Stripe.js before version 3, or a stand-in, may not have it. */
function absentIn(stripe: unknown): string[] {
  const methods = ['elements', 'createPaymentMethod', 'createToken', 'handleNextAction'];
  return methods.filter((name) => typeof (stripe as Readonly<Record<string, unknown>> | null)?.[name] !== 'function');
}

function isUsable(stripe: unknown): stripe is Stripe {
  return absentIn(stripe).length === 0;
}

function outdated(how = ' is too old'): PaymentError {
  return new PaymentError(
    'script-outdated',
    `The Stripe.js on this page${how}. Load ${STRIPE_URL}, or none: pay-elements does.`,
  );
}
