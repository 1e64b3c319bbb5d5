import { invalidRequest } from './failure.js';
import type { FormTree, FormValue } from './form.js';

/** Reads one parameter, or refuses it with Stripe's own error. `path` is its full name, such as `card[number]`. */
export interface Reader<T> {
  read(value: FormValue, path: string): T;
  readonly required?: true;
}

/** The parameters an endpoint takes, by name. A name that is not here is refused. */
export type Shape = Record<string, Reader<unknown>>;

/** What a shape reads: required members always there, the others `undefined` where they were not given. */
export type Read<S extends Shape> = {
  [K in keyof S]: S[K] extends Reader<infer T> ? (S[K] extends { required: true } ? T : T | undefined) : never;
};

/** Text; empty text is read as given, which clears a member in Stripe's API. */
export const text: Reader<string> = {
  read(value, path) {
    if (typeof value !== 'string') throw invalidRequest('Invalid string: must be text', { param: path });
    return value;
  },
};

/** A whole number. */
export const integer: Reader<number> = {
  read(value, path) {
    if (typeof value !== 'string' || !/^-?\d{1,15}$/.test(value)) {
      const shown = typeof value === 'string' ? value.slice(0, 40) : 'hash';
      throw invalidRequest(`Invalid integer: ${shown}`, { code: 'parameter_invalid_integer', param: path });
    }
    return Number(value);
  },
};

/** `true` or `false`. */
export const flag: Reader<boolean> = {
  read(value, path) {
    if (value !== 'true' && value !== 'false') {
      throw invalidRequest(`Invalid boolean: ${typeof value === 'string' ? value.slice(0, 40) : 'hash'}`, {
        param: path,
      });
    }
    return value === 'true';
  },
};

/** The same reader; the empty text is `null`, which clears the member. */
export function emptyable<T>(reader: Reader<T>): Reader<T | null> {
  return { read: (value, path) => (value === '' ? null : reader.read(value, path)) };
}

/** An absolute address, of the web or of an app. */
export const address: Reader<string> = {
  read(value, path) {
    const given = text.read(value, path);
    if (!URL.canParse(given)) throw invalidRequest('Not a valid URL', { code: 'url_invalid', param: path });
    return given;
  },
};

/** An e-mail address, or empty text, which clears it. */
export const email: Reader<string> = {
  read(value, path) {
    const given = text.read(value, path);
    if (given === '' || /^[^\s@]+@[^\s@]+$/.test(given)) return given;
    throw invalidRequest(`Invalid email address: ${given.slice(0, 80)}`, { code: 'email_invalid', param: path });
  },
};

/** One of the given words. */
export function oneOf<const T extends string>(...words: T[]): Reader<T> {
  return {
    read(value, path) {
      const word = words.find((candidate) => candidate === value);
      if (word === undefined) {
        throw invalidRequest(`Invalid ${path}: must be one of ${words.join(', ')}`, { param: path });
      }
      return word;
    },
  };
}

/** The same reader, refusing a request that leaves the parameter out or empty. */
export function required<T>(reader: Reader<T>): Reader<T> & { required: true } {
  return {
    required: true,
    read(value, path) {
      if (value === '') {
        throw invalidRequest(
          `You passed an empty string for '${path}'. We assume empty values are an attempt to unset a parameter; however '${path}' cannot be unset. You should remove '${path}' from your request or supply a non-empty value.`,
          { code: 'parameter_invalid_empty', param: path },
        );
      }
      return reader.read(value, path);
    },
  };
}

/** A list: `name[]` or `name[0]`. The empty text is the empty list. */
export function list<T>(item: Reader<T>): Reader<T[]> {
  return {
    read(value, path) {
      if (value === '') return [];
      if (typeof value === 'string') throw invalidRequest('Invalid array', { param: path });
      return [...value].map(([key, inner]) => {
        if (!/^\d{1,4}$/.test(key)) throw invalidRequest('Invalid array', { param: `${path}[${key}]` });
        return item.read(inner, `${path}[${key}]`);
      });
    },
  };
}

/** Names and texts of the caller's own choice, as `metadata` takes them: at most 50 of 40 and 500 characters. */
export const metadata: Reader<Record<string, string>> = {
  read(value, path) {
    if (value === '') return {};
    if (typeof value === 'string') throw invalidRequest('Invalid hash', { param: path });
    if (value.size > 50) throw invalidRequest('You can only specify up to 50 keys in metadata', { param: path });
    return Object.fromEntries(
      [...value].map(([key, inner]) => {
        if (typeof inner !== 'string')
          throw invalidRequest('Metadata values must be strings', { param: `${path}[${key}]` });
        if (key.length > 40) throw invalidRequest('Metadata keys can be at most 40 characters', { param: path });
        if (inner.length > 500) {
          throw invalidRequest('Metadata values can have up to 500 characters', { param: `${path}[${key}]` });
        }
        return [key, inner];
      }),
    );
  },
};

/** Anything at all: a parameter of Stripe's that the sandbox takes and does not use. */
export const ignored: Reader<FormValue> = { read: (value) => value };

/**
 * Reads a whole form by its shape.
 * @throws StripeFailure `parameter_unknown`, `parameter_missing`, or what a reader refuses
 */
export function readShape<S extends Shape>(shape: S, form: FormTree, prefix = ''): Read<S> {
  const full = (name: string): string => (prefix === '' ? name : `${prefix}[${name}]`);
  for (const name of form.keys()) {
    if (!Object.hasOwn(shape, name)) {
      throw invalidRequest(`Received unknown parameter: ${full(name)}. The Pay Elements sandbox does not play it.`, {
        code: 'parameter_unknown',
        param: full(name),
      });
    }
  }
  const values: Record<string, unknown> = {};
  for (const [name, reader] of Object.entries(shape)) {
    const value = form.get(name);
    if (value !== undefined) values[name] = reader.read(value, full(name));
    else if (reader.required === true) {
      throw invalidRequest(`Missing required param: ${full(name)}.`, { code: 'parameter_missing', param: full(name) });
    }
  }
  // The border from a form to typed parameters: each member was just read by the reader its type comes from.
  return values as Read<S>;
}

/** A hash of its own parameters. The empty text is `null`, which clears it. */
export function hash<S extends Shape>(shape: S): Reader<Read<S>> {
  return {
    read(value, path) {
      if (value === '') return readShape(shape, new Map(), path);
      if (typeof value === 'string') throw invalidRequest('Invalid hash', { param: path });
      return readShape(shape, value, path);
    },
  };
}
