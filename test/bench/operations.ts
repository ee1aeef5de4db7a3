/** The GraphQL documents that are measured. `node test/bench/operations.ts` writes them as a manifest, by their hash. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';

const account =
  'id etag version createdAt createdBy updatedAt updatedBy owner status balance { amount currency }';

const order = `id etag version createdAt createdBy updatedAt updatedBy customer status note
  lines { id sku description quantity unitPrice { amount currency } total { amount currency } }
  total { amount currency }`;

const change =
  'requestId version at by summary kind amount { amount currency } balance { amount currency } memo';

export const documents = {
  account: `query Account($id: ID!) { account(id: $id) { __typename ${account} } }`,

  nodes: `query Nodes($ids: [ID!]!) {
  nodes(ids: $ids) { __typename ... on Account { ${account} } }
}`,

  orders: `query Orders($first: Int!) {
  orders(first: $first) {
    edges { cursor node { __typename ${order} } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`,

  withdraw: `mutation Withdraw($input: WithdrawInput!) {
  withdraw(input: $input) {
    __typename
    ... on UserError { message }
    ... on AccountChanged {
      account { ...AccountParts } change { ...ChangeParts } replayed missedChanges { ...ChangeParts }
    }
    ... on AccountConflictError {
      ifMatch missedChangesComplete missedChanges { ...ChangeParts } current { ...AccountParts }
    }
    ... on InsufficientFundsError { balance { amount currency } requested { amount currency } }
    ... on CurrencyMismatchError { expected got }
    ... on InvalidInputError { path }
    ... on RequestIdReusedError { requestId }
  }
}
fragment AccountParts on Account { ${account} }
fragment ChangeParts on AccountChange { ${change} }`,

  deposit: `mutation Deposit($input: DepositInput!) {
  deposit(input: $input) {
    __typename
    ... on AccountChanged { account { etag } }
    ... on AccountConflictError { current { etag } }
  }
}`,
} as const;

export type DocumentName = keyof typeof documents;

export const manifestPath = new URL('./operations.json', import.meta.url);

export function hashOf(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}

/** As relay-compiler and others write it: the hash, then the document. */
export function manifest(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.values(documents).map((document) => [hashOf(document), document]),
  );
}

if (import.meta.main) {
  await writeFile(manifestPath, `${JSON.stringify(manifest(), null, 2)}\n`);
}
