/** Where a person is in the desk: a URL says all of it, so a reload and a link lead back there. */
import type { OrderStatus } from '../gql/graphql.ts';

export interface EntityPlace {
  readonly at: 'order' | 'account';
  readonly id: string;
}

export const statuses = ['OPEN', 'PLACED', 'CANCELLED'] as const satisfies readonly OrderStatus[];

interface ListPlace {
  readonly at: 'orders' | 'accounts';
  /** Those of one status alone. */
  readonly status?: OrderStatus | undefined;
}

export type Place = EntityPlace | ListPlace;

export interface Route {
  /** `undefined` where nobody is chosen yet. */
  readonly person: string | undefined;
  /** `undefined` stands for the first list that the person may see. */
  readonly place: Place | undefined;
  /** One of two desks side by side: it has suggestions in its forms, and switches for faults. */
  readonly isPane: boolean;
}

export function routeOf(search: string): Route {
  const query = new URLSearchParams(search);
  return {
    person: query.get('person') ?? undefined,
    place: placeOf(query),
    isPane: query.has('pane'),
  };
}

function placeOf(query: URLSearchParams): Place | undefined {
  const list = query.get('list');
  if (list === 'orders' || list === 'accounts') {
    return { at: list, status: statuses.find((status) => status === query.get('status')) };
  }
  for (const at of ['order', 'account'] as const) {
    const id = query.get(at);
    if (id !== null) return { at, id };
  }
  return undefined;
}

export function hrefOf({ person, place, isPane }: Route): string {
  const query = new URLSearchParams(person === undefined ? {} : { person });
  if (place && 'id' in place) query.set(place.at, place.id);
  else if (place) query.set('list', place.at);
  if (place && 'status' in place && place.status) query.set('status', place.status);
  if (isPane) query.set('pane', '');
  return `/desk?${query.toString()}`;
}
