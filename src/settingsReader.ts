/** Reads settings by name and collects what is wrong with them. */

/** `problem` goes on from the setting's name, and never holds a value that might be secret. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string };

export type Parser<T> = (text: string) => Parsed<T>;

export interface SettingsReader {
  readonly problems: readonly string[];
  readonly isSet: (name: string) => boolean;
  readonly optional: <T>(name: string, parse: Parser<T>) => T | undefined;
  readonly required: <T>(name: string, parse: Parser<T>, what: string) => T | undefined;
  readonly report: (name: string, problem: string) => void;
}

export function createReader(env: Readonly<Record<string, string | undefined>>): SettingsReader {
  const problems: string[] = [];
  const report = (name: string, problem: string): void => {
    problems.push(`${name} ${problem}`);
  };

  // Portals and files leave blanks at the end, and an app setting cannot always be removed.
  const textOf = (name: string): string => env[name]?.trim() ?? '';
  const isSet = (name: string): boolean => textOf(name) !== '';

  const optional = <T>(name: string, parse: Parser<T>): T | undefined => {
    if (!isSet(name)) return undefined;
    const parsed = parse(textOf(name));
    if ('value' in parsed) return parsed.value;
    report(name, parsed.problem);
    return undefined;
  };

  const required = <T>(name: string, parse: Parser<T>, what: string): T | undefined => {
    if (!isSet(name)) report(name, `is not set: set it to ${what}`);
    return optional(name, parse);
  };

  return { problems, isSet, optional, required, report };
}
