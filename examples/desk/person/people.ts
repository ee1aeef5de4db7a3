/** Who may sit at a desk, and what they may do there: a real application has a sign-in instead of the list and the tokens. */
import { graphql } from '../gql/gql.ts';
import type { WhoAmIQuery } from '../gql/graphql.ts';

export interface Person {
  readonly subject: string;
  readonly role: string;
}

export async function fetchPeople(): Promise<readonly Person[]> {
  return (await fetchJson('/desk/people')) as readonly Person[]; // as the host writes it
}

export async function fetchToken(person: string): Promise<string> {
  const query = new URLSearchParams({ person });
  const { token } = (await fetchJson(`/desk/token?${query.toString()}`)) as { token: string };
  return token;
}

async function fetchJson(path: string): Promise<unknown> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** Who the token says they are. */
export const WhoAmI = graphql(`
  query WhoAmI {
    viewer {
      subject
      permissions
    }
  }
`);

export type Viewer = WhoAmIQuery['viewer'];

/** All of that kind, or what is their own. */
export function maySee({ permissions }: Viewer, kind: 'order' | 'account'): boolean {
  return permissions.includes(`${kind}s.read`) || permissions.includes(`${kind}s.read.own`);
}
