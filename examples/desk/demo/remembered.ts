/** What a scenario is about: made once in a tab, so that a reload goes on with it. */
import type { EntityPlace } from '../navigation/place.ts';
import { createDesk } from '../shell/desk.ts';
import { Exists } from './documents.ts';
import type { Scenario } from './scenarios.ts';

export async function remembered(
  { name, people: [person], create }: Scenario,
  store: Storage,
  isAnew = false,
): Promise<EntityPlace> {
  const key = `scenario ${name}`;
  const { client } = createDesk(person);
  const text = isAnew ? null : store.getItem(key);
  if (text !== null) {
    const place = JSON.parse(text) as EntityPlace; // as it was written
    const { data } = await client.query(Exists, { id: place.id });
    // A server that keeps its data in memory forgets them when it stops.
    if (data?.node) return place;
  }
  const place = await create(client);
  store.setItem(key, JSON.stringify(place));
  return place;
}
