/** What a scenario is about: made once in a tab, so that a reload goes on with it. */
import type { EntityPlace } from '../navigation/route.ts';
import { createDesk } from '../shell/desk.ts';
import { Exists } from './documents.ts';
import type { Scenario } from './scenarios.ts';

export async function placeOf(
  { name, people: [person], create }: Scenario,
  isAnew = false,
): Promise<EntityPlace> {
  const key = `scenario ${name}`;
  const { client } = createDesk(person);
  const text = isAnew ? null : sessionStorage.getItem(key);
  if (text !== null) {
    const place = JSON.parse(text) as EntityPlace; // as it was written
    const { data, error } = await client.query(Exists, { id: place.id });
    if (error) throw error;
    // A server that keeps its data in memory forgets them when it stops.
    if (data?.node) return place;
  }
  const place = await create(client);
  sessionStorage.setItem(key, JSON.stringify(place));
  return place;
}
