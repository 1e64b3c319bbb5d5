import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkLabel, parseMessage, textForSms, type PayableSegment } from '../../../src/markup/index.js';
import { isPaymentError } from '../../../src/errors/index.js';

const payUrl = 'https://pay.example/pay/req_1';

/** What a server makes of a message: each request with its address. */
const sms = (text: string): string =>
  textForSms(
    parseMessage(text).map((segment): PayableSegment =>
      segment.type === 'text' ? segment : { ...segment, request: { payUrl } },
    ),
  );

test('a channel without buttons gets the label and the address in the place of the button', () => {
  assert.equal(
    sms('You must like laser beams $[Get more kittens - 25$](25.00)'),
    `You must like laser beams Get more kittens - 25$: ${payUrl}`,
  );
  assert.equal(sms('Hi \\$[x](5) $[a](5)!'), `Hi $[x](5) a: ${payUrl}!`);
  assert.equal(sms('$[a](0.10)'), '$[a](0.10)');
  assert.equal(sms(''), '');
});

test('an address never runs on into the text after it', () => {
  const table: [string, string][] = [
    ['$[a](5) and', `a: ${payUrl} and`],
    ['$[a](5)and', `a: ${payUrl} and`],
    ['$[a](5)$[b](6)', `a: ${payUrl} b: ${payUrl}`],
    ['$[a](5). Thanks', `a: ${payUrl}. Thanks`],
    ['($[a](5))', `(a: ${payUrl})`],
    ['$[a](5)\nThanks', `a: ${payUrl}\nThanks`],
    ['$[a](5)/b', `a: ${payUrl} /b`],
    ['$[a](5).html', `a: ${payUrl} .html`],
  ];
  for (const [text, expected] of table) assert.equal(sms(text), expected, text);
});

test('a label is trimmed, and refused where it is blank, too long or not text', () => {
  assert.equal(checkLabel('  Get more kittens - 25$ '), 'Get more kittens - 25$');
  assert.equal(checkLabel('<img src=x onerror=alert(1)>'), '<img src=x onerror=alert(1)>');
  assert.equal(checkLabel('قطط 👍🏽\nمن فضلك'), 'قطط 👍🏽\nمن فضلك');
  for (const bad of [
    '',
    '   ',
    '\u200b\u2060',
    'x'.repeat(201),
    'x'.repeat(10_240),
    'a\0b',
    'a\udc4d',
    null,
    undefined,
    25,
    ['a'],
  ])
    assert.throws(
      () => checkLabel(bad),
      (error) => isPaymentError(error) && error.code === 'invalid-label',
      JSON.stringify(bad),
    );
});
