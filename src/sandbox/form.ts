/** One decoded form value: text, or a hash of values. Lists stay hashes (`a[0]`, `a[]`) until the endpoint's shape says what they are. */
export type FormValue = string | FormTree;

/** A decoded form body or query: names in the order they came, later values of one name winning. */
export type FormTree = Map<string, FormValue>;

/** A form that contradicts itself, such as `a=1&a[b]=2`, or nests too deep. */
export class FormSyntaxError extends Error {
  readonly param: string;
  constructor(param: string, message: string) {
    super(message);
    this.name = 'FormSyntaxError';
    this.param = param;
  }
}

const DEEPEST = 12;

/** `a[b][]` → `['a', 'b', '']`; a name whose brackets do not close is one plain name. */
function pathOf(name: string): string[] {
  const open = name.indexOf('[');
  if (open <= 0 || !name.endsWith(']')) return [name];
  const inner = name.slice(open + 1, -1).split('][');
  return inner.some((part) => part.includes('[') || part.includes(']')) ? [name] : [name.slice(0, open), ...inner];
}

/**
 * Which item of a list `a[][b]` means: the last one, until that has a `b`; then a new one begins. Several of Stripe's
 * libraries write a list of hashes in no other way.
 */
function itemFor(items: FormTree, rest: readonly string[]): string {
  const last = items.get(String(items.size - 1));
  if (rest[0] === undefined || rest[0] === '' || !(last instanceof Map)) return String(items.size);
  let at: FormValue | undefined = last;
  for (const part of rest) at = part !== '' && at instanceof Map ? at.get(part) : undefined;
  return String(at === undefined ? items.size - 1 : items.size);
}

function put(tree: FormTree, name: string, path: string[], value: string): void {
  if (path.length > DEEPEST) throw new FormSyntaxError(name, 'Invalid request: parameters are nested too deeply');
  let hash = tree;
  path.forEach((part, depth) => {
    const key = part === '' && depth > 0 ? itemFor(hash, path.slice(depth + 1)) : part;
    const last = depth === path.length - 1;
    const there = hash.get(key);
    if (last) {
      if (there instanceof Map)
        throw new FormSyntaxError(key, `Invalid request: ${key} is given as a hash and as text`);
      hash.set(key, value);
    } else if (there instanceof Map) {
      hash = there;
    } else if (there === undefined) {
      const next: FormTree = new Map();
      hash.set(key, next);
      hash = next;
    } else {
      throw new FormSyntaxError(key, `Invalid request: ${key} is given as a hash and as text`);
    }
  });
}

/**
 * Decodes an `application/x-www-form-urlencoded` text as Stripe does: `a[b]=x` nests, `a[]=x` and `a[0]=x` make lists.
 * @throws {FormSyntaxError} where one name is both text and hash, or nests deeper than 12
 */
export function decodeForm(text: string): FormTree {
  const tree: FormTree = new Map();
  for (const [name, value] of new URLSearchParams(text)) put(tree, name, pathOf(name), value);
  return tree;
}

/** One text per form whatever the order of its names, to tell whether two requests had the same parameters. */
export function canonicalForm(tree: FormTree): string {
  const plain = (value: FormValue): unknown =>
    typeof value === 'string'
      ? value
      : [...value].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([key, inner]) => [key, plain(inner)]);
  return JSON.stringify(plain(tree));
}
