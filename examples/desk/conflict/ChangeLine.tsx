/** Who changed something, when, and what. */
import { useDesk } from '../shell/desk.ts';
import { nameOf } from '../values/format.ts';
import { Ago } from '../values/Formatted.tsx';
import type { Change } from './missed.ts';

interface Props {
  readonly change: Change;
  /** How the person is called who reads it. */
  readonly me?: string;
}

export function ChangeLine({ change: { by, summary, at }, me = 'You' }: Props) {
  const { viewer } = useDesk();
  return (
    <>
      <strong>{by === viewer.subject ? me : nameOf(by)}</strong> {summary} <Ago at={at} />
    </>
  );
}
