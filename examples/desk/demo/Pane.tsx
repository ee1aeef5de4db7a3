/** One of the two desks: a page in the page, so its dialogs hold nobody up but the person at it. */
import { hrefOf, type EntityPlace } from '../navigation/place.ts';
import { nameOf } from '../values/format.ts';

interface Props {
  readonly person: string;
  readonly place: EntityPlace;
}

export function Pane({ person, place }: Props) {
  return (
    <iframe title={`${nameOf(person)}’s desk`} src={hrefOf({ person, place, isPane: true })} />
  );
}
