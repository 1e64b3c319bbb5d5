import { expect } from '@open-wc/testing';
import { PaymentError } from '../../../src/errors/index.js';
import { paid, type ScriptedBackendOptions } from '../../../src/testing/scripted-backend.js';
import { card, clear, deferred, drawn, open, reach, said, stage, takenOf, withForms, words } from './harness.js';

/** Does to a page what Chromium's translation does: a `<font>` in a `<font>` in the place of each text node. */
function translate(root: Node): number {
  const texts: Text[] = [];
  const walk = (node: Node): void => {
    if (node instanceof HTMLElement && (!node.translate || /^(style|font)$/.test(node.localName))) return;
    if (node instanceof Text && node.data.trim() !== '') texts.push(node);
    if (node instanceof Element && node.shadowRoot) walk(node.shadowRoot);
    for (const child of [...node.childNodes]) walk(child);
  };
  walk(root);
  for (const text of texts) {
    const box = document.createElement('template');
    box.innerHTML = '<font><font></font></font>';
    const inner = box.content.querySelector('font font');
    if (inner) inner.textContent = `${text.data}*`;
    text.replaceWith(box.content);
  }
  return texts.length;
}

/** What stands in all open shadow roots. */
function shown(root: Element): string {
  const inside = [...(root.shadowRoot?.querySelectorAll('*') ?? [])].filter((one) => one.shadowRoot);
  return [words(root), ...inside.map((one) => words(one))].join(' ').replaceAll('*', '');
}

describe('a page that is being translated', () => {
  const thrown: string[] = [];
  const hear = (event: ErrorEvent | PromiseRejectionEvent): void => {
    thrown.push(event instanceof ErrorEvent ? event.message : String(event.reason));
  };

  beforeEach(() => {
    thrown.length = 0;
    window.addEventListener('error', hear);
    window.addEventListener('unhandledrejection', hear);
  });
  afterEach(() => {
    window.removeEventListener('error', hear);
    window.removeEventListener('unhandledrejection', hear);
    clear();
  });

  for (const tag of ['pay-request', 'pay-card', 'pay-checkout', 'pay-invoice'] as const)
    it(`<${tag}> says what it says without, from the closed form over a decline to the receipt`, async () => {
      const { forms } = withForms();
      const answers = [deferred<undefined>(), deferred<undefined>()];
      let tries = 0;
      const pay: ScriptedBackendOptions['pay'] = async (id, { attempt }, backend) => {
        const turn = tries++;
        await answers[turn]?.promise;
        if (turn === 0) throw new PaymentError('card-declined', 'Declined.');
        return paid(backend, id, attempt);
      };
      const submit = async (turn: 0 | 1): Promise<void> => {
        const submitted = element.submit();
        await reach(element, 'submitting');
        await step('submitting');
        answers[turn]?.resolve(undefined);
        await submitted;
      };
      const { element } = stage(tag, { pay });
      const steps: string[] = [];
      const step = async (name: string): Promise<void> => {
        await drawn(element);
        steps.push(`${name}: ${shown(element)}`);
        translate(document.body);
      };
      await reach(element, 'open');
      await step('open');
      const form = await open(element, forms);
      await step('ready');
      form.fill(card);
      await step('filled');
      await submit(0);
      await reach(element, 'failed');
      await step('failed');
      form.fill({ ...card, number: '5555 5555 5555 4444' });
      await step('filled again');
      await submit(1);
      await reach(element, 'paid');
      await step('paid');
      expect(said(element).replaceAll('*', '')).to.contain('Payment completed');
      expect(thrown).to.deep.equal([]);
      const [first, , , , failed, , , last] = steps;
      expect(first).to.contain(tag === 'pay-request' ? 'Get more kittens' : '$25.00');
      expect(failed).to.contain('Your card was declined. You were not charged.');
      expect(last).to.contain(tag === 'pay-card' || tag === 'pay-checkout' ? 'Paid to' : 'Payment completed');
      expect(last).not.to.contain('declined');
      expect(document.body.innerHTML).not.to.contain('$25.00*');
    });

  for (const tag of ['pay-request', 'pay-card', 'pay-checkout', 'pay-invoice', 'pay-link'] as const)
    for (const status of ['authorized', 'processing'] as const)
      it(`changes no amount in the words of <${tag}> that is ${status}`, async () => {
        withForms();
        const payment = status === 'authorized' ? { ...takenOf(), captured: 0 } : null;
        const { element } = stage(tag, { request: { status, payment } });
        await reach(element, status);
        translate(document.body);
        const inner = [...(element.shadowRoot?.querySelectorAll('pay-card') ?? [])];
        const html = [element, ...inner].map(({ shadowRoot }) => shadowRoot?.innerHTML ?? '').join('');
        expect(html).to.match(/<font>[^<]*(?:reserved|on its way)/);
        expect(html).not.to.match(/<font>[^<]*\$25/);
      });

  it('changes no number of an invoice', async () => {
    withForms();
    const invoice = { id: 'INV-7', number: 'INV-7', dueAt: null, customer: null };
    const { element } = stage('pay-invoice', { request: { invoice } });
    await reach(element, 'open');
    translate(document.body);
    expect(element.shadowRoot?.querySelector('.number [translate=no]')?.innerHTML).to.contain('INV-7');
  });

  it('changes no amount, reference or card', async () => {
    withForms();
    const payment = takenOf();
    const { element } = stage('pay-receipt', { request: { status: 'paid', payment } });
    await reach(element, 'paid');
    translate(document.body);
    const root = element.shadowRoot;
    const untouched = [...(root?.querySelectorAll('[translate=no]') ?? [])].map(({ textContent }) =>
      textContent.trim(),
    );
    expect(untouched).to.include('$25.00');
    expect(untouched).to.include('•••• 4242');
    expect(untouched).to.include('ORD-1042');
    expect(root?.querySelector('[translate=no] font')).to.equal(null);
  });
});
