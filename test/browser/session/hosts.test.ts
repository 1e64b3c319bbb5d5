import { expect } from '@open-wc/testing';
import { PaymentError } from '../../../src/errors/index.js';
import { sessionFor } from '../../../src/session/index.js';
import { paid } from '../../../src/testing/scripted-backend.js';
import { aHost, bench, card, clear, deferred, fill, idle, reach } from './bench.js';
import { fakeClock } from './clock.js';

afterEach(clear);

describe('the hosts of a session', () => {
  it('that are removed in the middle of a charge leave it whole: it is released once it is settled', async () => {
    const answer = deferred<undefined>();
    const stage = bench({
      pay: async (id, { attempt }, backend) => {
        await answer.promise;
        return paid(backend, id, attempt);
      },
    });
    const { session, host, backend, request } = stage;
    await fill(stage);
    const submitted = session.submit(host);
    await idle();
    const settled = session.whenSettled();
    stage.detach();
    host.remove();
    await idle();
    expect(sessionFor(backend, request.id), 'while it runs').to.equal(session);
    answer.resolve(undefined);
    expect((await submitted).status).to.equal('paid');
    expect((await settled).status).to.equal('paid');
    expect(stage.forms[0]?.root.isConnected).to.equal(false);
    expect(sessionFor(backend, request.id), 'afterwards').to.not.equal(session);
  });

  it('that come back in the middle of a charge see it, and hear of its end', async () => {
    const answer = deferred<undefined>();
    const stage = bench({
      pay: async (id, { attempt }, backend) => {
        await answer.promise;
        return paid(backend, id, attempt);
      },
    });
    const { session, host, log } = stage;
    await fill(stage);
    const submitted = session.submit(host);
    await idle();
    stage.detach();
    host.remove();
    await idle();
    document.body.append(host);
    sessionFor(stage.backend, stage.request.id).attach(host);
    expect(session.state.status).to.equal('submitting');
    log.length = 0;
    answer.resolve(undefined);
    await submitted;
    expect(log).to.deep.equal(['a>change submitting paid', 'a>succeeded']);
    expect(stage.pays()).to.have.length(1);
  });

  it('one of which shows another request by now hears nothing of the old one, whose form leaves it', async () => {
    const answer = deferred<undefined>();
    const stage = bench({
      pay: async () => {
        await answer.promise;
        throw new PaymentError('card-declined', 'no');
      },
    });
    const { session, host, log } = stage;
    const other = aHost('other', log);
    session.attach(other);
    await fill(stage);
    const submitted = session.submit(host);
    await idle();
    // Recycled by a list: the same node, still in the page.
    stage.detach();
    log.length = 0;
    answer.resolve(undefined);
    await submitted;
    await idle();
    expect(log.filter((one) => one.startsWith('a>'))).to.deep.equal([]);
    expect(log).to.include('other>failed card-declined');
    expect(session.holder).to.not.equal(host);
  });

  it('take the form from each other: a second show() moves it', async () => {
    const stage = bench();
    const { session, log } = stage;
    const other = aHost('other', log);
    session.attach(other);
    const first = await fill(stage);
    log.length = 0;
    await session.show(other);
    expect(first.root.isConnected).to.equal(false);
    expect(session.holder).to.equal(other);
    expect(session.state.status).to.equal('ready');
    expect(log.filter((one) => !one.includes('change') && !one.includes('input'))).to.deep.equal([
      'a>close',
      'other>open',
    ]);
    expect(stage.forms).to.have.length(2);
    expect(stage.forms[1]?.options.place).to.equal(other.place);
  });

  it('do not take the form while a charge runs', async () => {
    const stage = bench({ pay: () => new Promise(() => undefined) });
    const { session, host } = stage;
    const other = aHost('other');
    session.attach(other);
    await fill(stage);
    void session.submit(host);
    await idle();
    await session.show(other);
    expect(session.holder).to.equal(host);
    expect(stage.forms).to.have.length(1);
  });

  it('get a promise from show() that waits until the fields can be typed into', async () => {
    const stage = bench({ form: { autoReady: false } });
    const { session, host } = stage;
    await reach(session, 'open', host);
    let shown = 0;
    void session.show(host).then(() => shown++);
    void session.show(host).then(() => shown++);
    await idle();
    expect([session.state.status, shown]).to.deep.equal(['opening', 0]);
    stage.forms[0]?.ready();
    await idle();
    expect([session.state.status, shown]).to.deep.equal(['ready', 2]);
    expect(stage.forms).to.have.length(1);
  });

  it('let go of everything when the last one has left, a microtask later', async () => {
    const stage = bench();
    const { session, host, backend, request } = stage;
    const form = await fill(stage);
    stage.detach();
    const again = session.attach(host);
    await idle();
    expect(sessionFor(backend, request.id), 'detached and attached in one task').to.equal(session);
    expect(form.root.isConnected).to.equal(true);
    again();
    again();
    host.remove();
    await idle();
    expect(sessionFor(backend, request.id)).to.not.equal(session);
    expect(form.root.isConnected).to.equal(false);
  });

  it('that leave before the request has come leave no watch behind', async () => {
    const stage = bench({ idle: true });
    const { session, host, backend } = stage;
    let watching = 0;
    const { watch } = backend;
    backend.watch = (ids, listener) => {
      const stop = watch(ids, listener);
      watching++;
      return () => {
        watching--;
        stop();
      };
    };
    const detach = session.attach(host);
    await Promise.resolve();
    expect(session.state.status).to.equal('loading');
    detach();
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(session.state.status).to.equal('open');
    expect(watching).to.equal(0);
  });

  it('of the next session are not forgotten with the last one', async () => {
    const answer = deferred<undefined>();
    const stage = bench();
    const { session, host, backend, request } = stage;
    host.addEventListener('pay-submit', (event) => event.waitUntil(answer.promise));
    await fill(stage);
    const submitted = session.submit(host);
    await idle();
    stage.detach();
    session.provide(paid(backend, request.id, 'elsewhere').request);
    // Settled by the stream, with nobody there: the end of its own press comes later.
    const back = session.attach(host);
    back();
    await idle();
    const next = sessionFor(backend, request.id);
    next.attach(host);
    answer.resolve(undefined);
    await submitted;
    expect(next).to.not.equal(session);
    expect(sessionFor(backend, request.id)).to.equal(next);
  });
});

describe('whenSettled', () => {
  it('answers at once where it is settled, later where it is not, and stops with its signal', async () => {
    const { session, host, backend, request } = bench();
    await reach(session, 'open', host);
    const stop = new AbortController();
    const stopped = session.whenSettled({ signal: stop.signal }).catch((reason: unknown) => reason);
    const waiting = session.whenSettled();
    stop.abort(new Error('enough'));
    expect(await stopped).to.have.property('message', 'enough');
    session.provide(paid(backend, request.id, 'x').request);
    expect((await waiting).status).to.equal('paid');
    expect((await session.whenSettled()).status).to.equal('paid');
    const late = await session.whenSettled({ signal: stop.signal }).catch((reason: unknown) => reason);
    expect(late).to.have.property('message', 'enough');
  });

  for (const status of ['authorized', 'refunded', 'canceled', 'expired'] as const)
    it(`answers ${status}`, async () => {
      const { session } = bench({ request: { status } });
      expect((await session.whenSettled()).status).to.equal(status);
    });
});

describe('a form that could not be had', () => {
  it('says why, once, and is tried again at the next press', async () => {
    let blocked = true;
    const stage = bench({
      form: {
        load: () => (blocked ? Promise.reject(new PaymentError('script-blocked', 'An extension?')) : Promise.resolve()),
      },
    });
    const { session, host, log } = stage;
    await reach(session, 'open', host);
    await session.show(host);
    expect(session.state.status === 'unavailable' && session.state.error.code).to.equal('script-blocked');
    expect(log.filter((one) => one.includes('error'))).to.deep.equal(['a>error script-blocked']);
    blocked = false;
    await session.show(host);
    expect(session.state.status).to.equal('ready');
    stage.forms[0]?.fill(card);
    expect((await session.submit(host)).status).to.equal('paid');
  });
});

describe('news that could not be read when it came', () => {
  it('is read again', async () => {
    let fails = 0;
    const { session, host, backend, request } = bench({
      retrieve: (id, script) =>
        fails-- > 0 ? Promise.reject(new PaymentError('network-error', 'no')) : Promise.resolve(script.get(id)),
    });
    await reach(session, 'open', host);
    await new Promise((resolve) => setTimeout(resolve, 80));
    const clock = fakeClock();
    try {
      fails = 2;
      backend.change(request.id, { status: 'canceled' });
      await clock.advance(20_000);
    } finally {
      clock.restore();
    }
    expect(session.state.status).to.equal('canceled');
  });
});
