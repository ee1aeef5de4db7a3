/** "Pete changed this 5 seconds ago", before a conflict says so. */
import { useViewer } from '../person/viewer.ts';
import { Ago } from '../values/Formatted.tsx';
import { sayWhat } from '../change/wording.ts';
import { type Missed, whoChanged } from './missed.ts';

interface Props {
  readonly missed: Missed;
  readonly onShow: () => void;
}

export function ChangedBanner({ missed, onShow }: Props) {
  const { subject } = useViewer();
  const last = missed.changes.at(-1);
  const hasChanged = last !== undefined || !missed.complete;
  return (
    <div role="status" className="banner">
      {hasChanged && (
        <>
          <p>
            <strong>{`${whoChanged(missed, subject)} changed this `}</strong>
            {last ? <Ago at={last.at} /> : 'a while ago'}
            {last && `: ${sayWhat(missed, subject)}.`}
          </p>
          <button type="button" onClick={onShow}>
            Show the new version
          </button>
        </>
      )}
    </div>
  );
}
