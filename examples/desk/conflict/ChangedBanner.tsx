/** "Pete changed this: set the note.", before a conflict says so. How long ago is no news: it is not read aloud. */
import { useDesk } from '../shell/desk.ts';
import { Ago } from '../values/Formatted.tsx';
import { sayWhat } from '../change/wording.ts';
import { type Missed, whoChanged } from './missed.ts';

interface Props {
  readonly missed: Missed;
  readonly onShow: () => void;
}

export function ChangedBanner({ missed, onShow }: Props) {
  const { subject } = useDesk().viewer;
  const last = missed.changes.at(-1);
  const hasChanged = last !== undefined || !missed.complete;
  return (
    <div className="banner">
      <p>
        <span role="status">
          {hasChanged && <strong>{`${whoChanged(missed, subject)} changed this`}</strong>}
          {hasChanged && (last ? `: ${sayWhat(missed, subject)}.` : ' a while ago.')}
        </span>{' '}
        {last && <Ago at={last.at} />}
      </p>
      {hasChanged && (
        <button type="button" onClick={onShow}>
          Show the new version
        </button>
      )}
    </div>
  );
}
