/** What the desk has buttons for, beside what the API takes. */
import { expect, test } from 'vitest';
import { accountActions } from '../../examples/desk/accounts/actions.ts';
import type { Action } from '../../examples/desk/change/action.ts';
import { lineActions, orderActions } from '../../examples/desk/orders/actions.ts';
import { newTenant, openApi, signIn } from '../support/api.ts';
import { caseNamed, makeNew, under } from '../support/declared/cases.ts';
import { entityOf, kindOf } from '../support/declared/declared.ts';
import { mutate, type Result } from '../support/mutations.ts';

interface Offered {
  readonly actions: readonly Pick<Action<Result>, 'name' | 'isPossible'>[];
  /** What brings an entity into each of its states. */
  readonly ways: readonly (readonly string[])[];
}

const offered: readonly Offered[] = [
  { actions: accountActions, ways: [[], ['closeAccount']] },
  { actions: [...orderActions, ...lineActions], ways: [[], ['placeOrder'], ['cancelOrder']] },
];

const refusedForState = ['AccountClosedError', 'OrderStatusError'];

const offers = offered.flatMap(({ actions, ways }) =>
  actions.flatMap(({ name, isPossible = () => true }) =>
    ways.map((way) => ({ name, isPossible, way, after: way.join() || 'nothing' })),
  ),
);

test.each(offers)(
  '$name after $after is offered where the API takes it, and nowhere else',
  async ({ name, isPossible, way }) => {
    const alice = await signIn(await openApi(), { tenant: newTenant() });
    let entity = await makeNew(alice, kindOf(name).name);
    const change = (mutation: string) =>
      mutate(alice, mutation, { ...under(entity), ...caseNamed(mutation).input(entity) });
    for (const step of way) entity = entityOf(await change(step));
    const { __typename: answer } = await change(name);
    expect(isPossible(entity)).toBe(!refusedForState.includes(answer));
  },
);
