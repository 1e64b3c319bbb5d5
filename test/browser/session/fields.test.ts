import { expect } from '@open-wc/testing';
import { paid, type ScriptedBackend } from '../../../src/testing/scripted-backend.js';
import { bench, clear, deferred, fill, idle, reach, type Bench } from './bench.js';

afterEach(clear);

const settle = (
  id: string,
  { attempt }: { attempt: string },
  backend: ScriptedBackend,
): Promise<ReturnType<typeof paid>> => Promise.resolve(paid(backend, id, attempt));

describe('the fields of a form', () => {
  for (const [fieldsKind, instrument] of [
    ['card', 'paymentMethod'],
    ['payment', 'confirmationToken'],
  ] as const)
    it(`are those that the element has, and what is made of them follows: ${fieldsKind}`, async () => {
      const stage = bench({ pay: settle });
      Object.assign(stage.host, { fieldsKind });
      const form = await fill(stage);
      expect(form.options).to.include({ fields: fieldsKind, instrument });
      await stage.session.submit(stage.host);
      expect(Object.keys(stage.pays()[0]?.instrument ?? {})).to.deep.equal([instrument]);
    });

  it('send the receipt where the payer said, and say nothing of it where nothing was given', async () => {
    for (const receiptEmail of ['buyer@example.com', '']) {
      const stage = bench({ pay: settle });
      Object.assign(stage.host, { receiptEmail });
      await fill(stage);
      await stage.session.submit(stage.host);
      expect(stage.pays()[0]?.receiptEmail).to.equal(receiptEmail || undefined);
    }
  });

  it('are not sent while what the element itself asks for is wrong', async () => {
    const stage = bench({ pay: settle });
    Object.assign(stage.host, { checkInputs: () => false });
    await fill(stage);
    await stage.session.submit(stage.host);
    expect(stage.session.state.status).to.equal('ready');
    expect(stage.pays()).to.have.length(0);
  });

  describe('of which only Stripe can tell what is missing', () => {
    /** The Payment Element's form, with nothing typed. */
    const opened = async (whole: boolean | Promise<boolean>): Promise<Bench> => {
      const stage = bench({ pay: settle });
      Object.assign(stage.host, { fieldsKind: 'payment' });
      const form = await fill(stage);
      form.fill({ number: '', expiry: '', cvc: '' });
      form.check = () => Promise.resolve(whole);
      return stage;
    };

    it('are checked there, and no attempt is made of what is not whole', async () => {
      const stage = await opened(false);
      await stage.session.submit(stage.host);
      expect(stage.session.state.status).to.equal('ready');
      expect(stage.log).not.to.include('a>submit');
      // Not in words of ours either: it stands in the Element.
      expect(stage.session.input?.fields.number.error).to.equal(null);
    });

    it('are paid with where nothing is missing', async () => {
      const stage = await opened(true);
      await stage.session.submit(stage.host);
      expect(stage.session.state.status).to.equal('paid');
    });

    it('are not paid with once the form was left meanwhile, though another is open', async () => {
      const answer = deferred<boolean>();
      const stage = await opened(answer.promise);
      const submitted = stage.session.submit(stage.host);
      stage.session.close(stage.host);
      await stage.session.show(stage.host);
      answer.resolve(true);
      await submitted;
      expect(stage.session.state.status).to.equal('ready');
      expect(stage.pays()).to.have.length(0);
    });
  });

  it('are gone once the bank has the money on its way, and a debit that fails later can be paid anew', async () => {
    const stage = bench({
      pay: (id, { attempt }, backend) =>
        Promise.resolve({
          paid: false,
          status: 'processing',
          clientSecret: null,
          request: backend.change(id, {
            status: 'processing',
            attempt: {
              id: attempt,
              status: 'processing',
              code: null,
              recovery: null,
              declineCode: null,
              startedAt: '2026-11-20T12:00:00.000Z',
            },
          }),
        }),
    });
    const { session, host, backend, request } = stage;
    Object.assign(host, { fieldsKind: 'payment' });
    await fill(stage);
    // Long enough for the stream to be open.
    await new Promise((resolve) => setTimeout(resolve, 80));
    await session.submit(host);
    expect(session.state.status).to.equal('processing');
    expect(session.holder).to.equal(null);
    backend.change(request.id, { status: 'open' });
    await reach(session, 'open');
    await session.show(host);
    await idle();
    expect(stage.forms).to.have.length(2);
    expect(session.state.status).to.equal('ready');
  });
});
