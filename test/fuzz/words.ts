/** A text whose words are dropped, doubled, swapped and exchanged for strange ones. */
import * as fc from 'fast-check';

const pattern = /"(?:[^"\\]|\\.)*"|\w+|\s+|./gsu;

export function damagedText(text: string, strange: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const words = text.match(pattern) ?? [''];
  const damages = fc.record({
    how: fc.constantFrom('drop', 'double', 'swap', 'swap', 'swap', 'exchange'),
    at: fc.nat(words.length - 1),
    to: fc.nat(words.length - 1),
    other: strange,
  });
  return fc
    .array(damages, { minLength: 1, maxLength: 2 })
    .map((all) => all.reduce(damage, words).join(''));
}

interface Damage {
  readonly how: string;
  readonly at: number;
  readonly to: number;
  readonly other: string;
}

function damage(words: readonly string[], { how, at, to, other }: Damage): readonly string[] {
  const word = words[at] ?? '';
  if (how === 'drop') return words.with(at, '');
  if (how === 'double') return words.with(at, `${word} ${word}`);
  if (how === 'exchange') return words.with(at, other);
  // A name for a name: it mostly is still a document.
  const isName = (one: string) => /^\w/.test(one);
  const there = words.findIndex((one, n) => n >= to && isName(one) === isName(word));
  return there === -1 ? words : words.with(at, words[there] ?? '').with(there, word);
}
