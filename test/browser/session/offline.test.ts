import { expect } from '@open-wc/testing';
import { PaymentError } from '../../../src/errors/index.js';
import { attemptOf, bench, clear, fill } from './bench.js';
import { fakeClock } from './clock.js';

afterEach(clear);

describe('a page without a network', () => {
  const offline = (is: boolean): void => {
    Object.defineProperty(navigator, 'onLine', { value: !is, configurable: true });
    dispatchEvent(new Event(is ? 'offline' : 'online'));
  };
  afterEach(() => Reflect.deleteProperty(navigator, 'onLine'));

  it('says so, and leaves it to the call whether it is so', async () => {
    const stage = bench();
    const { session, host } = stage;
    await fill(stage);
    let told = 0;
    host.sessionChanged = () => told++;
    offline(true);
    expect([session.online, told]).to.deep.equal([false, 1]);
    // Some browsers say it for ever, behind some VPNs and on some desktops, with a network that works.
    expect((await session.submit(host)).status).to.equal('paid');
    expect(stage.pays()).to.have.length(1);
  });

  it('tells when the network is back', async () => {
    const stage = bench();
    const { session, host } = stage;
    await fill(stage);
    let told = 0;
    host.sessionChanged = () => told++;
    offline(true);
    offline(false);
    expect([session.online, told]).to.deep.equal([true, 2]);
  });

  it('asks at once about a lost answer when the network is back', async () => {
    let asked = 0;
    const lost = (): Promise<never> => Promise.reject(new PaymentError('network-error', 'lost'));
    const stage = bench({ pay: lost, sync: (id, backend) => (asked++, Promise.resolve(backend.get(id))) });
    const { session, host, backend, request } = stage;
    await fill(stage);
    const clock = fakeClock();
    try {
      await session.submit(host);
      backend.change(request.id, attemptOf(stage.pays()[0]?.attempt ?? '', 'pending'));
      await clock.advance(40_000);
      offline(true);
      const before = asked;
      await clock.advance(0);
      expect(asked).to.equal(before);
      offline(false);
      await clock.advance(0);
      expect(asked).to.equal(before + 1);
      expect(session.state.status).to.equal('unknown');
    } finally {
      clock.restore();
    }
  });
});
