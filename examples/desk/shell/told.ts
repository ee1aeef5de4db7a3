/** Says something to the person, on the screen and to a screen reader. */
import { useDesk } from './desk.ts';

export function useTell(): (text: string) => void {
  return useDesk().told.set;
}
