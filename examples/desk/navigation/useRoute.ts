/** Who is where: what every link of a desk starts from. */
import { createContext, use } from 'react';
import { hrefOf, type Place, type Route } from './route.ts';

export const RouteContext = createContext<Route>({
  person: undefined,
  place: undefined,
  isPane: false,
});

export function useRoute(): Route {
  return use(RouteContext);
}

export function useHref(): (place: Place) => string {
  const route = useRoute();
  return (place) => hrefOf({ ...route, place });
}
