/** What the desk asks about orders, and what it changes in them. */
import { graphql } from '../gql/gql.ts';

export const OrderFields = graphql(`
  fragment OrderFields on Order {
    id
    etag
    version
    customer
    status
    note
    total {
      ...MoneyFields
    }
    lines {
      id
      sku
      description
      quantity
      unitPrice {
        ...MoneyFields
      }
      total {
        ...MoneyFields
      }
    }
    updatedAt
    updatedBy
  }
`);

export const OrderDone = graphql(`
  fragment OrderDone on OrderChanged {
    replayed
    change {
      ...ChangeFields
    }
    missedChanges {
      ...ChangeFields
    }
    current {
      ...OrderFields
    }
  }
`);

export const OrderConflict = graphql(`
  fragment OrderConflict on OrderConflictError {
    message
    missedChanges {
      ...ChangeFields
    }
    missedChangesComplete
    current {
      ...OrderFields
    }
  }
`);

export const Orders = graphql(`
  query Orders($after: String, $filter: OrderFilter) {
    orders(first: 10, after: $after, filter: $filter) {
      edges {
        node {
          ...OrderFields
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const OrderOnScreen = graphql(`
  query OrderOnScreen($id: ID!) {
    order(id: $id) {
      ...OrderFields
    }
  }
`);

export const OrderHistory = graphql(`
  query OrderHistory($id: ID!, $after: String) {
    order(id: $id) {
      id
      history(first: 10, after: $after) {
        edges {
          node {
            ...ChangeFields
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

export const OrderNews = graphql(`
  query OrderNews($id: ID!, $etag: ETag!) {
    order(id: $id) {
      id
      changesSince(etag: $etag) {
        complete
        changes {
          ...ChangeFields
        }
      }
    }
  }
`);

export const CreateOrder = graphql(`
  mutation CreateOrder($input: CreateOrderInput!) {
    result: createOrder(input: $input) {
      ...OrderDone
      ...Refusal
    }
  }
`);

export const AddOrderLine = graphql(`
  mutation AddOrderLine($input: AddOrderLineInput!) {
    result: addOrderLine(input: $input) {
      ...OrderDone
      ...OrderConflict
      ...Refusal
    }
  }
`);

export const ChangeOrderLine = graphql(`
  mutation ChangeOrderLine($input: ChangeOrderLineInput!) {
    result: changeOrderLine(input: $input) {
      ...OrderDone
      ...OrderConflict
      ...Refusal
    }
  }
`);

export const RemoveOrderLine = graphql(`
  mutation RemoveOrderLine($input: RemoveOrderLineInput!) {
    result: removeOrderLine(input: $input) {
      ...OrderDone
      ...OrderConflict
      ...Refusal
    }
  }
`);

export const SetOrderNote = graphql(`
  mutation SetOrderNote($input: SetOrderNoteInput!) {
    result: setOrderNote(input: $input) {
      ...OrderDone
      ...OrderConflict
      ...Refusal
    }
  }
`);

export const PlaceOrder = graphql(`
  mutation PlaceOrder($input: PlaceOrderInput!) {
    result: placeOrder(input: $input) {
      ...OrderDone
      ...OrderConflict
      ...Refusal
    }
  }
`);

export const CancelOrder = graphql(`
  mutation CancelOrder($input: CancelOrderInput!) {
    result: cancelOrder(input: $input) {
      ...OrderDone
      ...OrderConflict
      ...Refusal
    }
  }
`);
