/** Free text as people type it: bounded in code points, without control characters. */
import { invalid, type InvalidInputError } from './refusal.ts';

export const longestText = 500;

// Tab and the line breaks are the control characters that people type.
const forbidden = /[^\P{Cc}\t\n\r]/u;

/** 1 to 500 code points. */
export function parseText(text: string, path: readonly string[]): string | InvalidInputError {
  return text === '' ? invalid(path, 'This must not be empty.') : parseMemo(text, path);
}

/** 0 to 500 code points. */
export function parseMemo(text: string, path: readonly string[]): string | InvalidInputError {
  // Half of a surrogate pair has no UTF-8: it would come back from the database as something else.
  if (!text.isWellFormed()) return invalid(path, 'This is not well-formed Unicode.');
  if (forbidden.test(text)) {
    return invalid(path, 'This has a control character other than tab and line breaks.');
  }
  const { length } = Array.from(text);
  if (length > longestText) {
    return invalid(path, `This has ${length} characters: ${longestText} are allowed.`);
  }
  return text;
}

/** As `parseMemo`; absent is null. */
export function parseOptional(
  text: string | null | undefined,
  path: readonly string[],
): string | null | InvalidInputError {
  return text === null || text === undefined ? null : parseMemo(text, path);
}
