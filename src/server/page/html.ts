/** HTML from strings: what is put in is text, unless it came from `html` itself. */

/** A piece of HTML that is safe to put in. */
export class Html {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

/** A template whose values are escaped; for text and for attributes in double quotes, nowhere else. */
export function html(strings: TemplateStringsArray, ...values: (string | Html | readonly Html[])[]): Html {
  return new Html(
    strings.map((part, index) => part + (index < values.length ? escaped(values[index] ?? '') : '')).join(''),
  );
}

function escaped(value: string | Html | readonly Html[]): string {
  if (value instanceof Html) return value.source;
  if (typeof value !== 'string') return value.map(({ source }) => source).join('');
  return value.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
