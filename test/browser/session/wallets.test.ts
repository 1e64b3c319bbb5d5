import { expect } from '@open-wc/testing';
import { PaymentError } from '../../../src/errors/index.js';
// Reached by `import()` where there is a place for wallets: loaded here, so that no test waits for it.
import '../../../src/session/wallets.js';
import { paid } from '../../../src/testing/scripted-backend.js';
import type { ScriptedWallets } from '../../../src/testing/scripted-wallets.js';
import { bench, clear, deferred, fill, idle, reach, type Bench } from './bench.js';

afterEach(clear);

/** A bench whose host has a place for wallets, with the form open in it. */
async function opened(options: Parameters<typeof bench>[0] = {}): Promise<{ stage: Bench; row: ScriptedWallets }> {
  const stage = bench(options);
  const { host } = stage;
  Object.assign(host, { walletPlace: host.place });
  await fill(stage);
  await idle();
  const row = stage.wallets.at(-1);
  if (!row) throw new Error('No wallets were opened.');
  return { stage, row };
}

const settles: Parameters<typeof bench>[0] = {
  pay: (id, { attempt }, backend) => Promise.resolve(paid(backend, id, attempt)),
};
const declines: Parameters<typeof bench>[0] = {
  pay: () => Promise.reject(new PaymentError('card-declined', 'no')),
};

/** What `run` sets timers of a second for; they do not run out. */
async function withLimits(run: () => Promise<void>): Promise<(() => void)[]> {
  const limits: (() => void)[] = [];
  const start = globalThis.setTimeout;
  globalThis.setTimeout = ((ends: () => void, ms = 0) =>
    ms === 1000 ? limits.push(ends) : start(ends, ms)) as typeof setTimeout;
  await run();
  globalThis.setTimeout = start;
  return limits;
}

describe('express wallets', () => {
  it('are asked for with the form, and only where there is a place for them', async () => {
    const stage = bench();
    await fill(stage);
    await idle();
    expect(stage.wallets).to.have.length(0);
    const { row } = await opened();
    expect(row.options.place).to.have.property('host');
  });

  it('whose sheet was open when the page disabled the element charge nothing', async () => {
    const { stage, row } = await opened(settles);
    let failed = 0;
    Object.assign(stage.host, { disabled: true });
    row.options.events.confirm({
      instrument: () => Promise.resolve({ confirmationToken: 'ctoken_1' }),
      nextAction: () => Promise.resolve(),
      fail: () => failed++,
    });
    await idle();
    expect([stage.pays().length, failed]).to.deep.equal([0, 1]);
  });

  it('are shown once Stripe says that there is one, and no more once the form is closed', async () => {
    const { stage, row } = await opened();
    const { session, host } = stage;
    let told = 0;
    Object.assign(host, { sessionChanged: () => told++ });
    expect(session.wallets).to.equal(false);
    row.options.events.shown(true);
    expect(session.wallets).to.equal(true);
    expect(told).to.equal(1);
    session.close(host);
    expect(session.wallets).to.equal(false);
    expect(row.destroyed).to.equal(true);
    row.options.events.shown(true);
    expect(session.wallets).to.equal(false);
  });

  it('pay as the form does: the host is asked at the confirm, not at the click', async () => {
    const { stage, row } = await opened(settles);
    const { session, host, log, pays } = stage;
    Object.assign(host, { receiptEmail: 'buyer@example.com', postalCodeValue: '94107' });
    const ask = deferred<undefined>();
    host.addEventListener('pay-submit', (event) => event.waitUntil(ask.promise));
    expect(row.click()).to.equal(true);
    expect(log).not.to.include('a>submit');
    const sheet = row.confirm();
    expect(log).to.include('a>submit');
    expect(session.state.status).to.equal('submitting');
    expect(row.held).to.equal(true);
    ask.resolve(undefined);
    await reach(session, 'paid');
    await idle();
    expect(pays()).to.have.length(1);
    expect(pays()[0]).to.deep.include({
      instrument: { confirmationToken: 'ctoken_wallet' },
      receiptEmail: 'buyer@example.com',
    });
    expect(sheet.failed).to.equal(false);
    expect(log.filter((line) => line === 'a>succeeded')).to.have.length(1);
  });

  it('are told in their sheet that a card was declined, and the form is still there', async () => {
    const { stage, row } = await opened(declines);
    const sheet = row.confirm();
    await reach(stage.session, 'failed');
    await idle();
    expect(sheet.failed).to.equal(true);
    expect(row.held).to.equal(false);
    expect(row.click()).to.equal(true);
    expect(stage.forms).to.have.length(1);
  });

  it('are told that the host refused, and nothing is charged', async () => {
    const { stage, row } = await opened(settles);
    stage.host.addEventListener('pay-submit', (event) => event.preventDefault());
    const sheet = row.confirm();
    await idle();
    expect(sheet.failed).to.equal(true);
    expect(stage.session.state.status).to.equal('ready');
    expect(stage.pays()).to.have.length(0);
  });

  it('are not told that it failed while that is not known', async () => {
    const { stage, row } = await opened({ pay: () => Promise.reject(new PaymentError('timeout', 'late')) });
    const sheet = row.confirm();
    await reach(stage.session, 'unknown');
    await idle();
    expect(sheet.failed).to.equal(false);
    // Nor is a second one let in meanwhile.
    expect(row.click()).to.equal(false);
    expect(row.confirm().failed).to.equal(true);
    paid(stage.backend, stage.request.id, stage.pays()[0]?.attempt ?? '');
    await stage.session.refresh();
    await reach(stage.session, 'paid');
  });

  for (const first of ['form', 'sheet'] as const)
    it(`charge one at a time with the form, whichever is first: the ${first}`, async () => {
      const answer = deferred<undefined>();
      const { stage, row } = await opened({
        pay: async (id, { attempt }, backend) => {
          await answer.promise;
          return paid(backend, id, attempt);
        },
      });
      const { session, host } = stage;
      const sheets = [];
      if (first === 'sheet') sheets.push(row.confirm());
      void session.submit(host);
      sheets.push(row.confirm(), row.confirm());
      expect(row.click()).to.equal(false);
      await idle();
      answer.resolve(undefined);
      await reach(session, 'paid');
      await idle();
      expect(stage.pays()).to.have.length(1);
      expect(sheets.map(({ failed }) => failed)).to.deep.equal(first === 'sheet' ? [false, true, true] : [true, true]);
    });

  it('cannot pay in a sheet that outlived its form', async () => {
    const { stage, row } = await opened(settles);
    stage.session.close(stage.host);
    expect(row.click()).to.equal(false);
    expect(row.confirm().failed).to.equal(true);
    await idle();
    expect(stage.pays()).to.have.length(0);
  });

  it('come before what they would push away can be pressed, a second late at the most', async () => {
    /** Fields that can be typed into, before anything is known of wallets. */
    const waiting = async (wallets: () => Promise<void>): Promise<Bench> => {
      const stage = bench({ form: { autoReady: false, wallets } });
      const { session, host, forms } = stage;
      Object.assign(host, { walletPlace: host.place });
      await reach(session, 'open');
      void session.show(host);
      await idle();
      forms[0]?.ready();
      await idle();
      expect(session.state.status).to.equal('opening');
      return stage;
    };
    const limits = await withLimits(async () => {
      const loaded = deferred<undefined>();
      const { session } = await waiting(() => loaded.promise);
      loaded.resolve(undefined);
      await reach(session, 'ready');
    });
    expect(limits).to.have.length(1);
    let never: Bench | undefined;
    const [limit] = await withLimits(async () => {
      never = await waiting(() => new Promise(() => undefined));
    });
    limit?.();
    await idle();
    expect(never?.session.state.status).to.equal('ready');
  });

  it('leave the form as it is where they cannot be had', async () => {
    const stage = bench({
      ...settles,
      form: { wallets: () => Promise.reject(new PaymentError('script-blocked', 'no')) },
    });
    Object.assign(stage.host, { walletPlace: stage.host.place });
    const unhandled: unknown[] = [];
    const hear = (event: PromiseRejectionEvent): void => {
      event.preventDefault();
      unhandled.push(event.reason);
    };
    addEventListener('unhandledrejection', hear);
    await fill(stage);
    await idle();
    removeEventListener('unhandledrejection', hear);
    expect(unhandled).to.deep.equal([]);
    expect(stage.session.state.status).to.equal('ready');
    expect(stage.log.some((line) => line.startsWith('a>error'))).to.equal(false);
    await stage.session.submit(stage.host);
    expect(stage.session.state.status).to.equal('paid');
  });
});
