/** Where a person is in the desk: a URL says all of it, so a reload and a link lead back there. */

const kinds = ['order', 'account'] as const;

/** One of a kind, or the list of them. */
export interface Place {
  readonly kind: (typeof kinds)[number];
  readonly id?: string | undefined;
  /** Of a list: only what has that status. */
  readonly status?: string | undefined;
}

export interface Route {
  /** `undefined` where nobody is chosen yet. */
  readonly person?: string | undefined;
  /** `undefined` stands for the first list that the person may see. */
  readonly place?: Place | undefined;
  /** One of two desks side by side: it has suggestions in its forms, and switches for faults. */
  readonly isPane: boolean;
}

export function routeOf(search: string): Route {
  const query = new URLSearchParams(search);
  const read = (name: string) => query.get(name) ?? undefined;
  const kind = kinds.find((kind) => query.has(kind) || read('list') === `${kind}s`);
  return {
    person: read('person'),
    place: kind && { kind, id: read(kind), status: read('status') },
    isPane: query.has('pane'),
  };
}

export function hrefOf({ person, place, isPane }: Route): string {
  const query = new URLSearchParams(person === undefined ? {} : { person });
  if (place?.id !== undefined) query.set(place.kind, place.id);
  else if (place) query.set('list', `${place.kind}s`);
  if (place?.status) query.set('status', place.status);
  if (isPane) query.set('pane', '');
  return `/desk?${query.toString()}`;
}
