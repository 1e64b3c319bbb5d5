import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { MoneyRequest, RequestStatus } from '../../../src/contract/types.js';
import { PaymentError } from '../../../src/errors/index.js';
import {
  initial,
  isCharging,
  isPayable,
  outcomeOf,
  transition,
  view,
  type Action,
  type Model,
} from '../../../src/session/transition.js';
import { anAttempt, aRequest, next, paid } from '../../support/money-request.js';

const declined = new PaymentError('card-declined', 'declined');
const lost = new PaymentError('network-error', 'lost');
const run = (model: Model, ...actions: Action[]): Model => actions.reduce(transition, model);
const open = (over: Partial<MoneyRequest> = {}): Model =>
  run(initial, { type: 'load' }, { type: 'request', request: aRequest(over) });
const ready = (): Model => run(open(), { type: 'show' }, { type: 'shown' });
const submitting = (): Model => run(ready(), { type: 'submit', attempt: 'a1' });

test('an attempt that was given up as never arrived, and arrives then, is processing: nobody is told that nothing was charged', () => {
  const lapsed = run(
    submitting(),
    { type: 'lose', error: lost },
    { type: 'fail', error: new PaymentError('lapsed', 'x') },
  );
  const request = aRequest({ version: 9, attempt: anAttempt({ id: 'a1', status: 'pending' }) });
  const late = run(lapsed, { type: 'request', request });
  assert.deepEqual([view(late).status, isPayable(late)], ['processing', false]);
});

test("a decline is shown though the page has not heard yet that somebody else's attempt before it is over", () => {
  const behind = run(submitting(), {
    type: 'request',
    request: aRequest({ version: 8, attempt: anAttempt({ id: 'a2', status: 'pending' }) }),
  });
  const after = run(
    behind,
    { type: 'fail', error: declined },
    { type: 'request', request: aRequest({ version: 9, attempt: anAttempt({ id: 'a1', status: 'declined' }) }) },
  );
  assert.equal(view(after).status, 'failed');
});

test('an attempt takes the place of one whose instrument was refused, and what is told of the first is not its own', () => {
  const renewed = run(submitting(), { type: 'renew', attempt: 'a2' });
  assert.deepEqual([view(renewed).status, renewed.own], ['submitting', 'a2']);
  const told = aRequest({ version: 9, attempt: anAttempt({ id: 'a1', status: 'declined' }) });
  assert.equal(view(run(renewed, { type: 'request', request: told })).status, 'submitting');
  for (const other of [
    ready(),
    run(submitting(), { type: 'authenticate' }),
    run(submitting(), { type: 'lose', error: lost }),
  ])
    assert.equal(run(other, { type: 'renew', attempt: 'a2' }), other);
});

const statuses: RequestStatus[] = [
  'open',
  'processing',
  'authorized',
  'paid',
  'partially_refunded',
  'refunded',
  'canceled',
  'expired',
  'review',
];
const anyRequest = fc
  .record({
    version: fc.integer({ min: 1, max: 6 }),
    status: fc.constantFrom(...statuses),
    available: fc.boolean(),
    attempt: fc.option(
      fc
        .record({
          id: fc.constantFrom('a1', 'a2'),
          status: fc.constantFrom('pending', 'requires_action', 'declined', 'lapsed'),
        })
        .map(anAttempt),
    ),
  })
  .map((over) => aRequest(over));
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  fc.constantFrom<Action[]>(
    { type: 'load' },
    { type: 'missing', error: lost },
    { type: 'show' },
    { type: 'shown' },
    { type: 'blocked', error: declined },
    { type: 'close' },
    { type: 'input' },
    { type: 'submit', attempt: 'a1' },
    { type: 'refuse' },
    { type: 'renew', attempt: 'a2' },
    { type: 'authenticate' },
    { type: 'leave', busy: false },
    { type: 'leave', busy: true },
    { type: 'stall', on: true },
    { type: 'fail', error: declined },
    { type: 'lose', error: lost },
  ),
  anyRequest.map((request): Action => ({ type: 'request', request })),
);

describe('the state machine of a payment', () => {
  test('goes from loading to open, through the form, to paid', () => {
    assert.equal(view(initial).status, 'idle');
    assert.equal(view(run(initial, { type: 'load' })).status, 'loading');
    assert.equal(view(open()).status, 'open');
    assert.equal(view(run(open(), { type: 'show' })).status, 'opening');
    assert.equal(view(ready()).status, 'ready');
    assert.equal(view(submitting()).status, 'submitting');
    assert.equal(view(run(submitting(), { type: 'authenticate' })).status, 'authenticating');
    assert.equal(view(run(submitting(), { type: 'request', request: next(aRequest(), paid) })).status, 'paid');
  });

  test('keeps the form after a decline, and the next input makes it ready', () => {
    const failed = run(submitting(), { type: 'fail', error: declined });
    assert.deepEqual(view(failed), { status: 'failed', moneyRequest: aRequest(), error: declined });
    assert.equal(view(run(failed, { type: 'input' })).status, 'ready');
  });

  test('says unknown, and offers no payment, when the answer is lost', () => {
    const doubt = run(submitting(), { type: 'lose', error: lost });
    assert.equal(view(doubt).status, 'unknown');
    assert.equal(run(doubt, { type: 'submit', attempt: 'a2' }), doubt);
    assert.equal(run(doubt, { type: 'close' }), doubt);
  });

  test('tells whoever saw a delayed payment go that the bank has sent it back, and nobody else', () => {
    const sent = run(initial, { type: 'request', request: aRequest({ status: 'processing' }) });
    const back = next(aRequest(), { attempt: anAttempt({ status: 'declined', code: 'card-declined' }) });
    const told = view(run(sent, { type: 'request', request: back }));
    assert.equal(told.status, 'failed');
    assert.equal('error' in told && told.error.code, 'card-declined');
    assert.equal(view(run(initial, { type: 'request', request: back })).status, 'open');
  });

  test('shows an attempt that is pending elsewhere as processing and offers no payment', () => {
    const elsewhere = open({ attempt: anAttempt({ id: 'other' }) });
    assert.equal(view(elsewhere).status, 'processing');
    assert.equal(run(elsewhere, { type: 'show' }), elsewhere);
  });

  test('shows an own attempt whose answer a reload lost as unknown', () => {
    const model = run({ ...initial, own: 'a1' }, { type: 'request', request: aRequest({ attempt: anAttempt() }) });
    assert.equal(view(model).status, 'unknown');
  });

  test('waits for the bank where a challenge was left, and calls it failed only once it is told that it ended', () => {
    const asked = anAttempt({ id: 'a1', status: 'requires_action' });
    const waiting = run(
      submitting(),
      { type: 'authenticate' },
      { type: 'request', request: aRequest({ version: 2, attempt: asked }) },
      { type: 'leave', busy: false },
    );
    const state = view(waiting);
    assert.deepEqual([state.status, 'left' in state && state.left], ['authenticating', true]);
    for (const action of [{ type: 'close' }, { type: 'show' }, { type: 'submit', attempt: 'a2' }] as const)
      assert.equal(run(waiting, action), waiting, action.type);
    const told = (over: Partial<MoneyRequest>): Model =>
      run(waiting, { type: 'request', request: aRequest({ version: 3, ...over }) });
    assert.equal(view(told({ attempt: asked })).status, 'authenticating');
    assert.equal(view(told(paid)).status, 'paid', 'the bank was first');
    const over = view(told({ attempt: { ...asked, status: 'lapsed' } }));
    assert.equal('error' in over && over.error.code, 'authentication-failed');
    const elsewhere = told({ attempt: anAttempt({ id: 'a2', status: 'requires_action' }) });
    assert.deepEqual([view(elsewhere).status, elsewhere.own, isPayable(elsewhere)], ['open', null, true]);
    const resumed = run(waiting, { type: 'leave', busy: true }, { type: 'authenticate' });
    assert.deepEqual(view(resumed), { ...state, left: false });
  });

  test('lets an attempt that requires action elsewhere be replaced', () => {
    assert.equal(isPayable(open({ attempt: anAttempt({ id: 'other', status: 'requires_action' }) })), true);
  });

  test('shows each status of the request by its own word', () => {
    const shown = Object.fromEntries(statuses.map((status) => [status, view(open({ status })).status]));
    assert.deepEqual(shown, {
      open: 'open',
      processing: 'processing',
      authorized: 'authorized',
      paid: 'paid',
      partially_refunded: 'refunded',
      refunded: 'refunded',
      canceled: 'canceled',
      expired: 'expired',
      review: 'processing',
    });
    assert.equal(view(open({ available: false })).status, 'unavailable');
  });

  test('never goes back to an older version', () => {
    fc.assert(
      fc.property(fc.array(anyAction, { maxLength: 40 }), (actions) => {
        let model = initial;
        for (const action of actions) {
          const before = model.request?.version ?? 0;
          model = transition(model, action);
          assert.ok((model.request?.version ?? 0) >= before);
        }
      }),
    );
  });

  test('never says paid unless the request does, and never failed unless it was told so', () => {
    fc.assert(
      fc.property(fc.array(anyAction, { maxLength: 40 }), (actions) => {
        let model = initial;
        for (const action of actions) {
          const wasFailed = view(model).status === 'failed';
          model = transition(model, action);
          const state = view(model);
          if (state.status === 'paid') assert.equal(model.request?.status, 'paid');
          if (state.status === 'failed' && !wasFailed) assert.ok(action.type === 'fail' || action.type === 'request');
          if (isCharging(model))
            assert.equal(isPayable(model) && transition(model, { type: 'submit', attempt: 'a9' }) !== model, false);
        }
      }),
    );
  });

  test('is total, and answers the same object when nothing happens', () => {
    fc.assert(
      fc.property(fc.array(anyAction, { maxLength: 20 }), anyAction, (actions, action) => {
        const model = actions.reduce(transition, initial);
        const after = transition(model, action);
        if (action.type !== 'missing' && after !== model) assert.notDeepEqual(after, model);
      }),
    );
  });
});

describe('the outcome of an attempt, read off a request', () => {
  test('is that of this attempt only: a decline of the one before is not its own', () => {
    const request = aRequest({ attempt: anAttempt({ id: 'a0', status: 'declined', code: 'card-declined' }) });
    assert.deepEqual(outcomeOf(request, 'a1'), { kind: 'unseen' });
  });

  test('is settled by any status but open, waits while pending, acts on requires_action, fails when declined or lapsed', () => {
    assert.equal(outcomeOf(aRequest(paid), 'a1').kind, 'settled');
    assert.equal(outcomeOf(aRequest({ attempt: anAttempt() }), 'a1').kind, 'wait');
    assert.equal(outcomeOf(aRequest({ attempt: anAttempt({ status: 'requires_action' }) }), 'a1').kind, 'act');
    const decline = outcomeOf(
      aRequest({
        attempt: anAttempt({ status: 'declined', code: 'insufficient-funds', declineCode: 'insufficient_funds' }),
      }),
      'a1',
    );
    assert.equal(decline.kind === 'failed' && decline.error.code, 'insufficient-funds');
    const lapse = outcomeOf(aRequest({ attempt: anAttempt({ status: 'lapsed' }) }), 'a1');
    assert.equal(lapse.kind === 'failed' && lapse.error.code, 'lapsed');
  });
});
