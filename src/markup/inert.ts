/** Which requests of a message stand in a quote or in code, and so are repeated or shown instead of made. */

/** A stretch of a text: from the first character to behind the last. */
export interface Span {
  start: number;
  end: number;
}

/** A quote as Markdown and e-mail write it; chats escape the sign. */
const quoted = /^ {0,3}(?:>|&gt;)/;

/**
 * Whether each of `spans` is in a quote (its line begins with `>`) or in a code span (backticks around it, as many before
 * as behind). The spans are in order and do not overlap; what is inside them begins no quote and no code. Linear in the
 * length of the text.
 */
export function findInert(text: string, spans: readonly Span[]): boolean[] {
  const code = codeSpans(text, spans);
  let at = 0;
  let line = 0;
  let next = text.indexOf('\n');
  let before: Span = { start: 0, end: 0 };
  let quote = false;
  return spans.map((span) => {
    for (; next !== -1 && next < span.start; next = text.indexOf('\n', line)) line = next + 1;
    // A line that begins within a request goes on with it.
    if (line >= before.end || before.end === 0) quote = quoted.test(text.slice(line, line + 8));
    before = span;
    while (at < code.length && (code[at]?.end ?? 0) <= span.start) at++;
    const around = code[at];
    return quote || (around !== undefined && around.start < span.start);
  });
}

interface Run extends Span {
  escaped: boolean;
}

/** What stands between equal runs of backticks; short ones do not reach over a blank line. */
function codeSpans(text: string, spans: readonly Span[]): Span[] {
  const runs = backticks(text, spans);
  const closing = closers(runs);
  const found: Span[] = [];
  let blank = 0;
  for (let at = 0; at < runs.length; at++) {
    const [open, close] = [runs[at], closing[at]];
    if (!open || open.escaped || close === undefined) continue;
    const end = runs[close]?.end ?? open.end;
    if (blank !== -1 && blank < open.end) blank = indexOfBlank(text, open.end);
    const short = open.end - open.start < 3;
    if (short && blank !== -1 && blank < end) continue;
    found.push({ start: open.start, end });
    at = close;
  }
  return found;
}

function indexOfBlank(text: string, from: number): number {
  const blank = /\n[ \t\r]*\n/g;
  blank.lastIndex = from;
  return blank.exec(text)?.index ?? -1;
}

function backticks(text: string, spans: readonly Span[]): Run[] {
  const runs: Run[] = [];
  let within = 0;
  for (const {
    0: { length },
    index: start,
  } of text.matchAll(/`+/g)) {
    while ((spans[within]?.end ?? Infinity) <= start) within++;
    if (start < (spans[within]?.start ?? Infinity))
      runs.push({ start, end: start + length, escaped: text[start - 1] === '\\' });
  }
  return runs;
}

/** For each run, the place in the list of the next one of its length. */
function closers(runs: readonly Run[]): (number | undefined)[] {
  const next = new Map<number, number>();
  const found = new Array<number | undefined>(runs.length);
  for (let at = runs.length - 1; at >= 0; at--) {
    const run = runs[at];
    if (!run) continue;
    const length = run.end - run.start;
    found[at] = next.get(length);
    next.set(length, at);
  }
  return found;
}
