/** Who is where: what every link of a desk starts from. */
import { createContext, use } from 'react';
import { hrefOf, type Place, type Visit } from './place.ts';

export const VisitContext = createContext<Visit>({
  person: undefined,
  place: undefined,
  isPane: false,
});

export function useVisit(): Visit {
  return use(VisitContext);
}

export function useHref(): (place: Place) => string {
  const visit = useVisit();
  return (place) => hrefOf({ ...visit, place });
}

export function useGo(): (place: Place) => void {
  const href = useHref();
  return (place) => location.assign(href(place));
}
