import { expect } from '@open-wc/testing';
import { configure } from '../../../src/config.js';
import type { StripeSettings } from '../../../src/contract/types.js';
import type { PaymentError } from '../../../src/errors/index.js';
import { monitor } from '../../../src/index.js';
import { prepare, stripeFor } from '../../../src/stripe/loader.js';

/** What a fixture makes of `Stripe(key, options)`. */
interface Made {
  key: string;
  options: Readonly<Record<string, string>>;
  info: { name: string };
}
const page = window as unknown as { Stripe?: unknown; stripeLoads?: number };
const here = (file: string): string => new URL(`./fixtures/${file}`, import.meta.url).href;
const sandbox = (scriptUrl: string, publishableKey = 'pk_test_sandbox'): StripeSettings => ({
  publishableKey,
  account: null,
  methods: ['card'],
  scriptUrl,
});
const real = (publishableKey = 'pk_test_51abc', account: string | null = null): StripeSettings => ({
  publishableKey,
  account,
  methods: ['card'],
  scriptUrl: null,
});
const refusal = async (promise: Promise<unknown>): Promise<PaymentError> => {
  try {
    await promise;
  } catch (error) {
    return error as PaymentError;
  }
  throw new Error('It was not refused.');
};
const tags = (): HTMLScriptElement[] =>
  [...document.querySelectorAll<HTMLScriptElement>('script[src*="stripe"]')].filter(
    ({ src }) => !src.includes('.test.'),
  );

describe('the loader', () => {
  const src = Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, 'src');
  let served: string[];
  let asked: HTMLScriptElement[];

  beforeEach(() => {
    // Nothing here ever goes to Stripe: its address is led to these files, one after the other, the last one again.
    served = [here('stripe.js')];
    asked = [];
    Object.defineProperty(HTMLScriptElement.prototype, 'src', {
      ...src,
      set(this: HTMLScriptElement, url: unknown) {
        if (String(url).startsWith('https://js.stripe.com/')) {
          asked.push(this);
          this.setAttribute('src', (served.length > 1 ? served.shift() : served[0]) ?? '');
        } else this.setAttribute('src', String(url));
      },
    });
    delete page.Stripe;
    page.stripeLoads = 0;
    configure({ scriptTimeout: 10_000 });
  });
  afterEach(() => {
    if (src) Object.defineProperty(HTMLScriptElement.prototype, 'src', src);
    for (const tag of tags()) tag.remove();
    delete page.Stripe;
  });

  it('loads Stripe.js once, with the nonce of the page, for two who ask together', async () => {
    configure({ nonce: 'abc' });
    await Promise.all([prepare(real()), prepare(real())]);
    expect(page.stripeLoads).to.equal(1);
    expect(asked.map(({ nonce }) => nonce)).to.deep.equal(['abc']);
  });

  it('makes one Stripe object for a key, an account and a language, and says who it is', async () => {
    await prepare(real());
    const stripe = (await stripeFor(real('pk_test_a', 'acct_1'), 'de-AT')) as unknown as Made;
    expect(stripe).to.deep.include({ key: 'pk_test_a', options: { locale: 'de', stripeAccount: 'acct_1' } });
    expect(stripe.info.name).to.equal('pay-elements');
    expect(await stripeFor(real('pk_test_a', 'acct_1'), 'de')).to.equal(stripe);
    expect(await stripeFor(real('pk_test_a'), 'de')).not.to.equal(stripe);
    expect(await stripeFor(real('pk_test_a', 'acct_1'), 'fr-CA')).not.to.equal(stripe);
  });

  it('takes the Stripe.js that the page has', async () => {
    const own = Object.assign(() => ({}), { version: 'dahlia' });
    page.Stripe = own;
    expect(await prepare(real())).to.equal(own);
    expect(asked).to.deep.equal([]);
  });

  it('says script-outdated where the page has one that is too old', async () => {
    page.Stripe = { setPublishableKey() {} };
    expect((await refusal(prepare(real()))).code).to.equal('script-outdated');
    await prepare(sandbox(`${here('stripe.js')}?beside`));
    expect('setPublishableKey' in (page.Stripe as object)).to.equal(true);
  });

  it('says script-outdated with what a stand-in has not, and does without registerAppInfo()', async () => {
    const whole = { elements() {}, createPaymentMethod() {}, createToken() {}, handleNextAction() {} };
    page.Stripe = () => ({ elements() {}, createToken() {} });
    const { code, message } = await refusal(stripeFor(real('pk_test_standin'), 'en'));
    expect(code).to.equal('script-outdated');
    expect(message).to.contain('has no createPaymentMethod, handleNextAction');
    page.Stripe = () => whole;
    expect(await stripeFor(real('pk_test_standin'), 'en')).to.equal(whole);
  });

  it('tries once more after an error, and leaves no dead tag', async () => {
    served = [here('missing-stripe.js'), here('stripe.js')];
    await prepare(real());
    expect(asked).to.have.length(2);
    expect(asked.map(({ isConnected }) => isConnected)).to.deep.equal([false, true]);
  });

  it('says script-blocked after two errors, and can be asked again', async () => {
    served = [here('missing-stripe.js')];
    expect((await refusal(prepare(real()))).code).to.equal('script-blocked');
    expect(asked).to.have.length(2);
    expect(tags()).to.deep.equal([]);
    expect((await refusal(stripeFor(real('pk_test_again'), 'en'))).code).to.equal('script-blocked');
    served = [here('stripe.js')];
    expect(await stripeFor(real('pk_test_again'), 'en')).to.have.property('elements');
    expect(page.stripeLoads).to.equal(1);
  });

  it('says script-blocked where something empty is loaded in its place', async () => {
    served = [here('empty.js?stripe')];
    expect((await refusal(prepare(real()))).code).to.equal('script-blocked');
    expect(tags()).to.deep.equal([]);
  });

  it('says script-timeout within its limit, and can be asked again', async () => {
    const deaf = (event: Event): void => event.stopImmediatePropagation();
    document.addEventListener('load', deaf, true);
    configure({ scriptTimeout: 30 });
    served = [here('empty.js?stripe')];
    const { code, recovery } = await refusal(prepare(real()));
    document.removeEventListener('load', deaf, true);
    expect([code, recovery]).to.deep.equal(['script-timeout', 'retry']);
    expect(tags()).to.deep.equal([]);
    served = [here('stripe.js')];
    configure({ scriptTimeout: 10_000 });
    await prepare(real());
  });

  describe('where the page has a tag of its own', () => {
    // A tag made by innerHTML never runs: it is as dead as one that ended before anybody listened.
    const foreign = (): HTMLScriptElement => {
      const box = document.createElement('div');
      box.innerHTML = '<script src="https://js.stripe.com/v3/"></script>';
      const tag = box.firstElementChild as HTMLScriptElement;
      document.head.append(tag);
      return tag;
    };

    it('waits for it, of whatever release train it is', async () => {
      const tag = foreign();
      const loading = prepare(real());
      const own = (): object => ({});
      await Promise.resolve();
      page.Stripe = own;
      tag.dispatchEvent(new Event('load'));
      expect(await loading).to.equal(own);
      expect(asked).to.deep.equal([]);
    });

    it('puts its own in the place of one that failed', async () => {
      const tag = foreign();
      const loading = prepare(real());
      await Promise.resolve();
      tag.dispatchEvent(new Event('error'));
      await loading;
      expect(tag.isConnected).to.equal(false);
      expect(asked).to.have.length(1);
    });

    it('removes one that ended before', async () => {
      const entries = performance.getEntriesByName.bind(performance);
      performance.getEntriesByName = (name) =>
        name.startsWith('https://js.stripe.com') ? entries('').concat({} as PerformanceEntry) : entries(name);
      const tag = foreign();
      await prepare(real());
      performance.getEntriesByName = entries;
      expect(tag.isConnected).to.equal(false);
      expect(page.stripeLoads).to.equal(1);
    });

    it('adds its own beside one that says nothing', async () => {
      configure({ scriptTimeout: 3_000 });
      foreign();
      const { setTimeout: later } = globalThis;
      window.setTimeout = ((run: () => void) => later(run, 0)) as typeof later;
      const loading = prepare(real());
      await Promise.resolve();
      window.setTimeout = later;
      await loading;
      expect(page.stripeLoads).to.equal(1);
    });
  });

  it("leaves the page its own Stripe while the sandbox's is loaded, and when that fails", async () => {
    const own = (): object => ({});
    page.Stripe = own;
    const loading = refusal(prepare(sandbox(`${here('empty.js')}?stripe`)));
    await Promise.resolve();
    expect(page.Stripe === own).to.equal(true);
    expect((await loading).code).to.equal('script-blocked');
    expect(page.Stripe === own).to.equal(true);
  });

  it("keeps the sandbox's and Stripe's own apart", async () => {
    const test = await prepare(sandbox(`${here('stripe.js')}?apart`));
    expect('Stripe' in page).to.equal(false);
    const own = await prepare(real());
    expect(own).not.to.equal(test);
    const [again, other] = await Promise.all([
      prepare(sandbox(`${here('stripe.js')}?apart`)),
      prepare(sandbox(`${here('stripe.js')}?other`)),
    ]);
    expect(again).to.equal(test);
    expect(other).not.to.equal(test);
    expect(page.Stripe === own).to.equal(true);
  });

  for (const [what, settings] of [
    ['a real key', sandbox(here('stripe.js'), 'pk_test_51abc')],
    ['a real key on loopback', sandbox('http://127.0.0.1:12111/stripe.js', 'pk_live_51abc')],
    ['another host', sandbox('https://evil.example/stripe.js')],
    ['a host that looks like loopback', sandbox('http://127.0.0.1.evil.example/stripe.js')],
    ['a script in the address', sandbox('data:text/javascript,alert(1)')],
    ['a script without a host', sandbox('javascript://localhost/%0aalert(1)')],
  ] as const)
    it(`loads no script of the backend's choice with ${what}`, async () => {
      const { code, kind } = await refusal(prepare(settings));
      expect([code, kind]).to.deep.equal(['misuse', 'integration']);
      expect(tags()).to.deep.equal([]);
    });

  it('loads it on a page without a form where the page asks for it, once, and makes nothing of it', async () => {
    configure({ nonce: 'abc' });
    await Promise.all([monitor(), monitor(), prepare(real())]);
    await monitor();
    expect(page.stripeLoads).to.equal(1);
    expect(asked.map(({ nonce }) => nonce)).to.deep.equal(['abc']);
  });

  it('says why it could not be loaded there, and tries again when it is asked to', async () => {
    served = [here('missing-stripe.js')];
    expect((await refusal(monitor())).code).to.equal('script-blocked');
    served = [here('stripe.js')];
    await monitor();
    expect(page.stripeLoads).to.equal(1);
  });

  it("loads another script than Stripe's there with a sandbox's key only", async () => {
    const scriptUrl = `${here('stripe.js')}?monitor`;
    for (const publishableKey of [undefined, 'pk_live_51abc'])
      expect((await refusal(monitor({ scriptUrl, ...(publishableKey && { publishableKey }) }))).code).to.equal(
        'misuse',
      );
    await monitor({ scriptUrl, publishableKey: 'pk_test_sandbox' });
    expect([page.stripeLoads, asked]).to.deep.equal([1, []]);
  });

  it('loads under Trusted Types by the policy pay-elements', async () => {
    const frame = document.createElement('iframe');
    const told = new Promise<unknown>((resolve) =>
      addEventListener('message', ({ source, data }: MessageEvent<{ outcome: unknown }>) => {
        if (source === frame.contentWindow) resolve(data.outcome);
      }),
    );
    frame.setAttribute('src', here('trusted.html'));
    document.body.append(frame);
    expect(await told).to.equal('pk_test_sandbox');
    frame.remove();
  });
});
