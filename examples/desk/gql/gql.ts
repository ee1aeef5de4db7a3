/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  fragment AccountFields on Account {\n    id\n    etag\n    version\n    owner\n    status\n    balance {\n      ...MoneyFields\n    }\n    updatedAt\n    updatedBy\n  }\n": typeof types.AccountFieldsFragmentDoc,
    "\n  fragment AccountAccepted on AccountChanged {\n    ...Accepted\n    current {\n      ...AccountFields\n    }\n  }\n": typeof types.AccountAcceptedFragmentDoc,
    "\n  fragment AccountRefusal on UserError {\n    ...Refusal\n    ... on AccountConflictError {\n      current {\n        ...AccountFields\n      }\n    }\n  }\n": typeof types.AccountRefusalFragmentDoc,
    "\n  query Accounts($after: String) {\n    entities: accounts(first: 10, after: $after) {\n      edges {\n        node {\n          ...AccountFields\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.AccountsDocument,
    "\n  query AccountById($id: ID!) {\n    entity: account(id: $id) {\n      ...AccountFields\n    }\n  }\n": typeof types.AccountByIdDocument,
    "\n  query AccountHistory($id: ID!, $after: String) {\n    entity: account(id: $id) {\n      id\n      history(first: 10, after: $after) {\n        edges {\n          node {\n            ...ChangeFields\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": typeof types.AccountHistoryDocument,
    "\n  query AccountChangesSince($id: ID!, $etag: ETag!) {\n    entity: account(id: $id) {\n      id\n      changesSince(etag: $etag) {\n        complete\n        changes {\n          ...ChangeFields\n        }\n      }\n    }\n  }\n": typeof types.AccountChangesSinceDocument,
    "\n  mutation OpenAccount($input: OpenAccountInput!) {\n    result: openAccount(input: $input) {\n      ...AccountAccepted\n      ...AccountRefusal\n    }\n  }\n": typeof types.OpenAccountDocument,
    "\n  mutation Deposit($input: DepositInput!) {\n    result: deposit(input: $input) {\n      ...AccountAccepted\n      ...AccountRefusal\n    }\n  }\n": typeof types.DepositDocument,
    "\n  mutation Withdraw($input: WithdrawInput!) {\n    result: withdraw(input: $input) {\n      ...AccountAccepted\n      ...AccountRefusal\n    }\n  }\n": typeof types.WithdrawDocument,
    "\n  mutation CloseAccount($input: CloseAccountInput!) {\n    result: closeAccount(input: $input) {\n      ...AccountAccepted\n      ...AccountRefusal\n    }\n  }\n": typeof types.CloseAccountDocument,
    "\n  fragment MoneyFields on Money {\n    amount\n    currency\n  }\n": typeof types.MoneyFieldsFragmentDoc,
    "\n  fragment ChangeFields on Change {\n    version\n    by\n    at\n    summary\n    requestId\n  }\n": typeof types.ChangeFieldsFragmentDoc,
    "\n  fragment Accepted on Changed {\n    replayed\n    change {\n      ...ChangeFields\n    }\n    missedChanges {\n      ...ChangeFields\n    }\n  }\n": typeof types.AcceptedFragmentDoc,
    "\n  fragment Refusal on UserError {\n    message\n    ... on InvalidInputError {\n      issues {\n        path\n        message\n      }\n    }\n    ... on ConflictError {\n      missedChanges {\n        ...ChangeFields\n      }\n      missedChangesComplete\n    }\n  }\n": typeof types.RefusalFragmentDoc,
    "\n  query Exists($id: ID!) {\n    node(id: $id) {\n      id\n    }\n  }\n": typeof types.ExistsDocument,
    "\n  fragment OrderFields on Order {\n    id\n    etag\n    version\n    customer\n    status\n    note\n    total {\n      ...MoneyFields\n    }\n    lines {\n      id\n      sku\n      description\n      quantity\n      unitPrice {\n        ...MoneyFields\n      }\n      total {\n        ...MoneyFields\n      }\n    }\n    updatedAt\n    updatedBy\n  }\n": typeof types.OrderFieldsFragmentDoc,
    "\n  fragment OrderAccepted on OrderChanged {\n    ...Accepted\n    current {\n      ...OrderFields\n    }\n  }\n": typeof types.OrderAcceptedFragmentDoc,
    "\n  fragment OrderRefusal on UserError {\n    ...Refusal\n    ... on OrderConflictError {\n      current {\n        ...OrderFields\n      }\n    }\n  }\n": typeof types.OrderRefusalFragmentDoc,
    "\n  query Orders($after: String, $filter: OrderFilter) {\n    entities: orders(first: 10, after: $after, filter: $filter) {\n      edges {\n        node {\n          ...OrderFields\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.OrdersDocument,
    "\n  query OrderById($id: ID!) {\n    entity: order(id: $id) {\n      ...OrderFields\n    }\n  }\n": typeof types.OrderByIdDocument,
    "\n  query OrderHistory($id: ID!, $after: String) {\n    entity: order(id: $id) {\n      id\n      history(first: 10, after: $after) {\n        edges {\n          node {\n            ...ChangeFields\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": typeof types.OrderHistoryDocument,
    "\n  query OrderChangesSince($id: ID!, $etag: ETag!) {\n    entity: order(id: $id) {\n      id\n      changesSince(etag: $etag) {\n        complete\n        changes {\n          ...ChangeFields\n        }\n      }\n    }\n  }\n": typeof types.OrderChangesSinceDocument,
    "\n  mutation CreateOrder($input: CreateOrderInput!) {\n    result: createOrder(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n": typeof types.CreateOrderDocument,
    "\n  mutation AddOrderLine($input: AddOrderLineInput!) {\n    result: addOrderLine(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n": typeof types.AddOrderLineDocument,
    "\n  mutation ChangeOrderLine($input: ChangeOrderLineInput!) {\n    result: changeOrderLine(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n": typeof types.ChangeOrderLineDocument,
    "\n  mutation RemoveOrderLine($input: RemoveOrderLineInput!) {\n    result: removeOrderLine(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n": typeof types.RemoveOrderLineDocument,
    "\n  mutation SetOrderNote($input: SetOrderNoteInput!) {\n    result: setOrderNote(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n": typeof types.SetOrderNoteDocument,
    "\n  mutation PlaceOrder($input: PlaceOrderInput!) {\n    result: placeOrder(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n": typeof types.PlaceOrderDocument,
    "\n  mutation CancelOrder($input: CancelOrderInput!) {\n    result: cancelOrder(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n": typeof types.CancelOrderDocument,
    "\n  query WhoAmI {\n    viewer {\n      subject\n      permissions\n    }\n  }\n": typeof types.WhoAmIDocument,
};
const documents: Documents = {
    "\n  fragment AccountFields on Account {\n    id\n    etag\n    version\n    owner\n    status\n    balance {\n      ...MoneyFields\n    }\n    updatedAt\n    updatedBy\n  }\n": types.AccountFieldsFragmentDoc,
    "\n  fragment AccountAccepted on AccountChanged {\n    ...Accepted\n    current {\n      ...AccountFields\n    }\n  }\n": types.AccountAcceptedFragmentDoc,
    "\n  fragment AccountRefusal on UserError {\n    ...Refusal\n    ... on AccountConflictError {\n      current {\n        ...AccountFields\n      }\n    }\n  }\n": types.AccountRefusalFragmentDoc,
    "\n  query Accounts($after: String) {\n    entities: accounts(first: 10, after: $after) {\n      edges {\n        node {\n          ...AccountFields\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.AccountsDocument,
    "\n  query AccountById($id: ID!) {\n    entity: account(id: $id) {\n      ...AccountFields\n    }\n  }\n": types.AccountByIdDocument,
    "\n  query AccountHistory($id: ID!, $after: String) {\n    entity: account(id: $id) {\n      id\n      history(first: 10, after: $after) {\n        edges {\n          node {\n            ...ChangeFields\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": types.AccountHistoryDocument,
    "\n  query AccountChangesSince($id: ID!, $etag: ETag!) {\n    entity: account(id: $id) {\n      id\n      changesSince(etag: $etag) {\n        complete\n        changes {\n          ...ChangeFields\n        }\n      }\n    }\n  }\n": types.AccountChangesSinceDocument,
    "\n  mutation OpenAccount($input: OpenAccountInput!) {\n    result: openAccount(input: $input) {\n      ...AccountAccepted\n      ...AccountRefusal\n    }\n  }\n": types.OpenAccountDocument,
    "\n  mutation Deposit($input: DepositInput!) {\n    result: deposit(input: $input) {\n      ...AccountAccepted\n      ...AccountRefusal\n    }\n  }\n": types.DepositDocument,
    "\n  mutation Withdraw($input: WithdrawInput!) {\n    result: withdraw(input: $input) {\n      ...AccountAccepted\n      ...AccountRefusal\n    }\n  }\n": types.WithdrawDocument,
    "\n  mutation CloseAccount($input: CloseAccountInput!) {\n    result: closeAccount(input: $input) {\n      ...AccountAccepted\n      ...AccountRefusal\n    }\n  }\n": types.CloseAccountDocument,
    "\n  fragment MoneyFields on Money {\n    amount\n    currency\n  }\n": types.MoneyFieldsFragmentDoc,
    "\n  fragment ChangeFields on Change {\n    version\n    by\n    at\n    summary\n    requestId\n  }\n": types.ChangeFieldsFragmentDoc,
    "\n  fragment Accepted on Changed {\n    replayed\n    change {\n      ...ChangeFields\n    }\n    missedChanges {\n      ...ChangeFields\n    }\n  }\n": types.AcceptedFragmentDoc,
    "\n  fragment Refusal on UserError {\n    message\n    ... on InvalidInputError {\n      issues {\n        path\n        message\n      }\n    }\n    ... on ConflictError {\n      missedChanges {\n        ...ChangeFields\n      }\n      missedChangesComplete\n    }\n  }\n": types.RefusalFragmentDoc,
    "\n  query Exists($id: ID!) {\n    node(id: $id) {\n      id\n    }\n  }\n": types.ExistsDocument,
    "\n  fragment OrderFields on Order {\n    id\n    etag\n    version\n    customer\n    status\n    note\n    total {\n      ...MoneyFields\n    }\n    lines {\n      id\n      sku\n      description\n      quantity\n      unitPrice {\n        ...MoneyFields\n      }\n      total {\n        ...MoneyFields\n      }\n    }\n    updatedAt\n    updatedBy\n  }\n": types.OrderFieldsFragmentDoc,
    "\n  fragment OrderAccepted on OrderChanged {\n    ...Accepted\n    current {\n      ...OrderFields\n    }\n  }\n": types.OrderAcceptedFragmentDoc,
    "\n  fragment OrderRefusal on UserError {\n    ...Refusal\n    ... on OrderConflictError {\n      current {\n        ...OrderFields\n      }\n    }\n  }\n": types.OrderRefusalFragmentDoc,
    "\n  query Orders($after: String, $filter: OrderFilter) {\n    entities: orders(first: 10, after: $after, filter: $filter) {\n      edges {\n        node {\n          ...OrderFields\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.OrdersDocument,
    "\n  query OrderById($id: ID!) {\n    entity: order(id: $id) {\n      ...OrderFields\n    }\n  }\n": types.OrderByIdDocument,
    "\n  query OrderHistory($id: ID!, $after: String) {\n    entity: order(id: $id) {\n      id\n      history(first: 10, after: $after) {\n        edges {\n          node {\n            ...ChangeFields\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": types.OrderHistoryDocument,
    "\n  query OrderChangesSince($id: ID!, $etag: ETag!) {\n    entity: order(id: $id) {\n      id\n      changesSince(etag: $etag) {\n        complete\n        changes {\n          ...ChangeFields\n        }\n      }\n    }\n  }\n": types.OrderChangesSinceDocument,
    "\n  mutation CreateOrder($input: CreateOrderInput!) {\n    result: createOrder(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n": types.CreateOrderDocument,
    "\n  mutation AddOrderLine($input: AddOrderLineInput!) {\n    result: addOrderLine(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n": types.AddOrderLineDocument,
    "\n  mutation ChangeOrderLine($input: ChangeOrderLineInput!) {\n    result: changeOrderLine(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n": types.ChangeOrderLineDocument,
    "\n  mutation RemoveOrderLine($input: RemoveOrderLineInput!) {\n    result: removeOrderLine(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n": types.RemoveOrderLineDocument,
    "\n  mutation SetOrderNote($input: SetOrderNoteInput!) {\n    result: setOrderNote(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n": types.SetOrderNoteDocument,
    "\n  mutation PlaceOrder($input: PlaceOrderInput!) {\n    result: placeOrder(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n": types.PlaceOrderDocument,
    "\n  mutation CancelOrder($input: CancelOrderInput!) {\n    result: cancelOrder(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n": types.CancelOrderDocument,
    "\n  query WhoAmI {\n    viewer {\n      subject\n      permissions\n    }\n  }\n": types.WhoAmIDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment AccountFields on Account {\n    id\n    etag\n    version\n    owner\n    status\n    balance {\n      ...MoneyFields\n    }\n    updatedAt\n    updatedBy\n  }\n"): (typeof documents)["\n  fragment AccountFields on Account {\n    id\n    etag\n    version\n    owner\n    status\n    balance {\n      ...MoneyFields\n    }\n    updatedAt\n    updatedBy\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment AccountAccepted on AccountChanged {\n    ...Accepted\n    current {\n      ...AccountFields\n    }\n  }\n"): (typeof documents)["\n  fragment AccountAccepted on AccountChanged {\n    ...Accepted\n    current {\n      ...AccountFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment AccountRefusal on UserError {\n    ...Refusal\n    ... on AccountConflictError {\n      current {\n        ...AccountFields\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment AccountRefusal on UserError {\n    ...Refusal\n    ... on AccountConflictError {\n      current {\n        ...AccountFields\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Accounts($after: String) {\n    entities: accounts(first: 10, after: $after) {\n      edges {\n        node {\n          ...AccountFields\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query Accounts($after: String) {\n    entities: accounts(first: 10, after: $after) {\n      edges {\n        node {\n          ...AccountFields\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AccountById($id: ID!) {\n    entity: account(id: $id) {\n      ...AccountFields\n    }\n  }\n"): (typeof documents)["\n  query AccountById($id: ID!) {\n    entity: account(id: $id) {\n      ...AccountFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AccountHistory($id: ID!, $after: String) {\n    entity: account(id: $id) {\n      id\n      history(first: 10, after: $after) {\n        edges {\n          node {\n            ...ChangeFields\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query AccountHistory($id: ID!, $after: String) {\n    entity: account(id: $id) {\n      id\n      history(first: 10, after: $after) {\n        edges {\n          node {\n            ...ChangeFields\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AccountChangesSince($id: ID!, $etag: ETag!) {\n    entity: account(id: $id) {\n      id\n      changesSince(etag: $etag) {\n        complete\n        changes {\n          ...ChangeFields\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query AccountChangesSince($id: ID!, $etag: ETag!) {\n    entity: account(id: $id) {\n      id\n      changesSince(etag: $etag) {\n        complete\n        changes {\n          ...ChangeFields\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation OpenAccount($input: OpenAccountInput!) {\n    result: openAccount(input: $input) {\n      ...AccountAccepted\n      ...AccountRefusal\n    }\n  }\n"): (typeof documents)["\n  mutation OpenAccount($input: OpenAccountInput!) {\n    result: openAccount(input: $input) {\n      ...AccountAccepted\n      ...AccountRefusal\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Deposit($input: DepositInput!) {\n    result: deposit(input: $input) {\n      ...AccountAccepted\n      ...AccountRefusal\n    }\n  }\n"): (typeof documents)["\n  mutation Deposit($input: DepositInput!) {\n    result: deposit(input: $input) {\n      ...AccountAccepted\n      ...AccountRefusal\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Withdraw($input: WithdrawInput!) {\n    result: withdraw(input: $input) {\n      ...AccountAccepted\n      ...AccountRefusal\n    }\n  }\n"): (typeof documents)["\n  mutation Withdraw($input: WithdrawInput!) {\n    result: withdraw(input: $input) {\n      ...AccountAccepted\n      ...AccountRefusal\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CloseAccount($input: CloseAccountInput!) {\n    result: closeAccount(input: $input) {\n      ...AccountAccepted\n      ...AccountRefusal\n    }\n  }\n"): (typeof documents)["\n  mutation CloseAccount($input: CloseAccountInput!) {\n    result: closeAccount(input: $input) {\n      ...AccountAccepted\n      ...AccountRefusal\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MoneyFields on Money {\n    amount\n    currency\n  }\n"): (typeof documents)["\n  fragment MoneyFields on Money {\n    amount\n    currency\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ChangeFields on Change {\n    version\n    by\n    at\n    summary\n    requestId\n  }\n"): (typeof documents)["\n  fragment ChangeFields on Change {\n    version\n    by\n    at\n    summary\n    requestId\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Accepted on Changed {\n    replayed\n    change {\n      ...ChangeFields\n    }\n    missedChanges {\n      ...ChangeFields\n    }\n  }\n"): (typeof documents)["\n  fragment Accepted on Changed {\n    replayed\n    change {\n      ...ChangeFields\n    }\n    missedChanges {\n      ...ChangeFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Refusal on UserError {\n    message\n    ... on InvalidInputError {\n      issues {\n        path\n        message\n      }\n    }\n    ... on ConflictError {\n      missedChanges {\n        ...ChangeFields\n      }\n      missedChangesComplete\n    }\n  }\n"): (typeof documents)["\n  fragment Refusal on UserError {\n    message\n    ... on InvalidInputError {\n      issues {\n        path\n        message\n      }\n    }\n    ... on ConflictError {\n      missedChanges {\n        ...ChangeFields\n      }\n      missedChangesComplete\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Exists($id: ID!) {\n    node(id: $id) {\n      id\n    }\n  }\n"): (typeof documents)["\n  query Exists($id: ID!) {\n    node(id: $id) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment OrderFields on Order {\n    id\n    etag\n    version\n    customer\n    status\n    note\n    total {\n      ...MoneyFields\n    }\n    lines {\n      id\n      sku\n      description\n      quantity\n      unitPrice {\n        ...MoneyFields\n      }\n      total {\n        ...MoneyFields\n      }\n    }\n    updatedAt\n    updatedBy\n  }\n"): (typeof documents)["\n  fragment OrderFields on Order {\n    id\n    etag\n    version\n    customer\n    status\n    note\n    total {\n      ...MoneyFields\n    }\n    lines {\n      id\n      sku\n      description\n      quantity\n      unitPrice {\n        ...MoneyFields\n      }\n      total {\n        ...MoneyFields\n      }\n    }\n    updatedAt\n    updatedBy\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment OrderAccepted on OrderChanged {\n    ...Accepted\n    current {\n      ...OrderFields\n    }\n  }\n"): (typeof documents)["\n  fragment OrderAccepted on OrderChanged {\n    ...Accepted\n    current {\n      ...OrderFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment OrderRefusal on UserError {\n    ...Refusal\n    ... on OrderConflictError {\n      current {\n        ...OrderFields\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment OrderRefusal on UserError {\n    ...Refusal\n    ... on OrderConflictError {\n      current {\n        ...OrderFields\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Orders($after: String, $filter: OrderFilter) {\n    entities: orders(first: 10, after: $after, filter: $filter) {\n      edges {\n        node {\n          ...OrderFields\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query Orders($after: String, $filter: OrderFilter) {\n    entities: orders(first: 10, after: $after, filter: $filter) {\n      edges {\n        node {\n          ...OrderFields\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OrderById($id: ID!) {\n    entity: order(id: $id) {\n      ...OrderFields\n    }\n  }\n"): (typeof documents)["\n  query OrderById($id: ID!) {\n    entity: order(id: $id) {\n      ...OrderFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OrderHistory($id: ID!, $after: String) {\n    entity: order(id: $id) {\n      id\n      history(first: 10, after: $after) {\n        edges {\n          node {\n            ...ChangeFields\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query OrderHistory($id: ID!, $after: String) {\n    entity: order(id: $id) {\n      id\n      history(first: 10, after: $after) {\n        edges {\n          node {\n            ...ChangeFields\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OrderChangesSince($id: ID!, $etag: ETag!) {\n    entity: order(id: $id) {\n      id\n      changesSince(etag: $etag) {\n        complete\n        changes {\n          ...ChangeFields\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query OrderChangesSince($id: ID!, $etag: ETag!) {\n    entity: order(id: $id) {\n      id\n      changesSince(etag: $etag) {\n        complete\n        changes {\n          ...ChangeFields\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateOrder($input: CreateOrderInput!) {\n    result: createOrder(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n"): (typeof documents)["\n  mutation CreateOrder($input: CreateOrderInput!) {\n    result: createOrder(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AddOrderLine($input: AddOrderLineInput!) {\n    result: addOrderLine(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n"): (typeof documents)["\n  mutation AddOrderLine($input: AddOrderLineInput!) {\n    result: addOrderLine(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeOrderLine($input: ChangeOrderLineInput!) {\n    result: changeOrderLine(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n"): (typeof documents)["\n  mutation ChangeOrderLine($input: ChangeOrderLineInput!) {\n    result: changeOrderLine(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveOrderLine($input: RemoveOrderLineInput!) {\n    result: removeOrderLine(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n"): (typeof documents)["\n  mutation RemoveOrderLine($input: RemoveOrderLineInput!) {\n    result: removeOrderLine(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetOrderNote($input: SetOrderNoteInput!) {\n    result: setOrderNote(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n"): (typeof documents)["\n  mutation SetOrderNote($input: SetOrderNoteInput!) {\n    result: setOrderNote(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation PlaceOrder($input: PlaceOrderInput!) {\n    result: placeOrder(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n"): (typeof documents)["\n  mutation PlaceOrder($input: PlaceOrderInput!) {\n    result: placeOrder(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelOrder($input: CancelOrderInput!) {\n    result: cancelOrder(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n"): (typeof documents)["\n  mutation CancelOrder($input: CancelOrderInput!) {\n    result: cancelOrder(input: $input) {\n      ...OrderAccepted\n      ...OrderRefusal\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WhoAmI {\n    viewer {\n      subject\n      permissions\n    }\n  }\n"): (typeof documents)["\n  query WhoAmI {\n    viewer {\n      subject\n      permissions\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;
