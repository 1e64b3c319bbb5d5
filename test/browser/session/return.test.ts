import { expect } from '@open-wc/testing';
import type { MoneyRequest } from '../../../src/contract/types.js';
import { sessionFor } from '../../../src/session/index.js';
import { moneyRequest, paid, scriptedBackend } from '../../../src/testing/scripted-backend.js';
import { aHost, attemptOf, bench, clear, fill, freshId, idle, reach } from './bench.js';
import { fakeClock } from './clock.js';

const here = location.href;
afterEach(() => {
  clear();
  history.replaceState(null, '', here);
});

/** Presses Pay, then reloads before the answer: another backend object, so another session, with the same storage. */
async function reloaded(then: (attempt: string) => Partial<MoneyRequest>) {
  const before = bench({ pay: () => new Promise(() => undefined) });
  await fill(before);
  void before.session.submit(before.host);
  await idle();
  const { attempt } = before.pays()[0] ?? { attempt: '' };
  before.detach();
  before.host.remove();
  const backend = scriptedBackend({ requests: [{ ...before.request, version: 2, ...then(attempt) }] });
  const log: string[] = [];
  const host = aHost('a', log);
  const session = sessionFor(backend, before.request.id);
  session.attach(host);
  return { backend, session, host, log, id: before.request.id, attempt };
}

describe('a page that was reloaded in the middle of a charge', () => {
  it('finds it paid, and says so once', async () => {
    const { session, host, log, attempt } = await reloaded((own) => ({
      status: 'paid',
      ...attemptOf(own, 'succeeded'),
    }));
    expect(attempt).to.match(/^[0-9a-f]{32}$/);
    await reach(session, 'paid', host);
    await idle();
    expect(log).to.deep.equal(['a>change idle loading', 'a>change loading paid', 'a>succeeded']);
    expect(sessionStorage).to.have.length(0);
  });

  it('finds it declined, says so once, and opens the form again', async () => {
    const { session, host, log } = await reloaded((own) => attemptOf(own, 'declined', 'insufficient-funds'));
    await reach(session, 'failed', host);
    await idle();
    // What follows is the scripted form's own: it tells of its empty fields when they are there.
    expect(log.slice(0, 4)).to.deep.equal([
      'a>change idle loading',
      'a>change loading unknown',
      'a>change unknown failed',
      'a>failed insufficient-funds',
    ]);
    expect(log.filter((one) => one.startsWith('a>failed'))).to.have.length(1);
    expect(session.holder).to.equal(host);
    expect(sessionStorage).to.have.length(0);
  });

  it('finds it still pending, waits, and says how it ended', async () => {
    const { session, host, log, backend, id, attempt } = await reloaded((own) => attemptOf(own, 'pending'));
    await reach(session, 'unknown', host);
    const clock = fakeClock();
    try {
      await clock.advance(20_000);
      expect(session.state.status).to.equal('unknown');
      paid(backend, id, attempt);
      await clock.advance(15_000);
    } finally {
      clock.restore();
    }
    expect(session.state.status).to.equal('paid');
    expect(log.at(-1)).to.equal('a>succeeded');
    expect(backend.calls.filter(({ method }) => method === 'pay')).to.have.length(0);
  });

  it('finds that it never reached the server: open, and its late arrival is still its own', async () => {
    const { session, host, backend, id, attempt, log } = await reloaded(() => ({}));
    await reach(session, 'open', host);
    session.provide(backend.change(id, attemptOf(attempt, 'pending')));
    expect(session.state.status).to.equal('unknown');
    session.provide(paid(backend, id, attempt).request);
    expect(log.at(-1)).to.equal('a>succeeded');
  });

  it('does not take another attempt for its own', async () => {
    const { session, host } = await reloaded(() => attemptOf('another', 'declined', 'card-declined'));
    await reach(session, 'open', host);
  });
});

describe('a page that the bank sent the payer back to', () => {
  /** Opens a session at that address of this page, which the server knows as paid by now. */
  async function cameBack(search: string, id = freshId()) {
    history.replaceState({ host: 'state' }, '', location.pathname + search);
    const backend = scriptedBackend({
      requests: [moneyRequest({ id, ...attemptOf('x', 'requires_action') })],
      sync: (known, script) => Promise.resolve(paid(script, known, 'x').request),
    });
    const host = aHost('a');
    const session = sessionFor(backend, id);
    session.attach(host);
    await reach(session, search.includes(id) ? 'paid' : 'open', host);
    await idle();
    return { backend, session, left: location.search + location.hash };
  }

  const kept = [
    ['?pay_request=ID', ''],
    ['?pay_request=ID#part', '#part'],
    ['?a=1&pay_request=ID', '?a=1'],
    ['?pay_request=ID&a=1', '?a=1'],
    ['?a=1&&b=%20+%2B&pay_request=ID&flag&=&$&=$1#a?pay_request=ID', '?a=1&&b=%20+%2B&flag&=&$&=$1#a?pay_request=ID'],
    ['?xpay_request=ID&pay_request=ID&', '?xpay_request=ID&'],
  ] as const;
  for (const [given, expected] of kept)
    it(`cleans ${given} and keeps the rest byte for byte, the history entry too`, async () => {
      const id = freshId();
      const { left, backend } = await cameBack(given.replaceAll('ID', id), id);
      expect(left).to.equal(expected.replaceAll('ID', id));
      expect(history.state).to.deep.equal({ host: 'state' });
      expect(backend.calls.filter(({ method }) => method === 'sync')).to.have.length(1);
    });

  for (const foreign of [
    '?pay_request=req_9999999999999999999999&payment_intent_client_secret=pi_1_secret_2&redirect_status=succeeded',
    '?pay_request=',
    '?pay_request',
    '?PAY_REQUEST=ID-',
  ])
    it(`does nothing about ${foreign}`, async () => {
      const { left, backend } = await cameBack(foreign.replace('ID', 'x'));
      expect(left).to.equal(foreign.replace('ID', 'x'));
      expect(backend.calls.filter(({ method }) => method === 'sync')).to.have.length(0);
    });

  it('believes a stale parameter nothing but that it is worth a look', async () => {
    const id = freshId();
    history.replaceState(null, '', `${location.pathname}?pay_request=${id}&redirect_status=succeeded`);
    const backend = scriptedBackend({ requests: [moneyRequest({ id })] });
    const host = aHost('a');
    const session = sessionFor(backend, id);
    session.attach(host);
    await reach(session, 'open', host);
    await idle();
    expect(session.state.status).to.equal('open');
    expect(backend.calls.map(({ method }) => method)).to.include('sync');
  });
});
