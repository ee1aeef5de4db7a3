/** The two founding scenarios, on entities made for them: four requests, of which the second and the last meet a conflict. */
import { newRequestId } from '../requestId.ts';
import type { Entity, Mutate } from './mutate.ts';
import { contoso, type Person } from './people.ts';
import { deposit, line, live, open, order } from './steps.ts';

const { ann, ben, pete, bob } = contoso;

/** A request that is ready to be sent. */
export interface Act {
  readonly by: Person;
  readonly document: string;
  readonly input: object;
}

export interface Scenarios {
  readonly annWithdraws: Act;
  /** Under the version that Ann has changed. */
  readonly benWithdraws: Act;
  readonly peteAdds: Act;
  /** Under the version that Pete has changed. */
  readonly bobCancels: Act;
}

const withdraw = (name: string) => `mutation ${name}($input: WithdrawInput!) {
  withdraw(input: $input) {
    __typename
    ... on AccountChanged { replayed change { summary } account { etag version balance { amount currency } } }
    ... on AccountConflictError {
      message
      missedChanges { by at summary }
      current { etag version balance { amount currency } }
    }
    ... on UserError { message }
  }
}`;

const changeOrder = (
  name: string,
  mutation: string,
  inputType: string,
) => `mutation ${name}($input: ${inputType}!) {
  ${mutation}(input: $input) {
    __typename
    ... on OrderChanged { replayed change { summary } order { etag version status total { amount currency } } }
    ... on OrderConflictError {
      message
      missedChanges { by at summary }
      current { etag version status total { amount currency } }
    }
    ... on UserError { message }
  }
}`;

export async function openScenarios(mutate: Mutate): Promise<Scenarios> {
  const [account, coffee] = await Promise.all([
    live(mutate, [open(ann, 'ann and ben', 'USD'), deposit(ann, '100.00', 'USD')]),
    live(mutate, [order(pete, 'carol', 'USD', [line(1, 'milk jug', '35.00', 'USD')])]),
  ]);
  const everything = { amount: { amount: '100.00', currency: 'USD' } };
  const espresso = { line: line(2, 'espresso machine', '5000.00', 'USD') };
  return {
    annWithdraws: {
      by: ann,
      document: withdraw('AnnWithdraws'),
      input: { ...under(account), ...everything },
    },
    benWithdraws: {
      by: ben,
      document: withdraw('BenWithdraws'),
      input: { ...under(account), ...everything },
    },
    peteAdds: {
      by: pete,
      document: changeOrder('PeteAdds', 'addOrderLine', 'AddOrderLineInput'),
      input: { ...under(coffee), ...espresso },
    },
    bobCancels: {
      by: bob,
      document: changeOrder('BobCancels', 'cancelOrder', 'CancelOrderInput'),
      input: under(coffee),
    },
  };
}

function under({ id, etag }: Entity): object {
  return { requestId: newRequestId(), id, ifMatch: etag };
}
