/** An entity on a screen: what is known of it, what the person changes in it, what the others did meanwhile. */
import { useState } from 'react';
import { useClient } from 'urql';
import type { Versioned } from '../change/action.ts';
import { suggestions } from '../change/suggestions.ts';
import { type Changing, useChange } from '../change/useChange.ts';
import type { Missed } from '../conflict/missed.ts';
import { useChangesSince } from '../conflict/useChangesSince.ts';
import { useRoute } from '../navigation/useRoute.ts';
import { readAnew, useDesk } from '../shell/desk.ts';
import type { Kind } from './kind.ts';

export interface OnScreen<Entity> {
  /** The newest that any answer has shown. */
  readonly entity: Entity;
  /** With what is being sent in it. */
  readonly shown: Entity;
  readonly missed: Missed;
  readonly changing: Changing<Entity, Entity>;
  readonly showNewest: () => void;
}

export function useEntity<Entity extends Versioned>(
  { byId, changesSince, actions, partActions = [] }: Kind<Entity>,
  cached: Entity,
): OnScreen<Entity> {
  const client = useClient();
  const desk = useDesk();
  const { isPane } = useRoute();
  const [answered, setAnswered] = useState(cached);
  const entity = answered.version > cached.version ? answered : cached;
  const changing = useChange<Entity, Entity>({
    subject: entity.id,
    seen: entity,
    actions: [...actions, ...partActions],
    onDone: ({ current }) => setAnswered(current),
  });
  const { state } = changing;
  const { missed, ask } = useChangesSince(
    changesSince,
    state.type === 'editing' ? state.form.seen : entity,
  );

  async function showNewest(): Promise<void> {
    const variables = { id: entity.id };
    const { data } = await client.query(byId, variables, { requestPolicy: 'network-only' });
    if (!data?.entity) {
      desk.notice.set('The new version could not be read. Try again.');
      return;
    }
    setAnswered(data.entity);
    changing.rebase(data.entity);
    // What happened to it is on the screen, too.
    readAnew(desk);
  }

  return {
    entity,
    shown: changing.shown,
    missed,
    changing: {
      ...changing,
      open(action, values) {
        ask();
        changing.open(action, { ...(isPane && suggestions[action.name]), ...values });
      },
    },
    showNewest: () => void showNewest(),
  };
}
