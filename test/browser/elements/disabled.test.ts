import { expect } from '@open-wc/testing';
import { card, clear, drawn, get, open, stage, withForms } from './harness.js';

describe('an element that is disabled while its form is open', () => {
  afterEach(clear);

  for (const tag of ['pay-request', 'pay-card', 'pay-checkout', 'pay-invoice'] as const)
    it(`<${tag}> pays neither by its button nor by Enter in a field`, async () => {
      const { forms } = withForms();
      const { element, backend } = stage(tag);
      const form = await open(element, forms);
      form.fill(card);
      element.disabled = true;
      await drawn(element);
      const own = element.shadowRoot?.querySelector('pay-card') ?? element;
      get(own, '[part=submit]').click();
      form.options.events.submit();
      await element.submit();
      expect(backend.calls.filter(({ method }) => method === 'pay')).to.have.length(0);
      element.disabled = false;
      await drawn(element);
      expect((await element.submit()).status).to.equal('paid');
    });
});
