/** The GraphQL documents that several tests send, made of what is declared. Each names its one field `result`. */
import { typeNameOf } from '../../../schema/graphql/node.ts';
import { factsOf, isFiltered, kindNamed, kindOf, type Mutation, selectionOf } from './declared.ts';

/** All that a client sees of an entity of this kind, and of its changes. */
function partsOf(name: string): string {
  const type = typeNameOf(name);
  return `fragment Parts on ${type} { ${selectionOf(type)} }
    fragment ChangeParts on ${type}Change { ${selectionOf(`${type}Change`)} }`;
}

/**
 * The mutation with all that its union may hold, but for the facts of single refusals. Where it is to be done several
 * `times`, one after the other, `result` is the last: `variablesOf` has the inputs.
 */
export function documentOf(mutation: Mutation, times = 1): string {
  const { name } = kindOf(mutation);
  const type = typeNameOf(name);
  const input = `${typeNameOf(mutation)}Input`;
  const changes = 'missedChanges { ...ChangeParts }';
  const conflict = `... on ${type}ConflictError {
    ifMatch missedChangesComplete ${changes} current { ...Parts }
  } ... on NotFoundError { id }`;
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
      ... on ${type}Changed { ${name} { ...Parts } change { ...ChangeParts } replayed ${changes} }
      ... on InvalidInputError { path }
      ... on RequestIdReusedError { requestId }
      ${factsOf(mutation).creates ? '' : conflict}
    }
  }
  ${partsOf(name)}`;
}

/** The mutation, and what a screen reads of the entity right after it: the latest `$later` of its changes. */
export function documentReadingAfter(mutation: Mutation): string {
  const later = `later: ${kindOf(mutation).name} { history(first: $later) {
    edges { cursor node { ...ChangeParts } } pageInfo { hasNextPage }
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

const paging = '$first: Int = 20, $after: String';

const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

/** The entity by its id. */
export function queryOf(name: string): string {
  const type = typeNameOf(name);
  return `query ($id: ID!) { result: ${name}(id: $id) { ...Parts } }
    fragment Parts on ${type} { ${selectionOf(type)} }`;
}

/** A page of the entity's history. */
export function historyQueryOf(name: string): string {
  const type = `${typeNameOf(name)}Change`;
  return `query ($id: ID!, ${paging}) {
    result: ${name}(id: $id) {
      id version history(first: $first, after: $after) {
        edges { cursor node { ...ChangeParts } } ${pageInfo}
      }
    }
  }
  fragment ChangeParts on ${type} { ${selectionOf(type)} }`;
}

/** A page of the list of all. */
export function listQueryOf(name: string): string {
  const type = typeNameOf(name);
  const kind = kindNamed(name);
  const [variable, argument] = isFiltered(kind)
    ? [`, $filter: ${type}Filter`, ', filter: $filter']
    : ['', ''];
  return `query (${paging}${variable}) {
    result: ${kind.container}(first: $first, after: $after${argument}) {
      edges { cursor node { ...Parts } } ${pageInfo}
    }
  }
  fragment Parts on ${type} { ${selectionOf(type)} }`;
}

export const accountQuery = queryOf('account');
export const orderQuery = queryOf('order');
export const accountHistoryQuery = historyQueryOf('account');
export const orderHistoryQuery = historyQueryOf('order');
export const accountsQuery = listQueryOf('account');
export const ordersQuery = listQueryOf('order');
