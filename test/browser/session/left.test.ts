/** A challenge at the bank that the payer left: resumed or ended at a press, and failed only by Stripe's word. */
import { expect } from '@open-wc/testing';
import { PaymentError } from '../../../src/errors/index.js';
import { isLeft, sessionFor, useFormModule, type PaymentSession, type PayHost } from '../../../src/session/index.js';
import {
  moneyRequest,
  paid,
  scriptedBackend,
  type ScriptedBackend,
  type ScriptedBackendOptions,
} from '../../../src/testing/scripted-backend.js';
import { scriptedFormModule } from '../../../src/testing/scripted-form.js';
import { aHost, attemptOf, clear, freshId, idle, reach } from './bench.js';

const SECRET = 's'.repeat(32);
const asksBank: NonNullable<ScriptedBackendOptions['pay']> = (id, { attemptSecret }, backend) =>
  Promise.resolve({
    paid: false,
    status: 'requires_action',
    clientSecret: attemptSecret === SECRET ? 'pi_1_secret_2' : null,
    request: backend.get(id),
  });

afterEach(clear);

interface Stage {
  id: string;
  backend: ScriptedBackend;
  session: PaymentSession;
  host: PayHost;
  log: string[];
  detach: () => void;
  resumed: string[];
}

/** A page after a reload in the middle of its own attempt's challenge. `bank` is what happens in the bank's window. */
async function left(
  script: Omit<ScriptedBackendOptions, 'requests'> = {},
  bank: (backend: ScriptedBackend, id: string) => void = () => undefined,
): Promise<Stage> {
  const id = freshId();
  sessionStorage.setItem(`pay-elements:${id}`, `a1 ${SECRET}`);
  const resumed: string[] = [];
  const backend = scriptedBackend({
    pay: asksBank,
    ...script,
    requests: [moneyRequest({ id, ...attemptOf('a1', 'requires_action') })],
  });
  useFormModule({
    ...scriptedFormModule(),
    resumeAction: async (_request, clientSecret) => {
      resumed.push(clientSecret);
      bank(backend, id);
    },
  });
  const log: string[] = [];
  const host = aHost('a', log);
  const session = sessionFor(backend, id);
  const detach = session.attach(host);
  await atLeft(session, host);
  return { id, backend, session, host, log, detach, resumed };
}

function atLeft(session: PaymentSession, host: PayHost): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (isLeft(session.state)) resolve();
    };
    host.addEventListener('pay-change', look);
    look();
  });
}

const abandoned = ({ backend }: Stage): object[] =>
  backend.calls.flatMap(({ abandoned: input }) => (input ? [input] : []));

describe('a challenge that was left', () => {
  it('waits for the bank after a reload: nothing has failed, nothing is begun by itself', async () => {
    const stage = await left();
    await idle();
    expect(stage.log.join()).to.not.contain('failed');
    expect(stage.backend.calls.filter(({ method }) => method === 'pay' || method === 'abandon')).to.have.length(0);
    expect(stage.resumed).to.deep.equal([]);
  });

  it('is resumed at a press, with the attempt’s secret, once however often it is pressed', async () => {
    const stage = await left({}, (backend, id) => void paid(backend, id, 'a1'));
    await Promise.all([stage.session.resume(stage.host), stage.session.resume(stage.host)]);
    await reach(stage.session, 'paid', stage.host);
    expect(stage.resumed).to.deep.equal(['pi_1_secret_2']);
    const pays = stage.backend.calls.flatMap(({ input }) => (input ? [input] : []));
    expect(pays).to.deep.equal([{ attempt: 'a1', attemptSecret: SECRET }]);
    expect(stage.log.at(-1)).to.equal('a>succeeded');
  });

  it('waits again where it is left once more, or cannot be resumed now', async () => {
    const stage = await left();
    await stage.session.resume(stage.host);
    expect(isLeft(stage.session.state)).to.equal(true);
    expect(stage.resumed).to.have.length(1);
    const cut = await left({ pay: () => Promise.reject(new PaymentError('network-error', 'cut')) });
    await cut.session.resume(cut.host);
    expect(cut.session.state).to.include({ status: 'authenticating', left: true, busy: false });
  });

  it('is declined where the bank says no', async () => {
    const stage = await left(
      {},
      (backend, id) => void backend.change(id, attemptOf('a1', 'declined', 'authentication-failed')),
    );
    await stage.session.resume(stage.host);
    expect(stage.session.state.status === 'failed' && stage.session.state.error.code).to.equal('authentication-failed');
    expect(sessionStorage).to.have.length(0);
  });

  it('is ended at a press of Start over, and then another card pays', async () => {
    const stage = await left();
    await stage.session.startOver(stage.host);
    expect(abandoned(stage)).to.deep.equal([{ attempt: 'a1', attemptSecret: SECRET }]);
    expect(stage.session.state.status === 'failed' && stage.session.state.error.code).to.equal('authentication-failed');
    await idle();
    expect(stage.session.holder).to.equal(stage.host);
    expect(sessionStorage).to.have.length(0);
  });

  it('is not failed where Stripe has not ended it, and is paid where the bank was first', async () => {
    const still = await left({ abandon: (id, _input, backend) => Promise.resolve(backend.get(id)) });
    await still.session.startOver(still.host);
    expect(still.session.state).to.include({ status: 'authenticating', left: true, busy: false });
    const lost = await left({ abandon: () => Promise.reject(new PaymentError('network-error', 'cut')) });
    await lost.session.startOver(lost.host);
    expect(isLeft(lost.session.state)).to.equal(true);
    for (const { log } of [still, lost]) expect(log.join()).to.not.contain('failed');
    const first = await left({ abandon: (id, _input, backend) => Promise.resolve(paid(backend, id, 'a1').request) });
    await first.session.startOver(first.host);
    expect(first.session.state.status).to.equal('paid');
    expect(first.log.join()).to.not.contain('failed');
  });

  it('is ended by leaving the form, which closes then; an element that is taken out of the page ends nothing', async () => {
    const stage = await left();
    stage.session.close(stage.host);
    await reach(stage.session, 'open', stage.host);
    expect(abandoned(stage)).to.have.length(1);
    expect(stage.log.slice(-4)).to.include.members(['a>failed authentication-failed', 'a>close']);
    const gone = await left();
    gone.detach();
    gone.host.remove();
    await idle();
    expect(abandoned(gone)).to.have.length(0);
    const back = aHost('b');
    const again = sessionFor(gone.backend, gone.id);
    again.attach(back);
    await atLeft(again, back);
  });

  it('gives way to the form where the backend cannot end it: the next attempt takes its place', async () => {
    const stage = await left();
    Reflect.deleteProperty(stage.backend, 'abandon');
    await stage.session.startOver(stage.host);
    expect(stage.session.state.status).to.equal('open');
    expect(stage.log.join()).to.not.contain('failed');
  });

  it('is open to another payer, who pays in its place, and is told here as theirs', async () => {
    const stage = await left();
    stage.session.provide(stage.backend.change(stage.id, attemptOf('b1', 'pending')));
    expect(stage.session.state.status).to.equal('processing');
    stage.session.provide(paid(stage.backend, stage.id, 'b1').request);
    expect(stage.session.state.status).to.equal('paid');
  });

  it('cannot be resumed by a page that does not have its secret: its form opens', async () => {
    const id = freshId();
    sessionStorage.setItem(`pay-elements:${id}`, 'a1');
    const backend = scriptedBackend({ requests: [moneyRequest({ id, ...attemptOf('a1', 'requires_action') })] });
    const host = aHost('a');
    const session = sessionFor(backend, id);
    session.attach(host);
    await reach(session, 'open', host);
  });
});
