/** The two founding scenarios, on entities made for them, as curl lines to paste into a shell. */

import type { Entity, Mutate } from './mutate.ts';
import { contoso, type Mint, type Person } from './people.ts';
import { newRequestId } from '../requestId.ts';
import { deposit, line, live, open, order } from './steps.ts';

const { ann, ben, pete, bob } = contoso;

const withdrawal = `mutation ($input: WithdrawInput!) {
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

const toOrder = `{
    __typename
    ... on OrderChanged { replayed change { summary } order { etag version status total { amount currency } } }
    ... on OrderConflictError {
      message
      missedChanges { by at summary }
      current { etag version status total { amount currency } }
    }
    ... on UserError { message }
  }`;

const addition = `mutation ($input: AddOrderLineInput!) { addOrderLine(input: $input) ${toOrder} }`;

const cancellation = `mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) ${toOrder} }`;

export async function writeScenarios(
  mutate: Mutate,
  mint: Mint,
  endpoint: string,
): Promise<string> {
  const [account, machines] = await Promise.all([
    live(mutate, [open(ann, 'ann and ben', 'USD'), deposit(ann, '100.00', 'USD')]),
    live(mutate, [order(pete, 'carol', 'USD', [line(1, 'milk jug', '25.00', 'USD')])]),
  ]);
  const curl = async (by: Person, query: string, input: object) =>
    toCurl(endpoint, await mint(by), query, input);
  const amount = { amount: '100.00', currency: 'USD' };
  const espresso = line(2, 'espresso machine', '5000.00', 'USD');
  return `1. Two people withdraw 100.00 from an account that holds 100.00. Ann is first:

${await curl(ann, withdrawal, { ...under(account), amount })}

   Ben read the same version. He gets an AccountConflictError, with what he missed and the account as it is now:

${await curl(ben, withdrawal, { ...under(account), amount })}

   To go on, he sends it again with current.etag as ifMatch, and is told that there is nothing left. Ann's line sent
   twice is done once: the second answer says replayed: true.

2. Pete adds 10000.00 to an order:

${await curl(pete, addition, { ...under(machines), line: espresso })}

   Bob, who has not seen that, cancels it. He is told what Pete did instead of winning:

${await curl(bob, cancellation, under(machines))}

   If he still wants to, he sends it again with current.etag as ifMatch.`;
}

function under({ id, etag }: Entity): object {
  return { requestId: newRequestId(), id, ifMatch: etag };
}

function toCurl(endpoint: string, token: string, query: string, input: object): string {
  const body = JSON.stringify({ query: query.replaceAll(/\s+/g, ' '), variables: { input } });
  return [
    `curl -s ${endpoint} -H 'content-type: application/json'`,
    `-H 'authorization: Bearer ${token}' --data ${quote(body)} -w '\\n'`,
  ].join(' ');
}

/** For a POSIX shell, to which nothing in single quotes means anything but a single quote. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
