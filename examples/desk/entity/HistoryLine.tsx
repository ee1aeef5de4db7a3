/** One line of what happened to an entity. */
import type { Change } from '../conflict/missed.ts';
import { useViewer } from '../person/viewer.ts';
import { nameOf } from '../values/format.ts';
import { Ago } from '../values/Formatted.tsx';

export function HistoryLine({ change: { by, summary, at } }: { readonly change: Change }) {
  const { subject } = useViewer();
  return (
    <>
      <strong>{by === subject ? 'You' : nameOf(by)}</strong> {summary} <Ago at={at} />
    </>
  );
}
