/** Text of a message as a paragraph shows it. */

/**
 * The text without the blank lines at its start and end; blanks within its first and last line stay. Takes time linear
 * in the length, where a regular expression would look at each line break of the text anew.
 */
export function withoutBlankEdges(text: string): string {
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  if (end === 0) return '';
  const from = text.lastIndexOf('\n', start) + 1;
  const to = text.indexOf('\n', end);
  return text.slice(from, to === -1 ? text.length : to);
}
