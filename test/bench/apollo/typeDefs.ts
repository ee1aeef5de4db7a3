/** The part of the contract that is measured, with the same names, types and nullability. */

export const typeDefs = `#graphql
  scalar ETag
  scalar KSUID
  scalar Decimal
  scalar CurrencyCode
  scalar DateTime

  type Money { amount: Decimal! currency: CurrencyCode! }
  input MoneyInput { amount: Decimal! currency: CurrencyCode! }

  interface Node { id: ID! }

  interface Versioned {
    etag: ETag!
    version: Int!
    createdAt: DateTime!
    createdBy: String!
    updatedAt: DateTime!
    updatedBy: String!
  }

  interface Change {
    requestId: KSUID!
    version: Int!
    at: DateTime!
    by: String!
    summary: String!
  }

  enum ConflictPolicy { REJECT REAPPLY OVERWRITE }
  enum AccountStatus { OPEN CLOSED }
  enum AccountChangeKind { OPENED DEPOSITED WITHDREW CLOSED }
  enum OrderStatus { OPEN PLACED CANCELLED }

  type Account implements Node & Versioned {
    id: ID!
    etag: ETag!
    version: Int!
    createdAt: DateTime!
    createdBy: String!
    updatedAt: DateTime!
    updatedBy: String!
    owner: String!
    status: AccountStatus!
    balance: Money!
  }

  type AccountChange implements Change {
    requestId: KSUID!
    version: Int!
    at: DateTime!
    by: String!
    summary: String!
    kind: AccountChangeKind!
    amount: Money
    balance: Money!
    memo: String
  }

  type OrderLine {
    id: KSUID!
    sku: String!
    description: String!
    quantity: Int!
    unitPrice: Money!
    total: Money!
  }

  type Order implements Node & Versioned {
    id: ID!
    etag: ETag!
    version: Int!
    createdAt: DateTime!
    createdBy: String!
    updatedAt: DateTime!
    updatedBy: String!
    customer: String!
    status: OrderStatus!
    lines: [OrderLine!]!
    total: Money!
    note: String
  }

  type PageInfo {
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
    endCursor: String
  }
  type OrderConnection { edges: [OrderEdge!]! pageInfo: PageInfo! }
  type OrderEdge { cursor: String! node: Order! }
  input OrderFilter { status: OrderStatus customer: String }

  type Query {
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    account(id: ID!): Account
    order(id: ID!): Order
    orders(first: Int = 20, after: String, filter: OrderFilter): OrderConnection!
  }

  interface UserError { message: String! }
  interface ConflictError implements UserError {
    message: String!
    ifMatch: ETag!
    missedChanges: [Change!]!
    missedChangesComplete: Boolean!
  }
  type AccountConflictError implements UserError & ConflictError {
    message: String!
    ifMatch: ETag!
    missedChanges: [AccountChange!]!
    missedChangesComplete: Boolean!
    current: Account!
  }
  type NotFoundError implements UserError { message: String! id: ID! }
  type InvalidInputError implements UserError { message: String! path: [String!]! }
  type InsufficientFundsError implements UserError {
    message: String!
    balance: Money!
    requested: Money!
  }
  type AccountClosedError implements UserError { message: String! id: ID! }
  type CurrencyMismatchError implements UserError {
    message: String!
    expected: CurrencyCode!
    got: CurrencyCode!
  }
  type RequestIdReusedError implements UserError { message: String! requestId: KSUID! }

  type AccountChanged {
    account: Account!
    change: AccountChange!
    replayed: Boolean!
    missedChanges: [AccountChange!]!
  }

  union WithdrawResult =
      AccountChanged
    | AccountConflictError
    | NotFoundError
    | InvalidInputError
    | AccountClosedError
    | CurrencyMismatchError
    | InsufficientFundsError
    | RequestIdReusedError

  input WithdrawInput {
    requestId: KSUID!
    id: ID!
    ifMatch: ETag!
    onConflict: ConflictPolicy
    amount: MoneyInput!
    memo: String
  }

  type Mutation {
    withdraw(input: WithdrawInput!): WithdrawResult!
  }
`;
