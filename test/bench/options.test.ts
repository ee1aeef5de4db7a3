import { expect, test } from 'vitest';
import { parseOptions, sectionNames } from './options.ts';

test('without arguments everything is measured in full', () => {
  expect(parseOptions([])).toEqual({ quick: false, sections: sectionNames, isFull: true });
});

test('some sections are not the whole picture, in whatever order they are named', () => {
  expect(parseOptions(['--only', 'wire, cold'])).toEqual({
    quick: false,
    sections: ['cold', 'wire'],
    isFull: false,
  });
});

test('a quick run is not the whole picture either', () => {
  expect(parseOptions(['--quick'])).toMatchObject({ quick: true, isFull: false });
});

test.each([
  [['--only', 'warm,hot'], '--only hot: the sections are cold, warm, wire, growth, contention'],
  [['--only', ''], '--only : the sections are'],
  [['--slow'], "Unknown option '--slow'"],
])('%j is refused', (args, problem) => {
  const options = parseOptions(args);
  expect('problem' in options ? options.problem : options).toContain(problem);
});
