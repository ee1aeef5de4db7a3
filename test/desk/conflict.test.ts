/** What a person is told of a conflict: what differs, what they missed, and what they may choose. */
import { expect, test } from 'vitest';
import type { Refused } from '../../examples/desk/change/action.ts';
import { issuesOf, sayDone, sayWhat } from '../../examples/desk/change/wording.ts';
import { differences } from '../../examples/desk/conflict/differences.ts';
import {
  type Change,
  gather,
  nothingMissed,
  whoChanged,
} from '../../examples/desk/conflict/missed.ts';
import { policies } from '../../examples/desk/conflict/policies.ts';
import { factsOf, mutations } from '../support/declared/declared.ts';

const change = (version: number, by = 'pete', summary = `did ${version}`) =>
  ({
    __typename: 'OrderChange',
    version,
    by,
    at: '2026-01-01T00:00:00Z',
    summary,
    requestId: '',
  }) as Change;

const missed = (...changes: readonly Change[]) => ({ changes, complete: true });

test('what a person may choose on a conflict is what the schema allows', () => {
  const declared = mutations.flatMap((name) => {
    const { onConflict } = factsOf(name);
    return onConflict ? [[name, onConflict] as const] : [];
  });
  expect(Object.fromEntries(declared)).toEqual(policies);
});

test('changes of several conflicts are told once each, oldest first', () => {
  const twice = gather(
    gather(nothingMissed, missed(change(3), change(4))),
    missed(change(4), change(5), change(2)),
  );
  expect(twice).toEqual(missed(change(2), change(3), change(4), change(5)));
});

test('once it cannot be told what was missed, no later conflict makes that good', () => {
  const gone = { changes: [], complete: false };
  expect(gather(gone, missed(change(3))).complete).toBe(false);
  expect(gather(missed(change(3)), gone).complete).toBe(false);
});

test.each([
  { by: ['pete'], who: 'Pete' },
  { by: ['pete', 'pete', 'ann'], who: 'Pete and Ann' },
  { by: ['bob', 'pete'], who: 'Pete and you' },
  { by: ['bob'], who: 'You' },
  { by: [], who: 'Somebody' },
])('who changed it: $who', ({ by, who }) => {
  expect(whoChanged(missed(...by.map((name, at) => change(at, name))), 'bob')).toBe(who);
});

test('what the others did is told with their names, where there are several', () => {
  expect(sayWhat(missed(change(2), change(3)), 'bob')).toBe('did 2 and did 3');
  expect(sayWhat(missed(change(2), change(3, 'bob')), 'bob')).toBe('Pete did 2 and you did 3');
});

test('an accepted change tells what came in between, and a replay that it was saved once', () => {
  const done = { replayed: false, change: change(4, 'bob', 'set the note'), missedChanges: [] };
  expect(sayDone(done, 'bob')).toBe('Saved: you set the note.');
  expect(sayDone({ ...done, missedChanges: [change(3)] }, 'bob')).toBe(
    'Saved: you set the note. Meanwhile Pete did 3.',
  );
  expect(sayDone({ ...done, replayed: true }, 'bob')).toMatch(/^Saved once: you set the note\./);
});

test('every line of what is now is told apart from what was seen, and what is gone comes last', () => {
  const fact = (key: string, value: string) => ({ key, label: key, value });
  const seen = [fact('total', '35.00'), fact('note', 'soon'), fact('jug', '1')];
  const now = [fact('total', '10.00'), fact('jug', '1'), fact('cup', '2')];
  expect(differences(seen, now)).toEqual([
    { type: 'changed', fact: fact('total', '10.00'), before: '35.00' },
    { type: 'same', fact: fact('jug', '1') },
    { type: 'added', fact: fact('cup', '2') },
    { type: 'removed', fact: fact('note', 'soon') },
  ]);
});

const invalid: Refused = {
  __typename: 'InvalidInputError',
  message: 'the first',
  issues: [
    { __typename: 'InputIssue', path: ['input', 'line', 'sku'], message: 'no sku' },
    { __typename: 'InputIssue', path: ['input', 'requestId'], message: 'too far ahead' },
  ],
};

test('what is wrong with a field is told by its name, as too little money is, and all else by none', () => {
  const poor: Refused = { __typename: 'InsufficientFundsError', message: 'too little' };
  const closed: Refused = { __typename: 'AccountClosedError', message: 'closed' };
  expect([invalid, poor, closed].flatMap(issuesOf)).toEqual([
    { about: 'line.sku', message: 'no sku' },
    { about: 'requestId', message: 'too far ahead' },
    { about: 'amount.amount', message: 'too little' },
    { about: '', message: 'closed' },
  ]);
});
