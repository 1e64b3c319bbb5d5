import { expect } from '@open-wc/testing';
import { Live } from '../../../src/backend/live.js';
import { PaymentError } from '../../../src/errors/index.js';
import { aHost, attemptOf, bench, card, clear, deferred, fill, idle, reach } from './bench.js';

afterEach(clear);

/** Longer than a stream takes to be joined. */
const joined = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 120));

describe('two elements of one request', () => {
  it('leave each other alone: closing the one does not close the form of the other', async () => {
    const stage = bench();
    const { session, log } = stage;
    const other = aHost('other', log);
    session.attach(other);
    await fill(stage);
    session.close(other);
    expect(session.state.status).to.equal('ready');
    expect(log).to.not.contain('other>close');
  });

  it('of which the one that was paid in has left, and it was declined, get fields anew in the other', async () => {
    const answer = deferred<undefined>();
    const stage = bench({
      pay: async () => {
        await answer.promise;
        throw new PaymentError('card-declined', 'no');
      },
    });
    const { session, host, forms } = stage;
    const other = aHost('other');
    session.attach(other);
    await fill(stage);
    const submitted = session.submit(host);
    await idle();
    stage.detach();
    host.remove();
    answer.resolve(undefined);
    await submitted;
    await idle();
    expect(session.holder).to.equal(other);
    expect(forms.map(({ options, root }) => [options.place === other.place, root.isConnected])).to.deep.equal([
      [false, false],
      [true, true],
    ]);
  });
});

describe('fields that are made anew in another element', () => {
  it('are empty, whatever was typed into the first', async () => {
    const answer = deferred<undefined>();
    const stage = bench({
      form: { autoReady: false },
      pay: async () => {
        await answer.promise;
        throw new PaymentError('card-declined', 'no');
      },
    });
    const { session, host, forms } = stage;
    const other = aHost('other');
    session.attach(other);
    await reach(session, 'open');
    const shown = session.show(host);
    while (!forms[0]) await idle();
    forms[0].ready();
    await shown;
    forms[0].fill(card);
    const submitted = session.submit(host);
    await idle();
    stage.detach();
    host.remove();
    answer.resolve(undefined);
    await submitted;
    while (!forms[1]) await idle();
    expect(session.input?.complete ?? false).to.equal(false);
    await session.submit(other);
    expect(stage.pays()).to.have.length(1);
  });
});

describe('an attempt that the stream knows less of than its own answer', () => {
  it('is declined at once, and never called processing', async () => {
    const stage = bench({
      pay: async (id, { attempt }, backend) => {
        backend.change(id, attemptOf(attempt, 'pending'));
        await joined();
        throw new PaymentError('card-declined', 'no');
      },
    });
    await reach(stage.session, 'open');
    await joined();
    await fill(stage);
    stage.log.length = 0;
    await stage.session.submit(stage.host);
    expect(stage.log).to.deep.equal([
      'a>change ready submitting',
      'a>submit',
      'a>change submitting failed',
      'a>failed card-declined',
    ]);
  });

  it("is not told as failed later, when somebody else's that was quicker has been declined", async () => {
    const stage = bench({
      pay: async (id, _input, backend) => {
        backend.change(id, attemptOf('other', 'pending'));
        await joined();
        throw new PaymentError('attempt-in-progress', 'no');
      },
    });
    const { session, backend, request, host, log } = stage;
    await reach(session, 'open');
    await joined();
    await fill(stage);
    await session.submit(host);
    expect(session.state.status).to.equal('processing');
    expect(session.holder).to.equal(null);
    log.length = 0;
    backend.change(request.id, attemptOf('other', 'declined', 'card-declined'));
    await reach(session, 'open');
    expect(log).to.deep.equal(['a>change processing open']);
  });
});

describe('a frame without an origin of its own', () => {
  it('is refused locks, and follows its requests all the same', async () => {
    const { locks } = navigator;
    const refuse = (): Promise<never> => Promise.reject(new DOMException('denied', 'SecurityError'));
    Object.defineProperty(navigator, 'locks', { value: { request: refuse }, configurable: true });
    try {
      const streamed = deferred<string>();
      const wire = {
        url: 'https://pay.example/api',
        fetch: (address: RequestInfo | URL) => {
          streamed.resolve(address instanceof Request ? address.url : String(address));
          return new Promise<Response>(() => undefined);
        },
        headers: () => ({}),
        timeout: 1000,
      };
      const stop = new Live({ wire, ask: () => Promise.resolve([]) }).watch(['a'], () => undefined);
      expect(await streamed.promise).to.equal('https://pay.example/api/events?request=a');
      stop();
    } finally {
      Object.defineProperty(navigator, 'locks', { value: locks, configurable: true });
    }
  });
});
