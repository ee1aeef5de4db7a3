/** The GraphQL documents that several tests send. Each names its one field `result`. */

const accountParts = `fragment AccountParts on Account {
  id etag version createdAt createdBy updatedAt updatedBy owner status balance { amount currency }
}`;

const accountChangeParts = `fragment AccountChangeParts on AccountChange {
  requestId version at by summary kind amount { amount currency } balance { amount currency } memo
}`;

const lineParts = `fragment LineParts on OrderLine {
  id sku description quantity unitPrice { amount currency } total { amount currency }
}`;

const orderParts = `fragment OrderParts on Order {
  id etag version createdAt createdBy updatedAt updatedBy customer status note
  lines { ...LineParts } total { amount currency }
}`;

const orderChangeParts = `fragment OrderChangeParts on OrderChange {
  requestId version at by summary kind line { ...LineParts } total { amount currency }
}`;

const userErrors = '... on InvalidInputError { path } ... on RequestIdReusedError { requestId }';

const history = (parts: string) => `history(first: $first, after: $after) {
  edges { cursor node { ...${parts} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
}`;

const paging = '$first: Int = 20, $after: String';

export type AccountMutation = 'openAccount' | 'deposit' | 'withdraw' | 'closeAccount';

export type OrderMutation =
  | 'createOrder'
  | 'addOrderLine'
  | 'changeOrderLine'
  | 'removeOrderLine'
  | 'setOrderNote'
  | 'placeOrder'
  | 'cancelOrder';

export type Mutation = AccountMutation | OrderMutation;

export function isOfAccounts(mutation: Mutation): mutation is AccountMutation {
  return ['openAccount', 'deposit', 'withdraw', 'closeAccount'].includes(mutation);
}

/**
 * The mutation with all that its union may hold, but for the facts of single refusals. Where it is to be done several
 * `times`, one after the other, `result` is the last: `variablesOf` has the inputs.
 */
export function documentOf(mutation: Mutation, times = 1): string {
  const accounts = isOfAccounts(mutation);
  const input = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const name = accounts ? 'Account' : 'Order';
  const entity = `${name.toLowerCase()} { ...${name}Parts }`;
  const changes = `missedChanges { ...${name}ChangeParts }`;
  const conflict = `... on ${name}ConflictError {
    ifMatch missedChangesComplete ${changes} current { ...${name}Parts }
  } ... on NotFoundError { id }`;
  const creates = mutation === 'openAccount' || mutation === 'createOrder';
  const earlier = Array.from(
    { length: times - 1 },
    (_, index) => `earlier${index}: ${mutation}(input: $input${index}) { __typename }`,
  );
  const others = earlier.map((_, index) => `, $input${index}: ${input}!`);
  return `mutation ($input: ${input}!${others.join('')}) {
    ${earlier.join('\n')}
    result: ${mutation}(input: $input) {
      __typename
      ... on UserError { message }
      ... on ${name}Changed { ${entity} change { ...${name}ChangeParts } replayed ${changes} }
      ${userErrors}
      ${creates ? '' : conflict}
    }
  }
  ${accounts ? accountParts + accountChangeParts : orderParts + orderChangeParts + lineParts}`;
}

/** The mutation, and what a screen reads of the entity right after it: the latest `$later` of its changes. */
export function documentReadingAfter(mutation: Mutation): string {
  const name = isOfAccounts(mutation) ? 'Account' : 'Order';
  const later = `later: ${name.toLowerCase()} { history(first: $later) {
    edges { cursor node { ...${name}ChangeParts } } pageInfo { hasNextPage }
  } }`;
  return documentOf(mutation)
    .replace('!) {', '!, $later: Int!) {')
    .replace(' replayed ', ` replayed ${later} `);
}

/** The same input so many times, each an intention of its own. */
export function variablesOf(input: object, times: number) {
  const earlier = Array.from({ length: times - 1 }, (_, index) => [`input${index}`, input]);
  return { input, ...Object.fromEntries(earlier) };
}

export const accountQuery = `query ($id: ID!) { result: account(id: $id) { ...AccountParts } }
  ${accountParts}`;

export const orderQuery = `query ($id: ID!) { result: order(id: $id) { ...OrderParts } }
  ${orderParts}${lineParts}`;

export const accountHistoryQuery = `query ($id: ID!, ${paging}) {
  result: account(id: $id) { id version ${history('AccountChangeParts')} }
} ${accountChangeParts}`;

export const orderHistoryQuery = `query ($id: ID!, ${paging}) {
  result: order(id: $id) { id version ${history('OrderChangeParts')} }
} ${orderChangeParts}${lineParts}`;

export const accountsQuery = `query (${paging}) {
  result: accounts(first: $first, after: $after) {
    edges { cursor node { ...AccountParts } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
} ${accountParts}`;

export const ordersQuery = `query (${paging}, $filter: OrderFilter) {
  result: orders(first: $first, after: $after, filter: $filter) {
    edges { cursor node { ...OrderParts } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
} ${orderParts}${lineParts}`;
