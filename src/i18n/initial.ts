/** The first character of a name as people count characters, for an avatar. */

/** No character is longer but by malice; what is cut off is not shown. */
const LONGEST = 64;

/** Upper case; a flag or a family stays whole where the engine can tell (`Intl.Segmenter`), and is its first code point elsewhere. */
export function initialOf(name: string): string {
  const start = name.trimStart().slice(0, LONGEST);
  const first = segmenter()?.segment(start)[Symbol.iterator]().next().value?.segment ?? Array.from(start)[0] ?? '';
  return first.toUpperCase();
}

function segmenter(): Intl.Segmenter | null {
  // Firefox has had it since 125 only.
  const { Segmenter } = Intl as { Segmenter?: typeof Intl.Segmenter };
  return Segmenter ? new Segmenter(undefined, { granularity: 'grapheme' }) : null;
}
