import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en, formatDate, localeFor, messagesFor, registerMessages, type Messages } from '../../../src/i18n/index.js';

const language = (locale: string): Messages => ({ ...en, locale });

test('messages are found by truncation, and are English where there are none', () => {
  const [pt, ptBr, zhHant] = [language('pt'), language('pt-BR'), language('zh-Hant')];
  const [he, nb] = [language('he'), language('nb')];
  registerMessages('iw', he);
  registerMessages('nb', nb);
  registerMessages('pt', pt);
  registerMessages('pt_BR', ptBr);
  registerMessages('zh-Hant', zhHant);
  const table: [string, Messages][] = [
    ['pt', pt],
    ['PT-pt', pt],
    ['pt-BR', ptBr],
    ['pt-br-x-private', ptBr],
    ['pt-u-nu-latn', pt],
    ['zh-Hant-TW', zhHant],
    ['zh', en],
    ['en', en],
    ['en-GB', en],
    ['fr', en],
    ['', en],
    ['-', en],
    ['português', en],
    ['pt_BR', ptBr],
    ['pt_BR.UTF-8', ptBr],
    ['pt-x-mtfrom-en', pt],
    ['zh_TW', zhHant],
    ['iw', he],
    ['he-IL', he],
    ['no', nb],
    ['nn-NO', nb],
    ['auto', en],
    ['C', en],
    ['x'.repeat(200), en],
  ];
  for (const [tag, expected] of table) assert.equal(messagesFor(tag).locale, expected.locale, tag);
});

test('dates and amounts follow the page where the messages are of its language, else the messages', () => {
  assert.equal(localeFor('en-GB').tag, 'en-GB');
  assert.equal(localeFor('fr-CA').tag, 'en');
  assert.equal(localeFor('en-!').tag, 'en');
  assert.equal(localeFor('').tag, 'en');
  assert.equal(localeFor('en_GB.UTF-8').tag, 'en-GB');
  assert.equal(localeFor('en-x-mtfrom-de').tag, 'en-x-mtfrom-de');
});

test('a language registered again takes the place of the first', () => {
  registerMessages('eo', language('eo'));
  const better = language('eo');
  registerMessages('EO', better);
  assert.equal(messagesFor('eo'), better);
});

test('a date is written as 20 Nov 2026 in English, and as others write it in theirs', () => {
  const at = '2026-11-20T12:00:00.000Z';
  const utc = { timeZone: 'UTC' };
  assert.equal(formatDate(at, 'en', utc), '20 Nov 2026');
  assert.equal(formatDate(at, 'en-US', utc), '20 Nov 2026');
  assert.equal(formatDate('2026-09-05T00:00:00Z', 'en-GB', utc), '5 Sep 2026');
  assert.equal(formatDate(at, 'en', { ...utc, time: true }), '20 Nov 2026, 12:00');
  assert.equal(formatDate('2026-11-20T00:05:00Z', 'en', { ...utc, time: true }), '20 Nov 2026, 00:05');
  assert.equal(formatDate('2026-11-20T23:30:00Z', 'en', { timeZone: 'Asia/Tokyo' }), '21 Nov 2026');
  assert.equal(formatDate(at, 'de', utc), '20. Nov. 2026');
  assert.equal(formatDate(at, 'not a tag', utc), '20 Nov 2026');
  for (const timeZone of ['Pacific/Kiritimati', 'Etc/GMT+12', 'America/New_York'])
    assert.equal(formatDate('2026-12-31', 'en', { timeZone, time: true }), '31 Dec 2026', 'a calendar date');
  assert.equal(formatDate('yesterday', 'en'), '');
});
