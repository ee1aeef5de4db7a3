/** The sample data: two tenants at work in several currencies, on entities in every state, some with a long history. */

import type { Mutate } from './mutate.ts';
import { contoso, fabrikam, type Person } from './people.ts';
import {
  add,
  cancel,
  changeLastLine,
  close,
  deposit,
  type Life,
  line,
  live,
  note,
  open,
  order,
  place,
  removeLastLine,
  type Step,
  withdraw,
} from './steps.ts';

const { ann, ben, pete, bob } = contoso;
const { yuki, zoe, max } = fabrikam;

/** 48 changes: an entity's own document holds less. */
function twoYears(first: Person, second: Person, currency: string): readonly Step[] {
  return Array.from({ length: 24 }, (_, month) => [
    deposit(first, '2500', currency, `salary of month ${month + 1}`),
    withdraw(month % 3 === 0 ? first : second, '1800', currency, `rent of month ${month + 1}`),
  ]).flat();
}

/** 42 changes. */
function manyRevisions(seller: Person, manager: Person): readonly Step[] {
  return Array.from({ length: 14 }, (_, index) => [
    add(seller, line(10, `coffee beans, lot ${index + 1}`, '12.50', 'EUR')),
    index % 4 === 3 ? removeLastLine(manager) : changeLastLine(manager, 20 + index),
    note(index % 2 === 0 ? seller : manager, `revision ${index + 1}`),
  ]).flat();
}

const lives: readonly Life[] = [
  [open(ann, 'carol', 'USD'), ...twoYears(ann, ben, 'USD')],
  [open(ben, 'dave', 'EUR'), deposit(ben, '1250.00', 'EUR'), withdraw(ann, '80.05', 'EUR', 'cash')],
  [open(ann, 'erin', 'JPY'), deposit(ann, '50000', 'JPY', 'first deposit')],
  [open(ann, 'farid', 'BHD'), deposit(ben, '99.125', 'BHD')],
  [open(bob, 'grace', 'GBP'), deposit(ann, '10', 'GBP'), withdraw(ben, '10', 'GBP'), close(bob)],

  [
    order(pete, 'carol', 'EUR', [line(1, 'coffee grinder', '899.00', 'EUR')]),
    ...manyRevisions(pete, bob),
  ],
  [order(pete, 'dave', 'USD', [line(3, 'office chair', '249.90', 'USD')]), place(bob)],
  [order(bob, 'erin', 'JPY', [line(40, 'tea set', '3200', 'JPY')]), cancel(bob)],
  [
    order(pete, 'farid', 'BHD', []),
    add(pete, line(2, 'rug', '120.750', 'BHD')),
    note(pete, 'deliver in the morning'),
  ],

  [open(yuki, 'hank', 'CHF'), ...twoYears(yuki, max, 'CHF')],
  [open(yuki, 'ines', 'USD'), deposit(max, '300.00', 'USD', 'refund')],
  [open(max, 'jun', 'KWD'), close(yuki)],
  [order(zoe, 'hank', 'CHF', [line(1, 'wall clock', '75.50', 'CHF')]), place(zoe)],
  [
    order(zoe, 'ines', 'USD', [line(12, 'notebook', '4.25', 'USD')]),
    note(max, 'a gift: no invoice'),
  ],
  [order(max, 'jun', 'JPY', [line(5, 'umbrella', '1500', 'JPY')]), place(zoe), cancel(max)],
];

export async function loadSample(mutate: Mutate): Promise<void> {
  await Promise.all(lives.map((life) => live(mutate, life)));
}
