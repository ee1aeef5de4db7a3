/** What the laboratory writes down: every request with its answer, and what the database holds when all is quiet. */

export type AccountMutation = 'openAccount' | 'deposit' | 'withdraw' | 'closeAccount';

export type OrderMutation =
  | 'createOrder'
  | 'addOrderLine'
  | 'changeOrderLine'
  | 'removeOrderLine'
  | 'setOrderNote'
  | 'placeOrder'
  | 'cancelOrder';

/** What clients of the laboratory do. Its model of the rules is written by hand: it is not to repeat what it checks. */
export type Mutation = AccountMutation | OrderMutation;

/** One request of one client to one instance. A retry is an operation of its own, with the same `requestId`. */
export interface Operation {
  /** The place in the history: operations are numbered from 0 in the order in which they began. */
  readonly number: number;
  /** The subject of the client's token. */
  readonly client: string;
  readonly instance: number;
  /** Milliseconds by the laboratory's one monotonic clock: just before the request was sent. */
  readonly began: number;
  /** Just after the whole answer was there, or when the client gave up waiting for one. */
  readonly ended: number;
  readonly request: MutationRequest | ReadRequest;
  /**
   * Names the collection of session tokens that the request carried, all that had been merged into it until then; null
   * for a request without a token.
   */
  readonly session: string | null;
  /** Into which collections the client put the token of the answer, at `ended`: none where there was none. */
  readonly mergedInto: readonly string[];
  readonly outcome: Outcome;
}

/** Sent as `documentOf(mutation)` has it, or `documentReadingAfter(mutation)`. */
export interface MutationRequest {
  readonly type: 'mutation';
  readonly mutation: Mutation;
  readonly input: MutationInput;
  /** How many of the entity's changes are read after the write: none where it is left out. */
  readonly later?: number;
}

/** What the inputs of all mutations may hold. The laboratory's amounts are all in USD, unless a refusal is wanted. */
export interface MutationInput {
  /** The laboratory's clients always send one. */
  readonly requestId: string;
  readonly id?: string;
  readonly ifMatch?: string;
  readonly onConflict?: 'REJECT' | 'REAPPLY' | 'OVERWRITE';
  readonly owner?: string;
  readonly customer?: string;
  readonly currency?: string;
  readonly amount?: MoneyText;
  readonly memo?: string | null;
  readonly lines?: readonly LineInput[];
  readonly line?: LineInput;
  readonly lineId?: string;
  readonly quantity?: number;
  readonly note?: string | null;
}

export interface LineInput {
  readonly sku: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitPrice: MoneyText;
}

/** Sent as the query of test/support/declared/documents.ts that has this name and `Query`. */
export interface ReadRequest {
  readonly type: 'read';
  readonly query: 'account' | 'order' | 'accounts' | 'orders' | 'accountHistory' | 'orderHistory';
  readonly variables: ReadVariables;
}

export interface ReadVariables {
  readonly id?: string;
  readonly first?: number;
  readonly after?: string;
  readonly filter?: { readonly status?: SeenOrder['status']; readonly customer?: string };
}

export type Outcome =
  /**
   * `result` is the value of the one field that the document asks for. `errors` are of what a mutation's selection read
   * after the write.
   */
  | {
      readonly type: 'Answered';
      readonly status: number;
      readonly result: Result;
      readonly errors?: readonly TopLevelError[];
    }
  /** `status` is that of HTTP. In `part`, something besides what failed was answered. */
  | {
      readonly type: 'Failed';
      readonly status: number;
      readonly errors: readonly TopLevelError[];
      readonly part?: boolean;
    }
  /** The connection broke, the instance died, or the client's patience ended. */
  | { readonly type: 'NoAnswer'; readonly reason: string };

export interface TopLevelError {
  readonly message: string;
  readonly code: string;
  /** There when the mutation may have happened all the same. */
  readonly mutationRequestId?: string;
}

export type Result =
  | null
  | SeenAccount
  | SeenOrder
  | SeenList
  | SeenHistory
  | SeenChanged
  | SeenConflict
  | SeenRefusal;

/** `"100.00"` and `"USD"`. */
export interface MoneyText {
  readonly amount: string;
  readonly currency: string;
}

interface SeenVersion {
  readonly id: string;
  readonly etag: string;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export interface SeenAccount extends SeenVersion {
  readonly owner: string;
  readonly status: 'OPEN' | 'CLOSED';
  readonly balance: MoneyText;
}

export interface SeenOrder extends SeenVersion {
  readonly customer: string;
  readonly status: 'OPEN' | 'PLACED' | 'CANCELLED';
  readonly note: string | null;
  readonly lines: readonly SeenLine[];
  readonly total: MoneyText;
}

export interface SeenLine extends LineInput {
  readonly id: string;
  readonly total: MoneyText;
}

export type SeenEntity = SeenAccount | SeenOrder;

export interface SeenChange {
  readonly requestId: string;
  readonly version: number;
  readonly at: string;
  readonly by: string;
  readonly kind: ChangeKind;
  readonly amount?: MoneyText | null;
  readonly balance?: MoneyText;
  readonly memo?: string | null;
  readonly line?: SeenLine | null;
  readonly total?: MoneyText;
}

export interface SeenList {
  readonly edges: readonly { readonly cursor: string; readonly node: SeenEntity }[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

export interface SeenHistory {
  readonly id: string;
  readonly version: number;
  readonly history: SeenChanges;
}

export interface SeenChanges {
  readonly edges: readonly { readonly cursor: string; readonly node: SeenChange }[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

export interface SeenChanged {
  readonly __typename: 'AccountChanged' | 'OrderChanged';
  readonly account?: SeenAccount;
  readonly order?: SeenOrder;
  readonly change: SeenChange;
  readonly replayed: boolean;
  /** Null where it could not be read: the change stays in sight. */
  readonly later?: { readonly history: SeenChanges | null };
  readonly missedChanges: readonly SeenChange[];
}

export interface SeenConflict {
  readonly __typename: 'AccountConflictError' | 'OrderConflictError';
  readonly ifMatch: string;
  readonly missedChangesComplete: boolean;
  readonly missedChanges: readonly SeenChange[];
  readonly current: SeenEntity;
}

export interface SeenRefusal {
  readonly __typename:
    | 'NotFoundError'
    | 'InvalidInputError'
    | 'InsufficientFundsError'
    | 'AccountClosedError'
    | 'AccountNotEmptyError'
    | 'CurrencyMismatchError'
    | 'OrderStatusError'
    | 'OrderEmptyError'
    | 'OrderLineNotFoundError'
    | 'RequestIdReusedError';
  readonly message: string;
}

export type ChangeKind =
  | 'OPENED'
  | 'DEPOSITED'
  | 'WITHDREW'
  | 'CLOSED'
  | 'CREATED'
  | 'LINE_ADDED'
  | 'LINE_CHANGED'
  | 'LINE_REMOVED'
  | 'NOTE_SET'
  | 'PLACED'
  | 'CANCELLED';

/**
 * All documents of the run's tenants as the database holds them, in any order, read past the proxy when no client, no
 * instance and no delayed request is left that could still write.
 */
export interface Final {
  readonly accounts: readonly StoredDocument[];
  readonly orders: readonly StoredDocument[];
}

export type StoredDocument = StoredEntity | StoredPage;

export interface StoredEntity {
  readonly id: string;
  readonly kind: 'account' | 'order';
  readonly _etag: string;
  readonly state: StoredState;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly changes: readonly StoredChange[];
  readonly newestPaged: string | null;
}

export interface StoredPage {
  readonly id: string;
  readonly kind: 'page';
  readonly entityId: string;
  readonly number: number;
  readonly requestIds: readonly string[];
  readonly changes: readonly StoredChange[];
}

export interface StoredState {
  readonly status: string;
  readonly owner?: string;
  readonly balance?: StoredMoney;
  readonly customer?: string;
  readonly lines?: readonly StoredLine[];
  readonly total?: StoredMoney;
  readonly note?: string | null;
}

export interface StoredMoney {
  readonly minor: number;
  readonly currency: string;
}

export interface StoredLine {
  readonly id: string;
  readonly sku: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitPrice: StoredMoney;
}

export interface StoredChange {
  readonly requestId: string;
  readonly version: number;
  readonly at: string;
  readonly by: string;
  readonly baseEtag: string | null;
  readonly kind: ChangeKind;
  readonly amount?: StoredMoney;
  readonly balance?: StoredMoney;
  readonly memo?: string | null;
  readonly line?: StoredLine;
  readonly total?: StoredMoney;
  readonly note?: string | null;
}

/** What `check(history, final)` of checker.ts answers: nothing, when all is well. */
export interface Violation {
  readonly rule: string;
  /** The entity's id. */
  readonly entity: string;
  /** The numbers of the operations concerned. */
  readonly operations: readonly number[];
  readonly message: string;
}
