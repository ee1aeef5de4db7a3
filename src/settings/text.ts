/** What the text of a setting may stand for. */

import * as v from 'valibot';

interface Rule<T> {
  readonly description: string;
  readonly examples: readonly string[];
  /** What the JSON schema of a settings file can check, too. */
  readonly look: RegExp;
  readonly parse: (text: string) => T | undefined;
  /** It goes on from the setting's name, and never holds a text that might be secret, as valibot's own words do. */
  readonly problem: string | ((text: string) => string);
}

export function required<T>({ what, ...rule }: Rule<T> & { readonly what: string }) {
  return text(rule, `is not set: set it to ${what}`);
}

export function optional<T, D extends string | undefined = undefined>(
  rule: Rule<T> & { readonly default?: D },
) {
  return v.optional(text(rule), rule.default as D); // undefined where it is left out, as D then is
}

function text<T>({ description, examples, look, parse, problem }: Rule<T>, missing?: string) {
  const problemOf = (wrong: string) => (typeof problem === 'string' ? problem : problem(wrong));
  return v.pipe(
    v.string(missing),
    v.metadata({ description, examples }),
    v.regex(look, ({ input }) => problemOf(input)),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      const value = parse(dataset.value);
      if (value !== undefined) return value;
      addIssue({ message: problemOf(dataset.value) });
      return NEVER;
    }),
  );
}

export function flag(description: string) {
  return v.optional(
    v.pipe(
      v.picklist(['true', 'false'], 'is neither true nor false: write one of them, in lower case'),
      v.metadata({ description, examples: ['true', 'false'] }),
      v.transform((value) => value === 'true'),
    ),
    'false',
  );
}

export const guid = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

export function parseHttpUrl(value: string): URL | undefined {
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  return url.username === '' && url.password === '' ? url : undefined;
}

export function parsePrivateUrl(value: string): URL | undefined {
  const url = parseHttpUrl(value);
  return url && isPrivate(url) ? url : undefined;
}

/** Nobody listens on the way: https, or this machine. */
export function isPrivate(url: URL): boolean {
  return url.protocol === 'https:' || isLoopback(url);
}

export function isLoopback({ hostname }: URL): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
