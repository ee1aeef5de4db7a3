/** An entity on a screen: what is known of it, what the person changes in it, what the others did meanwhile. */
import { useState } from 'react';
import type { Action, Versioned } from '../change/action.ts';
import { type Changing, useChange } from '../change/useChange.ts';
import type { ETag } from '../../client/scalars.ts';
import type { Missed } from '../conflict/missed.ts';
import { useNews } from '../conflict/useNews.ts';
import { suggestions } from '../demo/suggestions.ts';
import { useVisit } from '../navigation/visit.ts';

interface Options<Entity> {
  /** As the cache has it. */
  readonly cached: Entity;
  readonly actions: readonly Action<Entity>[];
  /** Reads it from the API, whatever the cache has. */
  readonly refresh: () => Promise<Entity | null | undefined>;
  readonly fetchNews: (etag: ETag) => Promise<Missed | undefined>;
}

export interface OnScreen<Entity> {
  /** The newest that any answer has shown. */
  readonly entity: Entity;
  /** With what is being sent in it. */
  readonly shown: Entity;
  readonly missed: Missed;
  readonly changing: Changing<Entity, Entity>;
  readonly showNewest: () => void;
}

export function useEntity<Entity extends Versioned>({
  cached,
  actions,
  refresh,
  fetchNews,
}: Options<Entity>): OnScreen<Entity> {
  const { isPane } = useVisit();
  const [told, setTold] = useState(cached);
  const entity = told.version > cached.version ? told : cached;
  const changing = useChange<Entity, Entity>({
    subject: entity.id,
    seen: entity,
    actions,
    onDone: ({ current }) => setTold(current),
  });
  const { stage } = changing;
  const base = stage.at === 'editing' ? stage.form.seen : entity;
  const { missed, ask } = useNews(base.etag, fetchNews);

  async function showNewest(): Promise<void> {
    const newest = await refresh();
    if (!newest) return;
    setTold(newest);
    changing.rebase(newest);
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
