/** Language tags as others write them: BCP 47, POSIX locales, the tags of translated pages. */

/** Longer than any tag that means something. */
const LONGEST_TAG = 100;
/** The two languages that are written under a tag of their own and under that of both. */
const NORWEGIAN: Readonly<Record<string, readonly string[]>> = { no: ['nb', 'nn'], nb: ['no'], nn: ['no', 'nb'] };

/**
 * The canonical BCP 47 tag of what was written: `pt_BR` is `pt-BR`, `de_DE.UTF-8` is `de-DE`, `iw` is `he`. Null for what
 * names no language: `auto`, `C`, `und`, or not a tag at all.
 */
export function languageTag(written: string): string | null {
  if (written.length > LONGEST_TAG) return null;
  const [tag = ''] = written.trim().split(/[.@]/, 1);
  // No language has more than three letters; `auto` and `POSIX` are well-formed all the same.
  if (!/^(?!und\b|mul\b|zxx\b)[a-z]{2,3}(?:[_-]|$)/i.test(tag)) return null;
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0] ?? null;
  } catch {
    return null;
  }
}

/** The name of a language in a table: two spellings of one tag have the same. */
export function languageKey(written: string): string {
  return (languageTag(written) ?? written).toLowerCase();
}

/**
 * Under which names words for a tag may be known, the nearest first: the tag without its last subtags (RFC 4647), then
 * with the script and region that are meant where none are written, `zh-Hant-TW` as `zh-TW` too, then the language.
 */
export function languageNames(written: string): string[] {
  const tag = languageKey(written);
  const names = new Set<string>();
  let rest = tag;
  for (; rest.includes('-'); rest = rest.replace(/(?:-[^-])?-[^-]*$/, '')) names.add(rest);
  const { isBare, script, region } = meaningOf(tag);
  if (isBare) names.add(rest);
  for (const more of [`${script}-${region}`, region, script]) if (!/^-|-$|^$/.test(more)) names.add(`${rest}-${more}`);
  names.add(rest);
  for (const other of NORWEGIAN[rest] ?? []) names.add(other);
  return [...names];
}

/** Script and region that a tag means, in lower case; bare is one that names neither. */
function meaningOf(tag: string): { isBare: boolean; script: string; region: string } {
  try {
    const locale = new Intl.Locale(tag);
    const { script = '', region = '' } = locale.maximize();
    return { isBare: !locale.script && !locale.region, script: script.toLowerCase(), region: region.toLowerCase() };
  } catch {
    return { isBare: true, script: '', region: '' }; // not a tag
  }
}
