/** The two founding scenarios, each on an entity made for it. */
import { type Client, CombinedError } from 'urql';
import type { Answer } from '../../client/answer.ts';
import { ksuid } from '../../client/ksuid.ts';
import type { CurrencyCode, Decimal, KSUID } from '../../client/scalars.ts';
import { mutate } from '../../client/urql.ts';
import { Deposit, OpenAccount } from '../accounts/documents.ts';
import { graphql } from '../gql/gql.ts';
import type { Place } from '../navigation/route.ts';
import { CreateOrder } from '../orders/documents.ts';
import { createDesk } from '../shell/desk.ts';
import { keepInTab } from '../shell/session.ts';

export interface Scenario {
  /** What it is about. */
  readonly kind: Place['kind'];
  readonly label: string;
  readonly people: readonly [string, string];
  /** What to click, in one line. */
  readonly prompt: string;
  readonly create: (client: Client) => Promise<{ readonly id: string }>;
}

const currency = 'USD' as CurrencyCode;
const usd = (amount: string) => ({ amount: amount as Decimal, currency });
const requestId = () => ksuid() as KSUID;

export const scenarios: readonly [Scenario, ...Scenario[]] = [
  {
    kind: 'order',
    label: 'One order',
    people: ['pete', 'bob'],
    prompt:
      'Pete presses “Add a line” and adds the espresso machines. Bob, who has not seen that, presses “Cancel the order”.',
    async create(client) {
      const jug = { sku: 'MILK-JUG', description: 'milk jug', quantity: 1 };
      const lines = [{ ...jug, unitPrice: usd('35.00') }];
      const input = { requestId: requestId(), customer: 'carol', currency, lines };
      return created(await mutate(client, CreateOrder, { input }));
    },
  },
  {
    kind: 'account',
    label: 'One account',
    people: ['ann', 'ben'],
    prompt:
      'Ann presses “Withdraw” and takes the 100.00. Ben, who has not seen that, presses “Withdraw” and wants the same 100.00.',
    async create(client) {
      const owner = { requestId: requestId(), owner: 'carol', currency };
      const { id, etag: ifMatch } = created(await mutate(client, OpenAccount, { input: owner }));
      const money = { requestId: requestId(), id, ifMatch, amount: usd('100.00') };
      return created(await mutate(client, Deposit, { input: money }));
    },
  },
];

type Created<Entity> = Answer<{ readonly __typename: string } | { readonly current: Entity }>;

function created<Entity>({ data, errors = [] }: Created<Entity>): Entity {
  if (data && 'current' in data) return data.current;
  const graphQLErrors = errors.map(({ message, extensions = {} }) => ({ message, extensions }));
  throw new CombinedError({ graphQLErrors });
}

const Exists = graphql(`
  query Exists($id: ID!) {
    node(id: $id) {
      id
    }
  }
`);

/** The entity is made once in a tab, so that a reload goes on with it. */
export async function startOf(
  { kind, people: [person], create }: Scenario,
  isAnew = false,
): Promise<Place> {
  const key = `scenario ${kind}`;
  const { client } = createDesk(person);
  const known = isAnew ? null : sessionStorage.getItem(key);
  if (known !== null) {
    const { data, error } = await client.query(Exists, { id: known });
    if (error) throw error;
    // A server that keeps its data in memory forgets them when it stops.
    if (data?.node) return { kind, id: known };
  }
  const { id } = await create(client);
  keepInTab(key, id);
  return { kind, id };
}
