import { expect } from '@open-wc/testing';
import type { WalletEvents, WalletSheet } from '../../../src/session/form.js';
import { openWallets } from '../../../src/stripe/index.js';
import { ExpressWallets } from '../../../src/stripe/methods/wallets.js';
import { FakeStripe, type FakeField } from './fake-stripe.js';
import { Host, look, moneyRequest } from './support.js';

describe('the row of express wallets', () => {
  let host: Host;
  let fake: FakeStripe;
  let row: ExpressWallets;
  let shown: boolean[];
  let sheets: WalletSheet[];
  let allowed: boolean;

  const events: WalletEvents = {
    shown: (any) => shown.push(any),
    click: () => allowed,
    confirm: (sheet) => sheets.push(sheet),
  };
  const options = (): ConstructorParameters<typeof ExpressWallets>[1] => ({
    request: moneyRequest(),
    place: host.place,
    locale: 'en',
    events,
    signal: new AbortController().signal,
  });
  const element = (): FakeField => {
    const [field] = fake.live;
    if (!field) throw new Error('Nothing is mounted.');
    return field;
  };

  beforeEach(() => {
    host = new Host();
    document.body.append(host.element);
    fake = new FakeStripe();
    shown = [];
    sheets = [];
    allowed = true;
    row = new ExpressWallets(fake.stripe, options());
  });
  afterEach(() => {
    row.destroy();
    host.element.remove();
    expect(document.querySelector('pay-mount')).to.equal(null);
  });

  it('has a group of its own, and buttons as high as ours, in one row, with our corners', () => {
    expect(fake.groups[0]?.options).to.deep.include({ mode: 'payment', allowedPaymentMethodTypes: ['card'] });
    expect(element().options).to.deep.include({ buttonHeight: 44 });
    expect(element().options['layout']).to.deep.include({ maxRows: 1 });
    host.appearance = { ...look, radius: '3px' };
    row.restyle();
    expect(fake.groups[0]?.updates[0])
      .to.have.nested.property('appearance.variables.buttonExpressCheckoutBorderRadius')
      .that.equals('3px');
  });

  it('says whether there is any, and when that changes', () => {
    element().emit('ready', { availablePaymentMethods: undefined });
    element().emit('ready', { availablePaymentMethods: { link: false, applePay: false } });
    element().emit('ready', { availablePaymentMethods: { link: true, applePay: false } });
    element().emit('availablepaymentmethodschange', { paymentMethods: { link: { available: false } } });
    element().emit('availablepaymentmethodschange', { paymentMethods: { link: { available: true } } });
    expect(shown).to.deep.equal([false, false, true, false, true]);
  });

  it('answers a click before it returns: Stripe waits for one second', () => {
    const answers: string[] = [];
    const click = (): void =>
      element().emit('click', {
        resolve: () => answers.push('resolve'),
        reject: () => answers.push('reject'),
      });
    click();
    allowed = false;
    click();
    expect(answers).to.deep.equal(['resolve', 'reject']);
  });

  it('hands on a sheet that was confirmed, of which a ConfirmationToken is made when it is wanted', async () => {
    const failures: object[] = [];
    element().emit('confirm', { paymentFailed: (payload: object) => failures.push(payload) });
    expect(fake.calls).to.deep.equal([]);
    const [sheet] = sheets;
    expect(await sheet?.instrument({})).to.deep.equal({ confirmationToken: 'ctoken_1' });
    sheet?.fail();
    sheet?.fail();
    expect(failures).to.deep.equal([{ reason: 'fail' }]);
  });

  it('says nothing of a sheet that was left', () => {
    element().emit('cancel');
    expect([shown, sheets]).to.deep.equal([[], []]);
  });

  it('is not there where Stripe cannot show it', () => {
    element().emit('ready', { availablePaymentMethods: { link: true } });
    element().emit('loaderror', { error: { type: 'api_error' } });
    expect(shown).to.deep.equal([true, false]);
    expect(fake.live).to.have.length(0);
  });

  it("shows the sandbox's wallet over its Stripe.js, through our slot", async () => {
    const told = new Promise<boolean>((resolve) => {
      Object.assign(events, { shown: resolve });
    });
    const opened = await openWallets({ ...options() });
    expect(await told).to.equal(true);
    expect(document.querySelector('iframe[title="Secure express checkout frame"]')).not.to.equal(null);
    opened.destroy();
  });
});
