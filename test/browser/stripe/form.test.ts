import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { configure } from '../../../src/config.js';
import type { CardForm, FormOptions } from '../../../src/session/form.js';
import { StripeForm } from '../../../src/stripe/form.js';
import { openForm, preload, resumeAction } from '../../../src/stripe/index.js';
import { FakeStripe } from './fake-stripe.js';
import { formOptions, Heard, Host, look, moneyRequest } from './support.js';

describe('the card form', () => {
  let host: Host;
  let heard: Heard;
  let form: CardForm | undefined;

  beforeEach(() => {
    host = new Host();
    heard = new Heard();
    document.body.append(host.element);
  });
  afterEach(() => {
    form?.destroy();
    host.element.remove();
    configure({ scriptTimeout: 12_000 });
  });

  describe("over the sandbox's Stripe.js", () => {
    const open = async (more: Partial<FormOptions> = {}): Promise<CardForm> => {
      form = await openForm(formOptions(host, heard, more));
      await heard.until(() => heard.counts.ready === 1);
      return form;
    };
    const typeInto = async (field: 'number' | 'expiry' | 'cvc', text: string): Promise<void> => {
      form?.focus(field);
      await heard.until(() => heard.last?.fields[field].focused === true);
      await sendKeys({ type: text });
      await heard.until(() => heard.last?.fields[field].empty === false);
    };
    const type = async (number: string): Promise<void> => {
      await typeInto('number', number);
      await typeInto('expiry', '1234');
      await typeInto('cvc', '123');
    };

    it('makes a payment method of what was typed, and nothing else of it leaves the frames', async () => {
      const opened = await open();
      await type('4242424242424242');
      await heard.until(() => heard.last?.complete === true);
      expect(heard.last).to.deep.include({ brand: 'visa', empty: false });
      expect(await opened.instrument({ postalCode: '94107' }))
        .to.have.property('paymentMethod')
        .that.matches(/^pm_/);
      const told = JSON.stringify(heard.inputs) + document.documentElement.outerHTML;
      expect(told).not.to.match(/4242|1234 ?\/|12 ?\/ ?34/);
    });

    it('makes a token for a backend that takes one', async () => {
      const opened = await open({ instrument: 'token' });
      await type('5555555555554444');
      await heard.until(() => heard.last?.brand === 'mastercard' && heard.last.complete);
      expect(await opened.instrument({}))
        .to.have.property('token')
        .that.matches(/^tok_/);
    });

    it('says what is wrong by its code, and makes nothing of fields that are not filled', async () => {
      const opened = await open();
      await typeInto('number', '4242424242424241');
      await heard.until(() => heard.last?.fields.number.error === 'invalid_number');
      opened.clear();
      await heard.until(() => heard.last?.fields.number.empty === true);
      await typeInto('number', '4242');
      const refused = await opened.instrument({}).catch((error: unknown) => error);
      expect(refused).to.include({ name: 'PaymentError', code: 'fields-incomplete', kind: 'card' });
    });

    it('hears Enter and Escape', async () => {
      await open();
      await typeInto('number', '4');
      await sendKeys({ press: 'Enter' });
      await heard.until(() => heard.counts.submit === 1);
      await sendKeys({ press: 'Escape' });
      await heard.until(() => heard.counts.escape === 1);
    });

    it('says that the fields are lost where the host took them out of the page', async () => {
      const opened = await open();
      await type('4242424242424242');
      document.querySelector('pay-mount')?.remove();
      const refused = await opened.instrument({}).catch((error: unknown) => error);
      expect(refused).to.include({ code: 'fields-lost', recovery: 'retry' });
    });

    it('ends a next action that cannot be run, for the server to say what came of it', async () => {
      await (await open()).nextAction('not a client secret');
      await resumeAction(moneyRequest(), 'pi_unknown_secret_unknown');
    });

    it('puts nothing into the page when it was given up before', async () => {
      const refused = await openForm(formOptions(host, heard, { signal: AbortSignal.abort() })).catch(
        (error: unknown) => error,
      );
      expect(refused).to.have.property('name', 'AbortError');
      expect(document.querySelector('pay-mount')).to.equal(null);
    });

    it('preloads the script, and no frame of it', async () => {
      const frames = document.querySelectorAll('iframe').length;
      await preload(moneyRequest());
      expect(document.querySelectorAll('iframe').length).to.equal(frames);
    });
  });

  describe('with a Stripe.js of doubles', () => {
    let fake: FakeStripe;
    const open = (more: Partial<FormOptions> = {}): StripeForm => {
      const opened = new StripeForm(fake.stripe, formOptions(host, heard, more));
      form = opened;
      return opened;
    };
    const refusal = (opened: CardForm): Promise<unknown> => opened.instrument({}).catch((error: unknown) => error);

    beforeEach(() => {
      fake = new FakeStripe();
    });

    it('is ready once, when all three fields are', () => {
      open();
      const [number, expiry, cvc] = fake.live;
      for (const field of [number, expiry, number]) field?.emit('ready');
      expect(heard.counts.ready).to.equal(0);
      cvc?.emit('ready');
      expect(heard.counts.ready).to.equal(1);
    });

    it('stops waiting for the frames once they are ready', () => {
      const { clearTimeout: stop, setTimeout: start } = globalThis;
      const running = new Set<unknown>();
      globalThis.setTimeout = ((run: () => void, ms: number) => {
        const timer = start(run, ms);
        running.add(timer);
        return timer;
      }) as typeof start;
      globalThis.clearTimeout = (timer) => {
        running.delete(timer);
        stop(timer);
      };
      open();
      globalThis.setTimeout = start;
      expect(running.size).to.equal(1);
      fake.ready();
      globalThis.clearTimeout = stop;
      expect(running.size).to.equal(0);
    });

    it('tells the fields how to look, and again when that changes', () => {
      open();
      const [number] = fake.live;
      expect(number?.options).to.deep.include({
        placeholder: '1234 1234 1234 1234',
        disableLink: true,
        disabled: false,
      });
      expect(number?.options.style).to.deep.nested.include({
        'base.color': look.color,
        'base.textAlign': 'left',
        'base.fontSize': '16px',
      });
      host.appearance = { ...look, color: 'rgb(255, 255, 255)', direction: 'rtl' };
      form?.restyle();
      expect(number?.updates[0]).to.deep.nested.include({
        'style.base.color': 'rgb(255, 255, 255)',
        'style.base.textAlign': 'right',
      });
    });

    it('locks the fields, those of a later mount too', async () => {
      open().setDisabled(true);
      expect(fake.live.map(({ updates }) => updates)).to.deep.equal([
        [{ disabled: true }],
        [{ disabled: true }],
        [{ disabled: true }],
      ]);
      host.element.replaceChildren();
      await Promise.resolve();
      expect(fake.live.map(({ options }) => options.disabled)).to.deep.equal([true, true, true]);
    });

    it('sends the postal code with the card, where it was asked for', async () => {
      await open().instrument({ postalCode: '94107' });
      expect(fake.calls[0]?.args[0]).to.deep.include({
        type: 'card',
        billing_details: { address: { postal_code: '94107' } },
      });
      form?.destroy();
      await open({ instrument: 'token' }).instrument({ postalCode: '94107' });
      expect(fake.calls[1]?.args[1]).to.deep.equal({ address_zip: '94107' });
    });

    for (const [error, expected] of [
      [{ type: 'validation_error', code: 'incomplete_cvc' }, { code: 'fields-incomplete' }],
      [{ type: 'validation_error', code: 'invalid_expiry_year_past' }, { code: 'fields-invalid' }],
      [
        { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' },
        { code: 'insufficient-funds', declineCode: 'insufficient_funds' },
      ],
      [
        { type: 'card_error', code: 'card_declined', decline_code: 'stolen_card' },
        { code: 'card-declined', declineCode: 'generic_decline' },
      ],
      [{ type: 'api_connection_error' }, { code: 'network-error' }],
      [{ type: 'authentication_error' }, { code: 'misuse' }],
      [{ type: 'rate_limit_error' }, { code: 'gateway-unavailable' }],
      [{ type: 'api_error' }, { code: 'gateway-error' }],
      [{ type: 'a type of tomorrow' }, { code: 'gateway-error' }],
    ] as const)
      it(`says ${expected.code} for Stripe's ${Object.values(error).join(', ')}, without the card`, async () => {
        fake.answer = () => Promise.resolve({ error: { ...error, payment_method: { card: { last4: '4242' } } } });
        const refused = await refusal(open());
        expect(refused).to.include({ name: 'PaymentError', ...expected });
        expect(JSON.stringify([refused, (refused as Error).cause])).not.to.contain('4242');
      });

    for (const [message, code] of [
      [
        'We could not retrieve data from the specified Element. Please make sure the Element you are attempting to use is still mounted.',
        'fields-lost',
      ],
      ['This Element has already been destroyed. Please create a new one.', 'fields-lost'],
      ['Invalid value for createPaymentMethod: card should be an object or Element.', 'misuse'],
    ] as const)
      it(`says ${code} where Stripe.js throws "${message.slice(0, 30)}…"`, async () => {
        fake.answer = () => Promise.reject(new Error(message));
        expect(await refusal(open())).to.include({ code });
      });

    it('says script-blocked when a frame says that it could not be loaded', () => {
      open();
      fake.live[0]?.emit('loaderror', { error: {} });
      expect(heard.errors.map(({ code }) => code)).to.deep.equal(['script-blocked']);
      expect(document.querySelector('pay-mount')).to.equal(null);
    });

    it('says script-timeout when the frames say nothing at all', async () => {
      configure({ scriptTimeout: 20 });
      open();
      await heard.until(() => heard.counts.lost === 1);
      expect(heard.errors[0]).to.include({ code: 'script-timeout' });
    });

    it('leaves nothing in the page when Stripe.js minds being mounted', () => {
      fake.stripe.elements = () => {
        throw new Error('Invalid value for elements().');
      };
      expect(() => open()).to.throw();
      expect(document.querySelector('pay-mount')).to.equal(null);
    });
  });
});
