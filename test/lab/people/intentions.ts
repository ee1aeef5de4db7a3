/** What a client may want of an entity that it sees: all mutations, all policies, and now and then what will be refused. */
import type {
  AccountMutation,
  LineInput,
  Mutation,
  MutationInput,
  OrderMutation,
  SeenAccount,
  SeenEntity,
  SeenOrder,
} from '../history.ts';
import { policiesOf } from '../../support/declared/declared.ts';
import type { Random } from '../random.ts';

export interface Intention {
  readonly mutation: Mutation;
  /** Without what a new try may change. */
  readonly input: Omit<MutationInput, 'requestId' | 'ifMatch'>;
}

type Weights<Name extends string> = readonly (readonly [Name, number])[];

/** A change to the entity; `lasting` ones are never closed, placed or cancelled, so that their history grows long. */
export function intentionOn(seen: SeenEntity, lasting: boolean, random: Random): Intention {
  return 'balance' in seen
    ? onAccount(seen, lasting, random)
    : onOrder(seen, lasting, random, random.below(1000));
}

export function creation(kind: 'account' | 'order', random: Random): Intention {
  return kind === 'account'
    ? { mutation: 'openAccount', input: { owner: `owner ${random.below(10)}`, currency: 'USD' } }
    : {
        mutation: 'createOrder',
        input: {
          customer: `customer ${random.below(3)}`,
          currency: 'USD',
          lines: Array.from({ length: random.below(4) }, () => newLine(random)),
          note: random.chance(0.5) ? 'from the start' : null,
        },
      };
}

function onAccount({ id, balance }: SeenAccount, lasting: boolean, random: Random): Intention {
  const mutation = weighted<AccountMutation>(random, [
    ['deposit', 45],
    ['withdraw', 50],
    ['closeAccount', lasting ? 0 : 4],
  ]);
  const input = { id, ...conflictPolicy(mutation, random) };
  if (mutation === 'closeAccount') return { mutation, input };
  const isAll = mutation === 'withdraw' && balance.amount !== '0.00' && random.chance(0.15);
  return {
    mutation,
    input: {
      ...input,
      amount: isAll
        ? balance
        : {
            amount: price(random, mutation === 'deposit' ? 100 : 140),
            currency: random.chance(0.01) ? 'EUR' : 'USD',
          },
      ...(random.chance(0.3) && { memo: `memo ${random.below(1000)}` }),
    },
  };
}

function onOrder(seen: SeenOrder, lasting: boolean, random: Random, number: number): Intention {
  const { id, lines, status } = seen;
  const isOpen = status === 'OPEN';
  const isLong = lines.length > 8;
  const mutation = weighted<OrderMutation>(random, [
    ['addOrderLine', isOpen && !isLong ? 40 : 5],
    ['changeOrderLine', isOpen ? 20 : 2],
    ['removeOrderLine', isLong ? 40 : isOpen ? 12 : 2],
    ['setOrderNote', 20],
    ['placeOrder', lasting ? 0 : 3],
    ['cancelOrder', lasting ? 0 : 2],
  ]);
  const input = { id, ...conflictPolicy(mutation, random) };
  const line = lines[random.below(lines.length)];
  switch (mutation) {
    case 'addOrderLine':
      return { mutation, input: { ...input, line: newLine(random) } };
    case 'changeOrderLine':
    case 'removeOrderLine': {
      if (!line) return { mutation: 'addOrderLine', input: { id, line: newLine(random) } };
      const quantity = { quantity: 1 + random.below(9) };
      return {
        mutation,
        input: { ...input, lineId: line.id, ...(mutation === 'changeOrderLine' && quantity) },
      };
    }
    case 'setOrderNote':
      return { mutation, input: { ...input, note: random.chance(0.2) ? null : `note ${number}` } };
    case 'createOrder':
    case 'placeOrder':
    case 'cancelOrder':
      return { mutation, input };
  }
}

/** What the schema allows instead of the default, or the default, or nothing. */
function conflictPolicy(mutation: Mutation, random: Random): Pick<MutationInput, 'onConflict'> {
  const other = policiesOf(mutation).find((policy) => policy !== 'REJECT');
  if (other === undefined || random.chance(0.4)) return {};
  return { onConflict: random.chance(0.5) ? other : 'REJECT' };
}

function newLine(random: Random): LineInput {
  const number = random.below(100);
  return {
    sku: `SKU-${number}`,
    description: `thing ${number}`,
    quantity: 1 + random.below(5),
    unitPrice: { amount: price(random, 50), currency: 'USD' },
  };
}

function price(random: Random, most: number): string {
  return ((1 + random.below(most * 100)) / 100).toFixed(2);
}

function weighted<Name extends string>(random: Random, weights: Weights<Name>): Name {
  let dice = random.next() * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of weights) {
    if (dice < weight) return name;
    dice -= weight;
  }
  throw new Error('there is nothing to choose from');
}
