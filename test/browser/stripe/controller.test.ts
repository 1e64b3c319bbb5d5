import { expect } from '@open-wc/testing';
import type { Stripe } from '@stripe/stripe-js';
import { PaymentError } from '../../../src/errors/index.js';
import { isDead, whileAlive, withController } from '../../../src/stripe/controller.js';
import { StripeForm } from '../../../src/stripe/form.js';
import { openForm } from '../../../src/stripe/index.js';
import { stripeFor } from '../../../src/stripe/loader.js';
import { FakeStripe } from './fake-stripe.js';
import { formOptions, Heard, Host, sandboxSettings } from './support.js';

const NAME = '__privateStripeController';

/** Puts the frame of a `Stripe` object into the page, as Stripe.js does. */
function addFrame(): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.name = `${NAME}1234`;
  document.body.append(frame);
  return frame;
}

function removeFrames(): void {
  for (const frame of document.querySelectorAll(`iframe[name^="${NAME}"]`)) frame.remove();
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (thrown: unknown) => PaymentError.from(thrown).code,
  );

describe("Stripe's own frame", () => {
  let host: Host;
  let heard: Heard;

  beforeEach(() => {
    host = new Host();
    heard = new Heard();
    document.body.append(host.element);
  });
  afterEach(() => {
    host.element.remove();
    removeFrames();
  });

  it('is noticed when it is removed, or taken out and put back, and not that of another', () => {
    const other = addFrame();
    let frame: HTMLIFrameElement | undefined;
    const stripe = withController(() => {
      frame = addFrame();
      return {};
    }) as object;
    other.remove();
    expect(isDead(stripe)).to.equal(false);
    if (frame) document.body.append(frame);
    expect(isDead(stripe)).to.equal(true);
    frame?.remove();
    expect(isDead(stripe)).to.equal(true);
  });

  it('is noticed when Stripe.js puts it into the page later', () => {
    const stripe = withController(() => ({})) as object;
    expect(isDead(stripe)).to.equal(false);
    addFrame();
    expect(isDead(stripe)).to.equal(false);
    removeFrames();
    expect(isDead(stripe)).to.equal(true);
  });

  it('ends a call that it takes with it, which would never settle', async () => {
    const stripe = withController(() => {
      addFrame();
      return new FakeStripe();
    }) as Stripe;
    expect(await whileAlive(stripe, () => Promise.resolve('answered'))).to.equal('answered');
    const call = codeOf(whileAlive(stripe, () => new Promise(() => undefined)));
    removeFrames();
    expect(await call).to.equal('fields-lost');
    let called = false;
    const after = whileAlive(stripe, () => {
      called = true;
      return Promise.resolve();
    });
    expect(await codeOf(after)).to.equal('fields-lost');
    expect(called).to.equal(false);
  });

  it('has the object made anew, once for all who ask', async () => {
    const first = await stripeFor(sandboxSettings, 'en');
    expect(await stripeFor(sandboxSettings, 'en')).to.equal(first);
    removeFrames();
    const [second, third] = await Promise.all([stripeFor(sandboxSettings, 'en'), stripeFor(sandboxSettings, 'en')]);
    expect(second).not.to.equal(first);
    expect(third).to.equal(second);
    expect(document.querySelectorAll(`iframe[name^="${NAME}"]`)).to.have.length(1);
  });

  it("makes the sandbox's object dead for good, whose new fields never get ready", async () => {
    const stripe = await stripeFor(sandboxSettings, 'en');
    removeFrames();
    for (const time of ['once', 'again']) {
      const { error } = await stripe.retrievePaymentIntent('pi_1_secret_abc');
      expect([time, error?.type]).to.deep.equal([time, 'api_connection_error']);
    }
    const group = stripe.elements();
    const box = document.createElement('div');
    document.body.append(box);
    const number = group.create('cardNumber');
    let ready = false;
    number.on('ready', () => (ready = true));
    const hello = new Promise<void>((resolve) => addEventListener('message', () => resolve(), { once: true }));
    number.mount(box);
    await hello;
    await new Promise((resolve) => setTimeout(resolve));
    expect(ready).to.equal(false);
    box.remove();
  });

  it('takes an open form with it: at the next look it is lost, and a new one is as good as the first', async () => {
    const form = await openForm(formOptions(host, heard));
    await heard.until(() => heard.counts.ready === 1);
    removeFrames();
    expect(await codeOf(form.instrument({}))).to.equal('fields-lost');
    form.hold(false);
    await heard.until(() => heard.counts.lost === 1);
    expect(heard.errors.map(({ code }) => code)).to.deep.equal(['fields-lost']);
    const again = await openForm(formOptions(host, heard));
    await heard.until(() => heard.counts.ready === 2);
    again.destroy();
  });

  it('is not needed for a next action, which a new object runs', async () => {
    const fake = new FakeStripe();
    const stripe = withController(() => {
      addFrame();
      return fake.stripe;
    }) as Stripe;
    const form = new StripeForm(stripe, formOptions(host, heard));
    removeFrames();
    await form.nextAction('pi_unknown_secret_abc');
    expect(fake.calls).to.deep.equal([]);
    expect(document.querySelectorAll(`iframe[name^="${NAME}"]`)).to.have.length(1);
    form.destroy();
  });
});
