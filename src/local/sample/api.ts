/** The API as a client of this machine uses it: mutations over HTTP, each under the etag of the one before. */

import type { Mint, Person } from './people.ts';
import { newRequestId } from '../requestId.ts';

export interface Entity {
  readonly id: string;
  readonly etag: string;
  readonly lines?: readonly { readonly id: string }[];
}

export interface Api {
  /** Throws what went wrong, since sample data that is refused is a mistake. */
  readonly mutate: (person: Person, mutation: string, input: object) => Promise<Entity>;
}

/** Whatever was changed; of an order its lines, too. */
const selection =
  '... on Changed { entity: current { id etag ... on Order { lines { id } } } } ... on UserError { message }';

interface Answer {
  readonly data?: { readonly result: { readonly entity?: Entity; readonly message?: string } };
  readonly errors?: readonly { readonly message: string }[];
}

export function createApi(endpoint: string, mint: Mint): Api {
  const tokens = new Map<Person, Promise<string>>();

  function tokenOf(person: Person): Promise<string> {
    const token = tokens.get(person) ?? mint(person);
    tokens.set(person, token);
    return token;
  }

  return {
    async mutate(person, mutation, input) {
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await tokenOf(person)}`,
        },
        body: JSON.stringify({
          query: toDocument(mutation),
          variables: { input: { requestId: newRequestId(), ...input } },
        }),
      });
      const text = await answer.text();
      const { entity, message } = readResult(text) ?? {};
      if (entity !== undefined) return entity;
      throw new Error(`${mutation} by ${person.subject} was answered ${message ?? text}`);
    },
  };
}

function toDocument(mutation: string): string {
  const inputType = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  return `mutation ($input: ${inputType}!) {
    result: ${mutation}(input: $input) { __typename ${selection} }
  }`;
}

function readResult(text: string): { entity?: Entity; message?: string } | undefined {
  try {
    const { data, errors }: Answer = JSON.parse(text);
    const [error] = errors ?? [];
    return error === undefined ? data?.result : { message: error.message };
  } catch {
    return undefined;
  }
}
