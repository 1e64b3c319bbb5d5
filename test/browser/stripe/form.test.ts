import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { openForm } from '../../../src/stripe/index.js';
import type { CardForm, FormOptions } from '../../../src/session/form.js';
import { formOptions, Heard, Host } from './support.js';

describe('the card form over Stripe.js', () => {
  let host: Host;
  let heard: Heard;
  let form: CardForm;

  const open = async (more: Partial<FormOptions> = {}): Promise<void> => {
    form = await openForm(formOptions(host, heard, more));
    await heard.until(() => heard.counts.ready === 1);
  };
  const type = async (number: string, expiry = '1234', cvc = '123'): Promise<void> => {
    for (const [field, text] of [
      ['number', number],
      ['expiry', expiry],
      ['cvc', cvc],
    ] as const) {
      form.focus(field);
      await heard.until(() => heard.last?.fields[field].focused === true);
      await sendKeys({ type: text });
      await heard.until(() => heard.last?.fields[field].empty === false);
    }
  };

  beforeEach(() => {
    host = new Host();
    heard = new Heard();
    document.body.append(host.element);
  });
  afterEach(() => {
    form.destroy();
    host.element.remove();
  });

  it('mounts three fields that can be typed into and makes a payment method of them', async () => {
    await open();
    await type('4242424242424242');
    await heard.until(() => heard.last?.complete === true);
    expect(heard.last?.brand).to.equal('visa');
    expect(await form.instrument({}))
      .to.have.property('paymentMethod')
      .that.matches(/^pm_/);
  });
});
