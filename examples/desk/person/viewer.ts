/** Who works at this desk, and what they may do. */
import { createContext, use } from 'react';
import type { WhoAmIQuery } from '../gql/graphql.ts';

export type Viewer = WhoAmIQuery['viewer'];

export const ViewerContext = createContext<Viewer | undefined>(undefined);

export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (!viewer) throw new Error('Nobody is at the desk here: render this inside a Desk.');
  return viewer;
}

/** All of it, or what is their own. */
export function maySee({ permissions }: Viewer, list: 'orders' | 'accounts'): boolean {
  return permissions.includes(`${list}.read`) || permissions.includes(`${list}.read.own`);
}
