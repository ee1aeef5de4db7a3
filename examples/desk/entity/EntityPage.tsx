/** The page of one entity: on its way, not there, or there. */
import type { ReactNode } from 'react';
import type { CombinedError } from 'urql';
import { Heading } from '../navigation/Heading.tsx';
import { useHref } from '../navigation/visit.ts';
import { Problem } from '../shell/Problem.tsx';

interface Props<Entity> {
  readonly list: 'orders' | 'accounts';
  readonly title: string;
  readonly entity: Entity | null | undefined;
  readonly error: CombinedError | undefined;
  readonly again: () => void;
  readonly children: (entity: Entity) => ReactNode;
}

export function EntityPage<Entity>({ list, title, entity, error, again, children }: Props<Entity>) {
  const href = useHref();
  return (
    <main className="page">
      <a href={href({ at: list })}>{`All ${list}`}</a>
      <Heading title={title} />
      {entity && children(entity)}
      {!entity && error && <Problem error={error} again={again} />}
      {entity === null && !error && <p>There is none, or it is not yours to see.</p>}
    </main>
  );
}
