/** The two founding scenarios, each on an entity made for it. */
import { type Client, CombinedError } from 'urql';
import type { Answer } from '../../client/answer.ts';
import type { CurrencyCode, Decimal, KSUID } from '../../client/scalars.ts';
import { ksuid } from '../../client/ksuid.ts';
import { mutate } from '../../client/urql.ts';
import { Deposit, OpenAccount } from '../accounts/documents.ts';
import { CreateOrder } from '../orders/documents.ts';
import type { EntityPlace } from '../navigation/place.ts';

export interface Scenario {
  readonly name: string;
  readonly label: string;
  readonly people: readonly [string, string];
  /** What to click, in one line. */
  readonly prompt: string;
  readonly create: (client: Client) => Promise<EntityPlace>;
}

const usd = (amount: string) => ({
  amount: amount as Decimal,
  currency: 'USD' as CurrencyCode,
});

const requestId = () => ksuid() as KSUID;

export const scenarios: readonly [Scenario, ...Scenario[]] = [
  {
    name: 'order',
    label: 'One order',
    people: ['pete', 'bob'],
    prompt:
      'Pete presses “Add a line” and adds the espresso machines. Bob, who has not seen that, presses “Cancel the order”.',
    async create(client) {
      const line = {
        sku: 'MILK-JUG',
        description: 'milk jug',
        quantity: 1,
        unitPrice: usd('35.00'),
      };
      const input = {
        requestId: requestId(),
        customer: 'carol',
        currency: 'USD' as CurrencyCode,
        lines: [line],
      };
      const { id } = created(await mutate(client, CreateOrder, { input }));
      return { at: 'order', id };
    },
  },
  {
    name: 'account',
    label: 'One account',
    people: ['ann', 'ben'],
    prompt:
      'Ann presses “Withdraw” and takes the 100.00. Ben, who has not seen that, presses “Withdraw” and wants the same 100.00.',
    async create(client) {
      const owner = { requestId: requestId(), owner: 'carol', currency: 'USD' as CurrencyCode };
      const { id, etag: ifMatch } = created(await mutate(client, OpenAccount, { input: owner }));
      const money = { requestId: requestId(), id, ifMatch, amount: usd('100.00') };
      created(await mutate(client, Deposit, { input: money }));
      return { at: 'account', id };
    },
  },
];

type Created<Entity> = Answer<{ readonly __typename: string } | { readonly current: Entity }>;

function created<Entity>({ data, errors = [] }: Created<Entity>): Entity {
  if (data && 'current' in data) return data.current;
  const graphQLErrors = errors.map(({ message, extensions = {} }) => ({ message, extensions }));
  throw new CombinedError({ graphQLErrors });
}
