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

export const OrderAccepted = graphql(`
  fragment OrderAccepted on OrderChanged {
    ...Accepted
    current {
      ...OrderFields
    }
  }
`);

export const OrderRefusal = graphql(`
  fragment OrderRefusal on UserError {
    ...Refusal
    ... on OrderConflictError {
      current {
        ...OrderFields
      }
    }
  }
`);

export const Orders = graphql(`
  query Orders($after: String, $filter: OrderFilter) {
    entities: orders(first: 10, after: $after, filter: $filter) {
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

export const OrderById = graphql(`
  query OrderById($id: ID!) {
    entity: order(id: $id) {
      ...OrderFields
    }
  }
`);

export const OrderHistory = graphql(`
  query OrderHistory($id: ID!, $after: String) {
    entity: order(id: $id) {
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

export const OrderChangesSince = graphql(`
  query OrderChangesSince($id: ID!, $etag: ETag!) {
    entity: order(id: $id) {
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
      ...OrderAccepted
      ...OrderRefusal
    }
  }
`);

export const AddOrderLine = graphql(`
  mutation AddOrderLine($input: AddOrderLineInput!) {
    result: addOrderLine(input: $input) {
      ...OrderAccepted
      ...OrderRefusal
    }
  }
`);

export const ChangeOrderLine = graphql(`
  mutation ChangeOrderLine($input: ChangeOrderLineInput!) {
    result: changeOrderLine(input: $input) {
      ...OrderAccepted
      ...OrderRefusal
    }
  }
`);

export const RemoveOrderLine = graphql(`
  mutation RemoveOrderLine($input: RemoveOrderLineInput!) {
    result: removeOrderLine(input: $input) {
      ...OrderAccepted
      ...OrderRefusal
    }
  }
`);

export const SetOrderNote = graphql(`
  mutation SetOrderNote($input: SetOrderNoteInput!) {
    result: setOrderNote(input: $input) {
      ...OrderAccepted
      ...OrderRefusal
    }
  }
`);

export const PlaceOrder = graphql(`
  mutation PlaceOrder($input: PlaceOrderInput!) {
    result: placeOrder(input: $input) {
      ...OrderAccepted
      ...OrderRefusal
    }
  }
`);

export const CancelOrder = graphql(`
  mutation CancelOrder($input: CancelOrderInput!) {
    result: cancelOrder(input: $input) {
      ...OrderAccepted
      ...OrderRefusal
    }
  }
`);
