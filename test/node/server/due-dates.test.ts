import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operatorClient } from '../../../src/operator/index.js';
import * as schemas from '../../../src/contract/schemas.js';
import { bench, KEY, ORIGIN, problemIn, read } from './bench.js';

const NOW = Date.UTC(2026, 10, 30, 12);
const DAY_MS = 86_400_000;

function at(now: number): ReturnType<typeof bench> {
  return bench({ clock: { now: () => new Date(now) } });
}

const body = (dueAt: unknown, more: object = {}): object => ({
  label: 'Rent',
  amount: 2500,
  invoice: { id: 'INV-1', dueAt },
  ...more,
});

test('a due date is a calendar date, and of a time the day in its own offset', async (t) => {
  const { server, operate, call } = at(NOW);
  t.after(() => server.close());
  const table: [string, string][] = [
    ['2026-12-31', '2026-12-31'],
    ['2028-02-29', '2028-02-29'],
    ['2026-12-31T00:00:00Z', '2026-12-31'],
    ['2026-12-31T23:59:59.999Z', '2026-12-31'],
    ['2026-12-31T00:30:00+14:00', '2026-12-31'],
    ['2026-12-31T23:30:00-11:00', '2026-12-31'],
    ['9999-12-31', '9999-12-31'],
    ['9999-12-31T23:59:59-12:00', '9999-12-31'],
  ];
  for (const [given, day] of table) {
    const made = await read(await operate('POST', '/requests', body(given)), schemas.createdRequest);
    assert.equal(made.invoice?.dueAt, day, given);
    assert.deepEqual(made.warnings, []);
    const seen = await read(await call('GET', `/requests/${made.id}`), schemas.moneyRequest);
    assert.equal(seen.invoice?.dueAt, day, 'as the payer sees it');
    const page = await server.fetch(new Request(`${ORIGIN}/pay/${made.id}`));
    const [, year = ''] = /^(\d{4})/.exec(day) ?? [];
    assert.match(await page.text(), new RegExp(`${Number(day.slice(8))} \\w{3} ${year}<`), 'on the hosted page');
  }
});

test('a due date that is not a day is refused with what to write', async (t) => {
  const { server, operate } = at(NOW);
  t.after(() => server.close());
  for (const wrong of ['2026-02-30', '2026-13-01', '31.12.2026', '12/31/2026', '2026-12-31T00:00:00', 'soon', '', 5]) {
    const { code, errors } = await problemIn(await operate('POST', '/requests', body(wrong)));
    assert.deepEqual([code, errors[0]?.path], ['invalid-request', 'invoice.dueAt'], String(wrong));
    assert.equal(errors[0]?.message, 'Must be a date, as in "2026-12-31", or a time with its offset.');
  }
});

test('a request lives 30 days, or until 14 days after its due date where that is later', async (t) => {
  const { server, operate } = at(NOW);
  t.after(() => server.close());
  const usual = new Date(NOW + 30 * DAY_MS).toISOString();
  const table: [string, string][] = [
    ['2020-01-01', usual],
    ['2026-12-01', usual],
    ['2026-12-16', usual],
    ['2026-12-17', '2026-12-31T12:00:00.000Z'],
    ['2027-06-30', '2027-07-14T12:00:00.000Z'],
    ['9999-12-31', '9999-12-31T23:59:59.999Z'],
  ];
  for (const [dueAt, expiresAt] of table) {
    const made = await read(await operate('POST', '/requests', body(dueAt)), schemas.createdRequest);
    assert.equal(made.expiresAt, expiresAt, dueAt);
    assert.deepEqual(made.warnings, []);
  }
  const plain = await read(await operate('POST', '/requests', { label: 'a', amount: 2500 }), schemas.createdRequest);
  assert.equal(plain.expiresAt, usual);
});

test('a request that is told to end before it is due is made, and its sender is warned', async (t) => {
  const { server, operate } = at(NOW);
  t.after(() => server.close());
  const dueAt = '2026-12-24';
  for (const [expiresAt, warned] of [
    ['2026-12-20T00:00:00Z', true],
    ['2026-12-24T00:00:00Z', true],
    ['2026-12-25T11:59:59Z', true],
    ['2026-12-25T12:00:00Z', false],
    ['2027-01-01T00:00:00Z', false],
  ] as const) {
    const answer = await operate('POST', '/requests', body(dueAt, { expiresAt }));
    assert.equal(answer.status, 201);
    const { warnings } = await read(answer, schemas.createdRequest);
    assert.deepEqual(
      warnings.map(({ path, code }) => [path, code]),
      warned ? [['expiresAt', 'expires-before-due']] : [],
      expiresAt,
    );
  }
  const client = operatorClient({
    url: `${ORIGIN}/api`,
    key: KEY,
    fetch: (input, init) => server.fetch(new Request(input, init)),
  });
  const input = { label: 'Rent', amount: 2500, invoice: { id: '1', dueAt }, expiresAt: '2026-12-20T00:00:00Z' };
  const made = await client.createRequest(input);
  const [warning] = made.warnings;
  assert.equal(
    warning?.message,
    'The request ends at 2026-12-20T00:00:00.000Z, before its due date 2026-12-24 is over everywhere (2026-12-25T12:00:00.000Z). A later expiresAt, or none, lets it be paid until then.',
  );
  assert.ok(!('warnings' in (await client.retrieve(made.id))), 'only the one who made it is told');
});

test('a due date that was kept as a time is answered as its day', async (t) => {
  const { server, store, operate, call } = at(NOW);
  t.after(() => server.close());
  const { id } = await read(await operate('POST', '/requests', body('2026-12-31')), schemas.createdRequest);
  const held = await store.acquire(id, 10_000);
  assert.ok(held);
  const { doc } = held.row;
  const invoice = { id: 'INV-1', customer: null, dueAt: '2026-12-31T12:00:00.000Z' };
  await store.commit(id, held.token, { doc: { ...doc, terms: { ...doc.terms, invoice } } });
  const seen = await read(await call('GET', `/requests/${id}`), schemas.moneyRequest);
  assert.equal(seen.invoice?.dueAt, '2026-12-31');
});

test('the answer to a message says why parts that look like requests stay text', async (t) => {
  const { server, operate } = at(NOW);
  t.after(() => server.close());
  const answer = async (text: string): Promise<ReturnType<typeof schemas.messageResult.parse>> =>
    read(await operate('POST', '/messages', { text }), schemas.messageResult);
  assert.deepEqual((await answer('Hello $[Pay](25.00)')).warnings, []);
  const { segments, warnings } = await answer('$[Pay](25,00)\n> $[Pay](25.00)\n`$[Pay](25.00)` \\$\\[Pay\\](25.00)');
  assert.deepEqual(new Set(segments.map(({ type }) => type)), new Set(['text']));
  assert.deepEqual(
    warnings.map(({ path, code }) => [path, code]),
    [
      ['text', 'invalid-amount'],
      ['text', 'quoted'],
      ['text', 'quoted'],
    ],
  );
  assert.deepEqual((await server.list()).data.length, 1, 'nothing else was asked for');
});
