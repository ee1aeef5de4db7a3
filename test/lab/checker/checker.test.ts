import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numbered } from '../../support/values.ts';
import { check } from './checker.ts';
import { rules } from './rules.ts';
import {
  edited,
  entityOf,
  requestIdOf,
  Run,
  spoiled,
  unanswered,
  usd,
  withFirstPage,
} from '../planted/planted.ts';
import { plantedInAnswers } from '../planted/inAnswers.ts';
import { plantedInDatabase } from '../planted/inDatabase.ts';
import { plantedInMutations } from '../planted/inMutations.ts';

function milkOf(run: Run, order: string): string {
  const [, milk] = entityOf(run, order).changes;
  return milk?.line?.id ?? '';
}

/** Everything that a client meets on a good day. */
function goodDay(deposits: number): Run {
  const run = new Run();
  const account = run.account(deposits, { session: 'ann' });
  const { _etag: stale } = entityOf(run, account);
  run.change('withdraw', { id: account, amount: usd('10.00') }, { client: 'ben' });
  run.change('withdraw', { id: account, amount: usd('10.00'), ifMatch: stale });
  run.change('withdraw', {
    id: account,
    amount: usd('1.00'),
    ifMatch: stale,
    onConflict: 'REAPPLY',
  });
  run.change('withdraw', { id: account, amount: usd('100.00') });
  const requestId = numbered(9999);
  run.change('deposit', { id: account, amount: usd('5.00'), requestId }, unanswered);
  run.change('deposit', { id: account, amount: usd('5.00'), requestId });
  const order = run.order();
  run.change('changeOrderLine', { id: order, lineId: milkOf(run, order), quantity: 3 });
  run.change('setOrderNote', { id: order, note: 'ring twice' });
  run.change('removeOrderLine', { id: order, lineId: milkOf(run, order) });
  run.change('placeOrder', { id: order });
  run.change('removeOrderLine', { id: order, lineId: milkOf(run, order) });
  run.change('cancelOrder', { id: order });
  run.read('account', { id: account }, { session: 'ann' });
  run.read('accounts', { first: 10 }, { session: 'ann' });
  run.read('orders', { first: 10 });
  run.read('accountHistory', { id: account, first: 40 });
  run.read('orderHistory', { id: order, first: 100 });
  return run;
}

test('a history in which all is well has no violations', () => {
  const run = goodDay(50);
  expect(check(run.history, run.final())).toEqual([]);
});

test('the page that the next change needs may be there before it', () => {
  const run = new Run();
  const id = run.account(30);
  expect(check(run.history, withFirstPage(run, id))).toEqual([]);
});

test('a change may be there after an error that says so, or no answer', () => {
  const run = new Run();
  const id = run.account(3);
  const last = run.change('deposit', { id, amount: usd('1.00') }, unanswered);
  const mutationRequestId = requestIdOf(last);
  const errors = [{ message: 'later', code: 'UNAVAILABLE', mutationRequestId }];
  const history = spoiled(run, last, ['outcome'], { type: 'Failed', status: 503, errors });
  expect(check(run.history, run.final())).toEqual([]);
  expect(check(history, run.final())).toEqual([]);
});

test('a refusal may come from any version that was there while the request ran', () => {
  const run = new Run();
  const id = run.account(3);
  const { _etag: ifMatch } = entityOf(run, id);
  const input = { id, ifMatch, onConflict: 'REAPPLY', amount: usd('9.00') } as const;
  run.change('withdraw', input, { takes: [1, 20] });
  run.change('deposit', { id, amount: usd('10.00') });
  expect(check(run.history, run.final())).toEqual([]);
});

test('without its token a read may be older than what the client has seen', () => {
  const run = new Run();
  const id = run.account(2);
  const old = run.read('account', { id });
  run.change('deposit', { id, amount: usd('1.00') });
  const read = run.read('account', { id });
  const stale = old.outcome.type === 'Answered' && old.outcome.result;
  expect(check(spoiled(run, read, ['outcome', 'result'], stale), run.final())).toEqual([]);
});

describe.each([...plantedInDatabase, ...plantedInAnswers, ...plantedInMutations])(
  '$rule',
  (planted) => {
    test(`is broken by ${planted.what}, and nothing else is`, () => {
      const found = check(...planted.plant(new Run()));
      expect(new Set(found.map(({ rule }) => rule))).toEqual(new Set([planted.rule]));
    });
  },
);

test('every rule has a violation that is planted', () => {
  const all = [...plantedInDatabase, ...plantedInAnswers, ...plantedInMutations];
  expect(new Set(all.map(({ rule }) => rule))).toEqual(new Set(Object.keys(rules)));
});

const anyStep = fc.record({
  what: fc.constantFrom('deposit', 'withdraw', 'retry', 'read', 'list', 'history', 'open'),
  entity: fc.nat(3),
  amount: fc.integer({ min: 1, max: 40 }),
  stale: fc.nat(3),
  reapply: fc.boolean(),
  answered: fc.boolean(),
  session: fc.constantFrom(null, 'ann', 'both'),
  takes: fc.tuple(fc.nat(50), fc.nat(50)),
});

test('no run of a service as it should be has violations', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 20, maxLength: 200 }), (steps) => {
      const run = new Run();
      const ids = [run.account(1)];
      for (const { what, entity, amount, stale, reapply, answered, session, takes } of steps) {
        const id = ids[entity % ids.length] ?? '';
        const options = { answered, session, takes };
        const last = run.history.findLast(({ request }) => request.type === 'mutation');
        switch (what) {
          case 'open':
            ids.push(run.account(0, options));
            break;
          case 'deposit':
          case 'withdraw': {
            const { changes, _etag } = entityOf(run, id);
            const ifMatch = changes.at(-stale)?.baseEtag ?? _etag;
            const onConflict = reapply ? 'REAPPLY' : 'REJECT';
            run.change(what, { id, ifMatch, onConflict, amount: usd(`0.${amount}`) }, options);
            break;
          }
          case 'retry':
            if (last?.request) run.send(last.request, options);
            break;
          case 'read':
            run.read('account', { id }, options);
            break;
          case 'list':
            run.read('accounts', { first: amount }, options);
            break;
          case 'history':
            run.read('accountHistory', { id, first: amount }, options);
            break;
        }
      }
      expect(check(run.history, run.final())).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('whatever number or name is changed in the final database, it is a violation', () => {
  const run = new Run();
  run.account(31);
  run.order();
  const final = run.final();
  // What is no promise: texts that the laboratory sends, and whose documents and changes these are.
  const free = /owner|customer|memo|note|description|sku/;
  const unnoticed = leavesOf(final)
    .filter(([path]) => !free.test(path.join('.')))
    .filter(([path, value]) => {
      return check(run.history, edited(final, path, otherThan(value))).length === 0;
    });
  expect(unnoticed).toEqual([]);
});

test('whatever an answer shows otherwise, it is a violation', () => {
  const run = goodDay(3);
  const final = run.final();
  // GraphQL itself sees to the types; cursors are opaque, and messages are for a person.
  const free = /__typename|cursor|message/;
  const unnoticed = run.history.flatMap(({ number, outcome }) =>
    leavesOf(outcome.type === 'Answered' && outcome.result)
      .filter(([path]) => path.length > 0 && !free.test(path.join('.')))
      // Where the database's answer was lost, the service itself finds its change again, and calls that a replay.
      .filter(([path, value]) => path.at(-1) !== 'replayed' || value === true)
      .filter(([path, value]) => {
        const whole = [number, 'outcome', 'result', ...path];
        return check(edited(run.history, whole, otherThan(value)), final).length === 0;
      })
      .map(([path, value]) => `${number} ${path.join('.')} was ${String(value)}`),
  );
  expect(unnoticed).toEqual([]);
});

function leavesOf(value: unknown): readonly (readonly [readonly string[], unknown])[] {
  if (typeof value !== 'object' || value === null) return [[[], value]];
  return Object.entries(value).flatMap(([name, inner]) =>
    leavesOf(inner).map(([path, leaf]) => [[name, ...path], leaf] as const),
  );
}

function otherThan(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  return typeof value === 'boolean' ? !value : `${String(value)}?`;
}
