/** Who asks for what with which thing of somebody else's. */
import { factsOf } from '../support/declared/declared.ts';
import { type Request, requests } from './requests.ts';
import { isHiddenFrom, type Viewer, viewers } from './viewers.ts';

export const sessionToken = 'the session token';
/** Of what is theirs: the whole input, as its owner would send it. */
export const everything = 'everything';
/** The same of a mutation that was accepted: the owner's would be a replay. */
export const everythingAgain = 'everything again';

export interface Cell {
  readonly name: string;
  readonly request: Request;
  /** The name of a variable, or of a field of the input, or one of these three. */
  readonly borrowed: string;
  readonly viewer: Viewer;
}

export const cells: readonly Cell[] = requests.flatMap((request) => {
  const together = request.mutation === undefined ? [everything] : [everything, everythingAgain];
  return [...request.borrows, ...together, sessionToken].flatMap((borrowed) =>
    viewers
      .filter((viewer) => !request.kind || isHiddenFrom(viewer, request.kind))
      .filter((viewer) => !isTaken(request, borrowed, viewer))
      .map((viewer) => {
        const name = `${request.name}, ${borrowed}, ${viewer.name}`;
        return { name, request, borrowed, viewer };
      }),
  );
});

/** The `requestId` of a creation is the id of what is made: in the same tenant nothing else can be made under it. */
function isTaken({ mutation }: Request, borrowed: string, { isStranger }: Viewer): boolean {
  const creates = mutation !== undefined && factsOf(mutation).creates;
  return creates && borrowed === 'requestId' && !isStranger;
}
