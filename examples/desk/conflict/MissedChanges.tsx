/** What the others did, and what the person did elsewhere: who, when, what. */
import { useViewer } from '../person/viewer.ts';
import { nameOf } from '../values/format.ts';
import { Ago } from '../values/Formatted.tsx';
import type { Missed } from './missed.ts';

export function MissedChanges({ missed: { changes, complete } }: { readonly missed: Missed }) {
  const { subject } = useViewer();
  return (
    <>
      <ol className="changes">
        {changes.map(({ version, by, at, summary }) => (
          <li key={version} className={by === subject ? 'mine' : undefined}>
            <strong>{by === subject ? 'You, elsewhere,' : nameOf(by)}</strong> {summary}{' '}
            <Ago at={at} />
          </li>
        ))}
      </ol>
      {!complete && (
        <p className="quiet">
          {changes.length > 0 ? 'More may have happened: ' : ''}
          What you saw is too old to tell what has happened since. Look at it as it is now.
        </p>
      )}
    </>
  );
}
