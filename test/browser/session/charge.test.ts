import { expect } from '@open-wc/testing';
import { PaymentError } from '../../../src/errors/index.js';
import { isLeft } from '../../../src/session/index.js';
import { paid, type ScriptedBackend } from '../../../src/testing/scripted-backend.js';
import { aHost, attemptOf, bench, clear, deferred, fill, idle, reach } from './bench.js';
import { fakeClock, type FakeClock } from './clock.js';

const lost = (): Promise<never> => Promise.reject(new PaymentError('network-error', 'lost'));
const used = (): PaymentError => new PaymentError('instrument-used', 'used before');
let clock: FakeClock | null = null;

afterEach(() => {
  clock?.restore();
  clock = null;
  clear();
});

/** Decline of the attempt, as the server keeps it. */
const decline = (backend: ScriptedBackend, id: string, attempt: string): void =>
  void backend.change(id, attemptOf(attempt, 'declined', 'card-declined'));

describe('a charge', () => {
  it('is one, however often and from wherever submit() is called, and all get one promise', async () => {
    const answer = deferred<undefined>();
    const stage = bench({
      pay: async (id, { attempt }, backend) => {
        await answer.promise;
        return paid(backend, id, attempt);
      },
    });
    const { session, host } = stage;
    const other = aHost('other');
    session.attach(other);
    const form = await fill(stage);
    const promises = Array.from({ length: 20 }, (_, at) => session.submit(at % 2 === 0 ? host : other));
    for (let press = 0; press < 20; press++) form.options.events.submit();
    expect(new Set(promises).size).to.equal(1);
    await idle();
    answer.resolve(undefined);
    expect((await promises[0])?.status).to.equal('paid');
    for (let press = 0; press < 20; press++) await session.submit(host);
    expect(stage.pays()).to.have.length(1);
  });

  it('whose answer is lost is unknown, cannot be paid meanwhile, and settles by asking', async () => {
    const stage = bench({ pay: lost });
    const { session, host, log, backend, request } = stage;
    await fill(stage);
    clock = fakeClock();
    await session.submit(host);
    expect(session.state.status).to.equal('unknown');
    await session.submit(host);
    await session.show(host);
    session.close(host);
    expect(session.state.status).to.equal('unknown');
    backend.change(request.id, attemptOf(stage.pays()[0]?.attempt ?? '', 'pending'));
    await clock.advance(5_000);
    expect(session.state.status).to.equal('unknown');
    paid(backend, request.id, stage.pays()[0]?.attempt ?? '');
    await clock.advance(15_000);
    expect(session.state.status).to.equal('paid');
    expect(log.slice(-3)).to.deep.equal(['a>change submitting unknown', 'a>change unknown paid', 'a>succeeded']);
    expect(stage.pays()).to.have.length(1);
  });

  for (const outcome of ['paid', 'declined'] as const)
    it(`whose answer is lost settles by the stream at once: ${outcome}`, async () => {
      const stage = bench({ pay: lost });
      const { session, host, backend, request } = stage;
      await fill(stage);
      // Long enough for the stream to be open.
      await new Promise((resolve) => setTimeout(resolve, 80));
      clock = fakeClock();
      await session.submit(host);
      const attempt = stage.pays()[0]?.attempt ?? '';
      // Rounds have gone by: the next one is seconds away.
      backend.change(request.id, attemptOf(attempt, 'pending'));
      await clock.advance(6_000);
      if (outcome === 'paid') paid(backend, request.id, attempt);
      else decline(backend, request.id, attempt);
      await clock.advance(50);
      expect(session.state.status).to.equal(outcome === 'paid' ? 'paid' : 'failed');
      expect(stage.pays()).to.have.length(1);
    });

  it('that never reached the server is sent once more, the same attempt with the same instrument', async () => {
    let sent = 0;
    const stage = bench({
      pay: (id, { attempt }, backend) => (++sent === 1 ? lost() : Promise.resolve(paid(backend, id, attempt))),
    });
    const { session, host } = stage;
    await fill(stage);
    clock = fakeClock();
    await session.submit(host);
    await clock.advance(1_000);
    expect(session.state.status).to.equal('paid');
    const [first, second] = stage.pays();
    expect(second).to.deep.equal(first);
  });

  it('does not take the decline of the attempt before for its own', async () => {
    let answer: (id: string, attempt: string, backend: ScriptedBackend) => Promise<never> = (id, attempt, backend) => {
      decline(backend, id, attempt);
      return Promise.reject(new PaymentError('card-declined', 'no'));
    };
    const stage = bench({ pay: (id, { attempt }, backend) => answer(id, attempt, backend) });
    const { session, host, backend, request } = stage;
    await fill(stage);
    await session.submit(host);
    expect(session.state.status).to.equal('failed');
    answer = lost;
    clock = fakeClock();
    await session.submit(host);
    expect(backend.get(request.id).attempt?.status).to.equal('declined');
    await clock.advance(20_000);
    expect(session.state.status).to.equal('unknown');
    paid(backend, request.id, stage.pays().at(-1)?.attempt ?? '');
    await clock.advance(15_000);
    expect(session.state.status).to.equal('paid');
  });

  it('that never reached the server is given up after two minutes: lapsed, and payable again', async () => {
    let reachable = false;
    const stage = bench({
      pay: (id, { attempt }, backend) => (reachable ? Promise.resolve(paid(backend, id, attempt)) : lost()),
    });
    const { session, host, log } = stage;
    await fill(stage);
    clock = fakeClock();
    await session.submit(host);
    await clock.advance(119_000);
    expect(session.state.status).to.equal('unknown');
    await clock.advance(20_000);
    expect(session.state.status === 'failed' && session.state.error.code).to.equal('lapsed');
    expect(log.at(-1)).to.equal('a>failed lapsed');
    const tries = stage.pays().length;
    await clock.advance(60_000);
    expect(stage.pays()).to.have.length(tries);
    reachable = true;
    expect((await session.submit(host)).status).to.equal('paid');
    expect(new Set(stage.pays().map(({ attempt }) => attempt)).size).to.equal(2);
  });

  it('stays unknown while the server cannot be asked, whatever it refuses to be asked for', async () => {
    const codes = ['rate-limited', 'unauthorized', 'not-found', 'internal', 'network-error'] as const;
    let round = 0;
    const stage = bench({
      pay: lost,
      sync: () => Promise.reject(new PaymentError(codes[round++ % codes.length] ?? 'internal', 'not now')),
    });
    const { session, host } = stage;
    await fill(stage);
    clock = fakeClock();
    await session.submit(host);
    await clock.advance(300_000);
    expect(round).to.be.greaterThan(10);
    expect(session.state.status).to.equal('unknown');
  });

  it('says so once the server cannot be asked for a while, and settles by itself when it can', async () => {
    let cut = true;
    const stage = bench({
      pay: () => Promise.reject(new PaymentError('bad-response', 'A login page.')),
      sync: (id, backend) =>
        cut ? Promise.reject(new PaymentError('bad-response', 'A login page.')) : Promise.resolve(backend.get(id)),
    });
    const { session, host, backend, request } = stage;
    await fill(stage);
    clock = fakeClock();
    await session.submit(host);
    const stalled = (): unknown => session.state.status === 'unknown' && session.state.stalled;
    await clock.advance(10_000);
    expect(stalled()).to.equal(false);
    await clock.advance(30_000);
    expect(stalled()).to.equal(true);
    cut = false;
    backend.change(request.id, attemptOf(stage.pays()[0]?.attempt ?? '', 'pending'));
    await clock.advance(20_000);
    expect(stalled()).to.equal(false);
    paid(backend, request.id, stage.pays()[0]?.attempt ?? '');
    await clock.advance(20_000);
    expect(session.state.status).to.equal('paid');
  });

  it('stays unknown where only its repeat is refused', async () => {
    let sent = 0;
    const stage = bench({
      pay: () => (++sent === 1 ? lost() : Promise.reject(new PaymentError('rate-limited', 'later'))),
    });
    const { session, host } = stage;
    await fill(stage);
    clock = fakeClock();
    await session.submit(host);
    await clock.advance(30_000);
    expect(sent).to.be.greaterThan(1);
    expect(session.state.status).to.equal('unknown');
  });

  it('that the bank is asked about stays unknown where the answer cannot be read afterwards', async () => {
    const stage = bench({
      pay: (id, { attempt }, backend) =>
        Promise.resolve({
          paid: false,
          status: 'requires_action',
          clientSecret: 'pi_secret',
          request: backend.change(id, attemptOf(attempt, 'requires_action')),
        }),
      sync: () => Promise.reject(new PaymentError('rate-limited', 'later')),
    });
    const { session, host, log } = stage;
    await fill(stage);
    clock = fakeClock();
    await session.submit(host);
    expect(log.filter((one) => one.includes('change')).slice(-2)).to.deep.equal([
      'a>change submitting authenticating',
      'a>change authenticating unknown',
    ]);
    await clock.advance(60_000);
    expect(session.state.status).to.equal('unknown');
  });

  it('is not called failed where another tab paid first', async () => {
    const stage = bench({
      pay: (id, _input, backend) => {
        paid(backend, id, 'elsewhere');
        return Promise.reject(new PaymentError('already-paid', 'It is paid.'));
      },
    });
    const { session, host, log } = stage;
    await fill(stage);
    expect((await session.submit(host)).status).to.equal('paid');
    expect(log.join()).to.not.contain('failed');
    expect(log.at(-1)).to.equal('a>succeeded');
  });

  it('is left at the bank by the browser’s own way back: the bank can still say yes, and nothing is called failed', async () => {
    const stage = bench({
      form: { nextAction: () => new Promise(() => undefined) },
      pay: (id, { attempt }, backend) =>
        Promise.resolve(
          stage.pays().length === 1
            ? {
                paid: false,
                status: 'requires_action',
                clientSecret: 'pi_secret',
                request: backend.change(id, attemptOf(attempt, 'requires_action')),
              }
            : paid(backend, id, attempt),
        ),
    });
    const { session, host, log } = stage;
    const form = await fill(stage);
    const left = session.submit(host);
    await reach(session, 'authenticating', host);
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await new Promise((resolve) => {
      host.addEventListener('pay-change', () => isLeft(session.state) && resolve(null));
    });
    expect(log.join()).to.not.contain('failed');
    await left;
    await session.startOver(host);
    expect(session.state.status === 'failed' && session.state.error.code).to.equal('authentication-failed');
    expect(stage.pays()).to.have.length(1);
    expect([...form.root.querySelectorAll('input')].map(({ disabled }) => disabled)).to.deep.equal([
      false,
      false,
      false,
    ]);
    expect((await session.submit(host)).status).to.equal('paid');
  });

  it('is not sent where the request was settled while the card was read', async () => {
    const reading = deferred<undefined>();
    const stage = bench();
    const { session, host, backend, request } = stage;
    const form = await fill(stage);
    form.instrument = async () => {
      await reading.promise;
      return { paymentMethod: 'pm_1' };
    };
    const submitted = session.submit(host);
    await idle();
    session.provide(backend.change(request.id, { status: 'canceled' }));
    reading.resolve(undefined);
    expect((await submitted).status).to.equal('canceled');
    expect(stage.pays()).to.have.length(0);
    expect(sessionStorage).to.have.length(0);
  });

  it('whose instrument was used before is sent again by the same press, with a new instrument, as an attempt of its own', async () => {
    let made = 0;
    const stage = bench({
      pay: (id, { attempt, instrument }, backend) => {
        if (stage.pays().length > 1) return Promise.resolve(paid(backend, id, attempt));
        expect(instrument).to.deep.equal({ paymentMethod: 'pm_1' });
        // The stream may tell of it before the answer does.
        session.provide(backend.change(id, attemptOf(attempt, 'declined', 'instrument-used')));
        return Promise.reject(used());
      },
    });
    const { session, host, log } = stage;
    const form = await fill(stage);
    form.instrument = () => Promise.resolve({ paymentMethod: `pm_${++made}` });
    expect((await session.submit(host)).status).to.equal('paid');
    const [first, second] = stage.pays();
    expect(stage.pays()).to.have.length(2);
    expect(second).to.deep.include({ instrument: { paymentMethod: 'pm_2' } });
    expect(second?.attempt).to.not.equal(first?.attempt);
    expect(log.slice(log.indexOf('a>submit') - 1)).to.deep.equal([
      'a>change ready submitting',
      'a>submit',
      'a>change submitting paid',
      'a>succeeded',
    ]);
  });

  it('is shown as failed where the new instrument is refused too, and the next press pays', async () => {
    const stage = bench({
      pay: (id, { attempt }, backend) =>
        stage.pays().length > 2 ? Promise.resolve(paid(backend, id, attempt)) : Promise.reject(used()),
    });
    const { session, host, log } = stage;
    await fill(stage);
    await session.submit(host);
    expect(session.state.status === 'failed' && session.state.error.code).to.equal('instrument-used');
    expect(log.filter((one) => one.includes('submit') || one.includes('failed'))).to.deep.equal([
      'a>change ready submitting',
      'a>submit',
      'a>change submitting failed',
      'a>failed instrument-used',
    ]);
    expect(stage.pays()).to.have.length(2);
    expect((await session.submit(host)).status).to.equal('paid');
    expect(new Set(stage.pays().map(({ attempt }) => attempt)).size).to.equal(3);
  });

  it('settles by the second attempt where the answer to that is lost', async () => {
    const stage = bench({
      pay: () => (stage.pays().length > 1 ? lost() : Promise.reject(used())),
    });
    const { session, host, backend, request } = stage;
    await fill(stage);
    clock = fakeClock();
    await session.submit(host);
    expect(session.state.status).to.equal('unknown');
    const attempt = stage.pays()[1]?.attempt ?? '';
    expect(sessionStorage.getItem(`pay-elements:${request.id}`)).to.match(new RegExp(`^${attempt} `));
    paid(backend, request.id, attempt);
    await clock.advance(15_000);
    expect(session.state.status).to.equal('paid');
    expect(stage.pays()).to.have.length(2);
  });

  it('in the middle of which the fields die is unknown, not failed, and settles', async () => {
    const answer = deferred<undefined>();
    const stage = bench({
      pay: async (id, { attempt }, backend) => {
        await answer.promise;
        return paid(backend, id, attempt);
      },
      sync: async (id, backend) => {
        await answer.promise;
        return backend.get(id);
      },
    });
    const { session, host } = stage;
    const form = await fill(stage);
    const submitted = session.submit(host);
    await idle();
    form.options.events.lost(new PaymentError('fields-lost', 'gone'));
    expect(session.state.status).to.equal('unknown');
    answer.resolve(undefined);
    expect((await submitted).status).to.equal('paid');
  });
});
