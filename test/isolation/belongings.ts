/** What somebody has, and would send in a request about it. */
import type { Query } from '../support/api.ts';
import { caseNamed, makeNew, prepare } from '../support/declared/cases.ts';
import { listed } from '../support/declared/declared.ts';
import { listQueryOf } from '../support/declared/documents.ts';
import type { Result } from '../support/mutations.ts';
import type { Names, Request } from './requests.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** The variables of a query or the input of a mutation, about what was just made for this owner. */
export async function makeFor(request: Request, by: Query, owner: string): Promise<Variables> {
  const { mutation, kind } = request;
  if (mutation !== undefined) return { ...(await prepare(caseNamed(mutation), by, owner)).input };
  if (!kind) return {};
  const { id, etag } = await makeNew(by, kind.name, owner);
  if (!listed.includes(kind)) return { id, etag };
  const { data } = await by(listQueryOf(kind.name), { first: 100 });
  const edge = data.result.edges.find(({ node }: Result) => node.id === id);
  return { id, etag, after: edge.cursor };
}

/** Of that, what names something. */
export function namesOf({ borrows }: Request, variables: Variables): Names {
  return Object.fromEntries(
    borrows.flatMap((name) => {
      const value = variables[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}
