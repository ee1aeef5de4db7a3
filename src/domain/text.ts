/** Free text as people type it, bounded in code points: names on one line that show something, and longer notes. */
import { invalid, type InvalidInputError } from '../versioned/refusal.ts';

export const longestText = 500;

const control = /[\p{Cc}\p{Zl}\p{Zp}]/u;
// Tab and the line breaks are the control characters that people type; U+0085 is one from mainframes.
const controlInMemo = /[^\P{Cc}\t\n\r\u0085]/u;

/** They change the order in which the text around them is shown: an amount or a name would read as another. */
const bidirectional = /\p{Bidi_Control}/u;

/** Nothing is to be seen: blanks of all kinds, and what has an empty glyph, such as U+2800, Braille without a dot. */
const invisible =
  /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cf}\p{Noncharacter_Code_Point}\u2800\uFFFC\u{1D159}]*$/u;

/** 1 to 500 code points on one line, at least one of them visible; in NFC, as all texts are from here on. */
export function parseText(text: string, path: readonly string[]): string | InvalidInputError {
  if (invisible.test(text)) return invalid(path, 'This must not be empty or blank.');
  if (control.test(text)) return invalid(path, 'This has a control character or a line break.');
  return parseShown(text, path);
}

/** 0 to 500 code points, tabs and line breaks among them. */
export function parseMemo(text: string, path: readonly string[]): string | InvalidInputError {
  if (controlInMemo.test(text)) {
    return invalid(path, 'This has a control character other than tab and line breaks.');
  }
  return parseShown(text, path);
}

function parseShown(text: string, path: readonly string[]): string | InvalidInputError {
  // Half of a surrogate pair has no UTF-8: it would come back from the database as something else.
  if (!text.isWellFormed()) return invalid(path, 'This is not well-formed Unicode.');
  if (bidirectional.test(text)) {
    return invalid(path, 'This has a control character for the direction of text.');
  }
  const normal = toNfc(text);
  const { length } = Array.from(normal);
  if (length > longestText) {
    return invalid(path, `This has ${length} characters: ${longestText} are allowed.`);
  }
  return normal;
}

/** As `parseMemo`; absent is null. */
export function parseOptional(
  text: string | null | undefined,
  path: readonly string[],
): string | null | InvalidInputError {
  return text === null || text === undefined ? null : parseMemo(text, path);
}

/** UTF-16 units of a text that composed may be short enough: six are one character at most. */
const longestToCompose = 6 * longestText;

/**
 * One of the ways in which Unicode writes the same text: `Zoë` is found, however it was typed. What is too long either way
 * stays as it is: to put combining marks in order takes time by the square of how many come in a row.
 */
export function toNfc(text: string): string {
  return text.length > longestToCompose ? text : text.normalize('NFC');
}

/** For a sentence about texts that were stored before they were checked as they are now. */
export function toOneLine(text: string): string {
  return text.replaceAll(/\p{Bidi_Control}/gu, '').replaceAll(/[\p{White_Space}\p{Cc}]+/gu, ' ');
}
