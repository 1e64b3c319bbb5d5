import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isPaymentError } from '../../../src/errors/index.js';
import { parseMessage, type Segment } from '../../../src/markup/index.js';

const joined = (segments: readonly Segment[]): string => segments.map(({ source }) => source).join('');

/** Segments in short: a text as it shows, `!code` before it where it says why; a request as label, amount, currency. */
function short(text: string, currency?: string): unknown[] {
  return parseMessage(text, currency === undefined ? {} : { currency }).map((segment) => {
    if (segment.type === 'request') return [segment.label, segment.amount, segment.currency];
    return segment.code === undefined ? segment.text : `!${segment.code} ${segment.text}`;
  });
}

test('a request in a message becomes one with its label and amount', () => {
  assert.deepEqual(parseMessage('You must like laser beams $[Get more kittens - 25$](25.00)'), [
    { type: 'text', source: 'You must like laser beams ', text: 'You must like laser beams ' },
    {
      type: 'request',
      source: '$[Get more kittens - 25$](25.00)',
      label: 'Get more kittens - 25$',
      amount: 2500,
      currency: 'usd',
    },
  ]);
});

test('the grammar, case by case', () => {
  const table: [string, unknown[]][] = [
    ['', []],
    ['plain', ['plain']],
    ['$[a](25)', [['a', 2500, 'usd']]],
    ['$[a](25)$[b](1.50) c', [['a', 2500, 'usd'], ['b', 150, 'usd'], ' c']],
    ['$[ a  b ](25)', [['a  b', 2500, 'usd']]],
    // escapes
    ['\\$[a](25)', ['$[a](25)']],
    ['x \\$[a](25) $[b](25)', ['x $[a](25) ', ['b', 2500, 'usd']]],
    ['\\\\$[a](25)', ['\\$[a](25)']],
    ['\\$$[a](25)', ['\\$', ['a', 2500, 'usd']]],
    ['$[a \\$[b] c](25)', [['a $[b] c', 2500, 'usd']]],
    ['\\[a](25)', ['\\[a](25)']],
    ['\\$\\[a\\](25)', ['\\$\\[a\\](25)']],
    ['\\$\\[a\\]\\(25\\)', ['\\$\\[a\\]\\(25\\)']],
    ['$\\[a\\](25)', ['$\\[a\\](25)']],
    // quotes and code ask for nothing again
    ['> $[a](25)', ['> $[a](25)']],
    ['   >$[a](25)', ['   >$[a](25)']],
    ['> > so: $[a](25) $[b](5)', ['> > so: $[a](25) $[b](5)']],
    ['&gt; $[a](25)', ['&gt; $[a](25)']],
    ['> $[](25)', ['> $[](25)']],
    ['> he wrote\n$[a](25)', ['> he wrote\n', ['a', 2500, 'usd']]],
    ['yes\r\n> $[a](25)\r\n$[b](5)', ['yes\r\n> $[a](25)\r\n', ['b', 500, 'usd']]],
    ['> $[a\n> b](25) $[c](5)\n$[d](5)', ['> $[a\n> b](25) $[c](5)\n', ['d', 500, 'usd']]],
    ['$[a\n> b](25) $[c](5)', [['a\n> b', 2500, 'usd'], ' ', ['c', 500, 'usd']]],
    ['5 > 4: $[a](25)', ['5 > 4: ', ['a', 2500, 'usd']]],
    ['`$[a](25)`', ['`$[a](25)`']],
    ['write ``$[a](25) ` $[b](5)`` so', ['write ``$[a](25) ` $[b](5)`` so']],
    ['```\n$[a](25)\n\n$[b](5)\n```\n$[c](5)', ['```\n$[a](25)\n\n$[b](5)\n```\n', ['c', 500, 'usd']]],
    ['`a` $[a](25) `b`', ['`a` ', ['a', 2500, 'usd'], ' `b`']],
    ['`$[a](25)', ['`', ['a', 2500, 'usd']]],
    ['`$[a](25)``', ['`', ['a', 2500, 'usd'], '``']],
    ['\\`$[a](25)`', ['\\`', ['a', 2500, 'usd'], '`']],
    ['` \n\n$[a](25)`', ['` \n\n', ['a', 2500, 'usd'], '`']],
    ['it`s $[that`s it](25)', ['it`s ', ['that`s it', 2500, 'usd']]],
    ['$[Get `kittens`](25)', [['Get `kittens`', 2500, 'usd']]],
    // other markup stays text
    ['%[a](25)', ['%[a](25)']],
    ['![a](25)', ['![a](25)']],
    ['[a](25)', ['[a](25)']],
    ['$ [a](25)', ['$ [a](25)']],
    ['$$[a](25)', ['$', ['a', 2500, 'usd']]],
    ['$[a] (25)', ['$[a] (25)']],
    ['$[a]', ['$[a]']],
    ['$[a](25', ['$[a](25']],
    ['$[a(25)', ['$[a(25)']],
    ['it costs $[ or so](x', ['it costs $[ or so](x']],
    // brackets in labels come in pairs; of nested ones the innermost counts
    ['$[Seat [A1]](25)', [['Seat [A1]', 2500, 'usd']]],
    ['$[a]b](25)', ['$[a]b](25)']],
    ['$[a [b](25)', ['$[a [b](25)']],
    ['$[a $[b](25)', ['$[a ', ['b', 2500, 'usd']]],
    ['$[a $[b](5)](25)', ['$[a ', ['b', 500, 'usd'], '](25)']],
    ['$[a]($[b](25))', ['$[a](', ['b', 2500, 'usd'], ')']],
    // complete, but it cannot be
    ['$[](25)', ['!invalid-label $[](25)']],
    ['$[ \n ](25)', ['!invalid-label $[ \n ](25)']],
    ['$[\u200b](25)', ['!invalid-label $[\u200b](25)']],
    ['$[a\0](25)', ['!invalid-label $[a\0](25)']],
    ['$[a\ud800](25)', ['!invalid-label $[a\ud800](25)']],
    ['$[a]()', ['!invalid-amount $[a]()']],
    ['$[a](https://example.com)', ['!invalid-amount $[a](https://example.com)']],
    ['$[a](25.5) b', ['!invalid-amount $[a](25.5)', ' b']],
    ['$[a](0.10)', ['!amount-too-small $[a](0.10)']],
    ['$[a](0)', ['!invalid-amount $[a](0)']],
    ['$[a](1000000.00)', ['!amount-too-large $[a](1000000.00)']],
    ['$[a](25 XYZ)', ['!unknown-currency $[a](25 XYZ)']],
    ['$[a \\$[b]](x)', ['!invalid-amount $[a $[b]](x)']],
    // a label is text, whatever is in it
    ['$[<b>x</b>](25)', [['<b>x</b>', 2500, 'usd']]],
    ['$[👍🏽 a\nb](25)', [['👍🏽 a\nb', 2500, 'usd']]],
  ]; // prettier-ignore
  for (const [text, expected] of table) {
    assert.deepEqual(short(text), expected, JSON.stringify(text));
    assert.equal(joined(parseMessage(text)), text);
  }
});

test('an amount is whole units or exact decimals, a sign of the currency, a code after it, and nothing else', () => {
  const table: [string, string, unknown][] = [
    ['$25', 'usd', [2500, 'usd']],
    ['25$', 'usd', [2500, 'usd']],
    ['$ 25.00', 'usd', [2500, 'usd']],
    ['US$25', 'usd', [2500, 'usd']],
    ['25.00 €', 'eur', [2500, 'eur']],
    ['25.00\u00a0€', 'eur', [2500, 'eur']],
    ['25.00 EUR', 'usd', [2500, 'eur']],
    ['25 eur', 'usd', [2500, 'eur']],
    ['€25 EUR', 'usd', [2500, 'eur']],
    ['$25 CAD', 'usd', [2500, 'cad']],
    ['2500 JPY', 'usd', [2500, 'jpy']],
    ['¥2500', 'jpy', [2500, 'jpy']],
    ['\uffe52500', 'jpy', [2500, 'jpy']],
    ['2500\uffe5', 'jpy', [2500, 'jpy']],
    ['\uffe52500 JPY', 'usd', [2500, 'jpy']],
    ['\uffe525', 'usd', 'invalid-amount'],
    ['\uffe5２５００', 'jpy', 'invalid-amount'],
    ['\uffe52,500', 'jpy', 'invalid-amount'],
    ['2500 ISK', 'usd', [250_000, 'isk']],
    ['2500 UGX', 'usd', [250_000, 'ugx']],
    ['25.000 KWD', 'usd', [25_000, 'kwd']],
    ['25 KWD', 'usd', [25_000, 'kwd']],
    ['R$25', 'brl', [2500, 'brl']],
    ['25 lei', 'ron', [2500, 'ron']],
    ['kr 25.00', 'sek', [2500, 'sek']],
    ['999999999 IDR', 'usd', [99_999_999_900, 'idr']],
    ['€25', 'usd', 'invalid-amount'],
    ['$25 EUR', 'usd', 'invalid-amount'],
    ['$25$', 'usd', 'invalid-amount'],
    ['$  25', 'usd', 'invalid-amount'],
    ['25.00EUR', 'usd', 'invalid-amount'],
    ['EUR 25.00', 'usd', 'invalid-amount'],
    ['25.00 EURO', 'usd', 'invalid-amount'],
    ['25.00 JPY', 'usd', 'invalid-amount'],
    ['25.00 ISK', 'usd', 'invalid-amount'],
    ['25.00 KWD', 'usd', 'invalid-amount'],
    ['25.125 KWD', 'usd', 'invalid-amount'],
    ['25,00', 'eur', 'invalid-amount'],
    ['1,000', 'usd', 'invalid-amount'],
    [' 25', 'usd', 'invalid-amount'],
    ['25 ', 'usd', 'invalid-amount'],
    ['-25', 'usd', 'invalid-amount'],
    ['-$25', 'usd', 'invalid-amount'],
    ['1e3', 'usd', 'invalid-amount'],
    ['see you', 'usd', 'invalid-amount'],
    ['USD', 'usd', 'invalid-amount'],
    ['25 %%%', 'usd', 'invalid-amount'],
    ['9'.repeat(25), 'usd', 'amount-too-large'],
    [`${'0'.repeat(500)}25`, 'usd', 'invalid-amount'],
    ['0.49', 'usd', 'amount-too-small'],
    ['49 JPY', 'usd', 'amount-too-small'],
  ];
  for (const [written, currency, expected] of table) {
    const [segment, ...rest] = parseMessage(`$[a](${written})`, { currency });
    assert.equal(rest.length, 0);
    const result = segment?.type === 'request' ? [segment.amount, segment.currency] : segment?.code;
    assert.deepEqual(result, expected, written);
  }
});

test('a label has 1 to 200 characters after trimming', () => {
  assert.deepEqual(short(`$[ ${'a'.repeat(200)} ](25)`), [['a'.repeat(200), 2500, 'usd']]);
  const [segment] = parseMessage(`$[${'a'.repeat(201)}](25)`);
  assert.ok(segment?.type === 'text');
  assert.equal(segment.code, 'invalid-label');
});

test('a default currency that is none is refused, whatever the text', () => {
  for (const text of ['', 'plain', '$[a](25)', '$[a](25 EUR)'])
    assert.throws(
      () => parseMessage(text, { currency: 'xxx' }),
      (error) => isPaymentError(error) && error.code === 'unknown-currency',
    );
});

/** Strings that come near the grammar, halves of surrogate pairs among them. */
const pieces = [
  '$',
  '[',
  ']',
  '(',
  ')',
  '\\',
  '$[',
  '](',
  '25',
  '.00',
  ' EUR',
  '€',
  'a',
  ' ',
  '\n',
  '%',
  '!',
  '`',
  '``',
  '> ',
  '&gt;',
  '\ud83d',
  '\udc4d',
  '\0',
  '$[a](25)',
];
const near = fc.string({ unit: fc.constantFrom(...pieces), maxLength: 60 });
const anyText = fc.oneof(
  near,
  fc.string({ unit: 'binary' }),
  fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
);

test('any string can be read, and nothing of it is lost', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const segments = parseMessage(text);
      assert.equal(joined(segments), text);
      for (const segment of segments) {
        assert.notEqual(segment.source, '');
        if (segment.type === 'text') continue;
        assert.match(segment.source, /^\$\[[^]*\]\([^]*\)$/);
        assert.ok(Number.isSafeInteger(segment.amount) && segment.amount > 0);
        assert.ok(segment.label.length >= 1 && segment.label.length <= 200 && segment.label === segment.label.trim());
      }
    }),
    { numRuns: 5000 },
  );
});

test('the source of a segment, read alone, is that segment again', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const segment of parseMessage(text)) assert.deepEqual(parseMessage(segment.source), [segment]);
    }),
    { numRuns: 5000 },
  );
});

test('two plain texts never stand side by side, and only escapes change what is shown', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      let plainBefore = false;
      for (const segment of parseMessage(text)) {
        const plain = segment.type === 'text' && segment.code === undefined;
        assert.ok(!(plain && plainBefore));
        plainBefore = plain;
        if (segment.type === 'text') assert.equal(segment.text, segment.source.split('\\$[').join('$['));
      }
    }),
    { numRuns: 2000 },
  );
});

test('an escaped message makes no request and shows what was written', () => {
  fc.assert(
    fc.property(
      anyText.filter((text) => !text.includes('\\')),
      (text) => {
        const segments = parseMessage(text.replaceAll('$[', '\\$['));
        assert.ok(segments.every((segment) => segment.type === 'text' && segment.code === undefined));
        assert.equal(segments.map((segment) => (segment.type === 'text' ? segment.text : '')).join(''), text);
      },
    ),
    { numRuns: 2000 },
  );
});

test('a hostile message of any size is read in time linear in its length', () => {
  const pieces = [
    '$[',
    '$[a](',
    '[',
    '$[[',
    '$[]',
    '\\$[',
    '$[a](25)',
    '$[a](x)',
    '$[](25)',
    '(',
    ' ',
    '`',
    '`$[a](25)',
    '``` ` ',
    '\n> ',
    '\n\n`',
  ];
  const frames = [['', ''], ['$[', '](25)'], ['$[a](', ')']] as const; // prettier-ignore
  const took = (text: string): number => {
    // The time of the processor, in ms: what else runs on the machine is no part of it.
    const start = process.cpuUsage();
    parseMessage(text);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  for (const piece of pieces) {
    for (const [before, after] of frames) {
      const sized = (kilobytes: number): string => before + piece.repeat((kilobytes * 1024) / piece.length) + after;
      let shorter = Math.min(took(sized(16)), took(sized(16)), took(sized(16)));
      for (const kilobytes of [64, 256, 1024]) {
        // Four times the length: four times as long if linear, sixteen if quadratic. 50 ms forgive the compiler and the garbage collector.
        const bound = 8 * shorter + 50;
        let best = Infinity;
        for (let run = 0; run < 3 && best > bound; run++) best = Math.min(best, took(sized(kilobytes)));
        assert.ok(best <= bound, `${kilobytes} kB of ${before}${piece}…${after}: ${best.toFixed(0)} ms`);
        shorter = best;
      }
    }
  }
});
