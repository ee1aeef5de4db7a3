/** The API as people of the sample data use it: mutations, each under the etag of the one before. */

import { type Client, createClient, toDocument } from '../client.ts';
import { newRequestId } from '../requestId.ts';
import type { Mint, Person } from './people.ts';

export interface Entity {
  readonly id: string;
  readonly etag: string;
  readonly lines?: readonly { readonly id: string }[];
}

/** Makes a mutation, and throws what went wrong: sample data that is refused is a mistake. */
export type Mutate = (person: Person, mutation: string, input: object) => Promise<Entity>;

/** Whatever was changed; of an order its lines, too. */
const selection =
  '... on Changed { entity: current { id etag ... on Order { lines { id } } } } ... on UserError { message }';

export function mutateAt(endpoint: string, mint: Mint): Mutate {
  const clients = new Map<Person, Promise<Client>>();

  function clientOf(person: Person): Promise<Client> {
    const client =
      clients.get(person) ?? mint(person).then((token) => createClient({ endpoint, token }));
    clients.set(person, client);
    return client;
  }

  return async (person, mutation, input) => {
    const { ask } = await clientOf(person);
    const variables = { input: { requestId: newRequestId(), ...input } };
    const data = await ask(toDocument('Sample', mutation, selection), variables);
    const { result } = data as { result: { entity?: Entity; message?: string } }; // as the document asks
    const { entity, message } = result;
    if (entity !== undefined) return entity;
    throw new Error(`${mutation} by ${person.subject} was answered ${String(message)}`);
  };
}
