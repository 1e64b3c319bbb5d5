import { expect } from '@open-wc/testing';
import { PaymentError } from '../../../src/errors/index.js';
import type { PaySubmitEvent } from '../../../src/events.js';
import { paid } from '../../../src/testing/scripted-backend.js';
import { aHost, attemptOf, bench, clear, deferred, fill, idle, reach } from './bench.js';
import { fakeClock } from './clock.js';

afterEach(clear);

describe('the events of a session', () => {
  it('come in order, with what they are about', async () => {
    const stage = bench();
    const { session, host, log, request } = stage;
    const submitted: PaySubmitEvent[] = [];
    host.addEventListener('pay-submit', (event) => submitted.push(event));
    let succeeded: unknown;
    host.addEventListener('pay-succeeded', ({ moneyRequest }) => (succeeded = moneyRequest));
    await fill(stage);
    const state = await session.submit(host);
    expect(state.status).to.equal('paid');
    expect(log.filter((one) => one !== 'a>input')).to.deep.equal(
      [
        'a>change idle loading',
        'a>change loading open',
        'a>open',
        'a>change open opening',
        'a>change opening ready',
        'a>submit',
        'a>change submitting paid',
        'a>succeeded',
      ].flatMap((one) => (one === 'a>submit' ? ['a>change ready submitting', one] : [one])),
    );
    expect(submitted.map((event) => [event.request, event.attempt])).to.deep.equal([
      [request.id, stage.pays()[0]?.attempt],
    ]);
    expect(succeeded).to.equal(session.state.moneyRequest);
  });

  it('of one change come before those of the next, though a listener makes it', async () => {
    const stage = bench({
      pay: () => Promise.reject(new PaymentError('card-declined', 'no')),
    });
    const { session, host, log } = stage;
    await fill(stage);
    host.addEventListener('pay-change', ({ state }) => {
      if (state.status === 'failed') session.close(host);
    });
    log.length = 0;
    await session.submit(host);
    expect(log).to.deep.equal([
      'a>change ready submitting',
      'a>submit',
      'a>change submitting failed',
      'a>close',
      'a>failed card-declined',
      'a>change failed open',
    ]);
  });

  it('of nested hosts are dispatched by the outermost, of separate ones by the one that the payer used', async () => {
    const stage = bench();
    const { session, host, log } = stage;
    const [inner, other] = [aHost('inner', log, host), aHost('other', log)];
    session.attach(inner);
    session.attach(other);
    await reach(session, 'open', host);
    log.length = 0;
    await session.show(inner);
    expect(log.filter((one) => !one.includes('input'))).to.deep.equal([
      'a>open',
      'a>change open opening',
      'other>change open opening',
      'a>change opening ready',
      'other>change opening ready',
    ]);
    log.length = 0;
    session.close(inner);
    expect(log).to.deep.equal(['a>change ready open', 'other>change ready open', 'a>close']);
    await session.show(other);
    stage.forms.at(-1)?.fill({ number: '4242424242424242', expiry: '1234', cvc: '123' });
    log.length = 0;
    await session.submit(other);
    expect(log).to.deep.equal([
      'a>change ready submitting',
      'other>change ready submitting',
      'other>submit',
      'a>change submitting paid',
      'other>change submitting paid',
      'other>succeeded',
    ]);
  });

  it('that nobody here caused are dispatched by the first in document order, once', async () => {
    const { session, host, log, backend, request } = bench();
    const before = aHost('before', log);
    host.before(before);
    session.attach(before);
    await reach(session, 'open', host);
    await new Promise((resolve) => setTimeout(resolve, 80));
    log.length = 0;
    backend.change(request.id, { status: 'canceled' });
    await reach(session, 'canceled', host);
    expect(log).to.deep.equal(['a>change open canceled', 'before>change open canceled', 'before>canceled canceled']);
  });

  it('do not tell again of a failure when only the request is news', async () => {
    const stage = bench({ pay: () => Promise.reject(new PaymentError('card-declined', 'no')) });
    const { session, host, log, backend, request } = stage;
    await fill(stage);
    await session.submit(host);
    session.provide(backend.change(request.id, attemptOf('another', 'declined', 'card-declined')));
    expect(session.state.status).to.equal('failed');
    expect(log.filter((one) => one.includes('failed c'))).to.have.length(1);
  });

  it('say nothing of success where a paid request is loaded', async () => {
    const { session, host, log } = bench({ request: { status: 'paid' } });
    await reach(session, 'paid', host);
    expect(log).to.deep.equal(['a>change idle loading', 'a>change loading paid']);
  });

  it('are heard by name through a cancel of pay-open, and nothing opens', async () => {
    const { session, host, forms, log } = bench();
    await reach(session, 'open', host);
    host.addEventListener('pay-open', (event) => event.preventDefault(), { once: true });
    await session.show(host);
    expect(session.state.status).to.equal('open');
    expect(forms).to.have.length(0);
    expect(log.at(-1)).to.equal('a>open');
  });
});

describe('pay-submit', () => {
  it('waits for every promise that it is given', async () => {
    const stage = bench();
    const { session, host } = stage;
    const [one, two] = [deferred<undefined>(), deferred<undefined>()];
    host.addEventListener('pay-submit', (event) => {
      event.waitUntil(one.promise);
      event.waitUntil(two.promise);
    });
    await fill(stage);
    const submitted = session.submit(host);
    one.resolve(undefined);
    await idle();
    expect(stage.pays()).to.have.length(0);
    expect(session.state.status).to.equal('submitting');
    two.resolve(undefined);
    expect((await submitted).status).to.equal('paid');
  });

  it('charges nothing after a rejection, says host-refused, and can be pressed again', async () => {
    const stage = bench();
    const { session, host, log } = stage;
    host.addEventListener('pay-submit', (event) => event.waitUntil(Promise.reject(new Error('out of stock'))), {
      once: true,
    });
    await fill(stage);
    const state = await session.submit(host);
    expect(state.status === 'failed' && state.error.code).to.equal('host-refused');
    expect(log.at(-1)).to.equal('a>failed host-refused');
    expect(stage.pays()).to.have.length(0);
    expect((await session.submit(host)).status).to.equal('paid');
  });

  it('goes back to ready where it is canceled, without a failure', async () => {
    const stage = bench();
    const { session, host, log } = stage;
    host.addEventListener('pay-submit', (event) => event.preventDefault(), { once: true });
    await fill(stage);
    log.length = 0;
    expect((await session.submit(host)).status).to.equal('ready');
    expect(log).to.deep.equal(['a>change ready submitting', 'a>submit', 'a>change submitting ready']);
    expect(stage.pays()).to.have.length(0);
  });

  it('waits ten seconds at most', async () => {
    const stage = bench();
    const { session, host } = stage;
    host.addEventListener('pay-submit', (event) => event.waitUntil(new Promise(() => undefined)));
    await fill(stage);
    const clock = fakeClock();
    try {
      const submitted = session.submit(host);
      await clock.advance(9_999);
      expect(session.state.status).to.equal('submitting');
      await clock.advance(1);
      const state = await submitted;
      expect(state.status === 'failed' && state.error.code).to.equal('host-refused');
      expect(stage.pays()).to.have.length(0);
    } finally {
      clock.restore();
    }
  });

  it('takes no promise once its dispatch is over', async () => {
    const stage = bench();
    const heard: PaySubmitEvent[] = [];
    stage.host.addEventListener('pay-submit', (one) => heard.push(one));
    await fill(stage);
    await stage.session.submit(stage.host);
    expect(() => heard[0]?.waitUntil(Promise.resolve())).to.throw(DOMException);
  });

  it('is not followed by a charge where the request was paid elsewhere while the host thought', async () => {
    const stage = bench();
    const { session, host, backend, request } = stage;
    const thinking = deferred<undefined>();
    host.addEventListener('pay-submit', (event) => event.waitUntil(thinking.promise));
    const form = await fill(stage);
    let read = 0;
    form.instrument = () => (read++, Promise.resolve({ paymentMethod: 'pm_1' }));
    const submitted = session.submit(host);
    session.provide(paid(backend, request.id, 'elsewhere').request);
    thinking.resolve(undefined);
    expect((await submitted).status).to.equal('paid');
    expect([read, stage.pays().length]).to.deep.equal([0, 0]);
  });
});
