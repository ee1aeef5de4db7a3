/** What a viewer may do, and what exists for them. */
import type { Kind } from '../versioned/entity.ts';
import { toNfc } from '../domain/text.ts';
import { Fault } from '../faults.ts';
import type { Permission } from './permissions.ts';
import type { Viewer } from './viewer.ts';

/** Throws FORBIDDEN unless the viewer has one of these. */
export function requirePermission(viewer: Viewer, anyOf: readonly Permission[]): void {
  if (anyOf.some((permission) => viewer.permissions.has(permission))) return;
  throw new Fault('FORBIDDEN', `This needs the permission ${anyOf.join(' or ')}.`);
}

export function requireRead<State, Detail>(viewer: Viewer, kind: Kind<State, Detail>): void {
  requirePermission(viewer, readsOf(kind));
}

/** Whether there can be one that the viewer may see. */
export function mayReadSome<State, Detail>(viewer: Viewer, kind: Kind<State, Detail>): boolean {
  return readsOf(kind).some((permission) => viewer.permissions.has(permission));
}

export function mayRead<State, Detail>(
  viewer: Viewer,
  kind: Kind<State, Detail>,
  state: State,
): boolean {
  if (viewer.permissions.has(`${kind.container}.read`)) return true;
  return (
    viewer.permissions.has(`${kind.container}.read.own`) &&
    toNfc(kind.owner(state)) === toNfc(viewer.subject)
  );
}

/** Whose entities a list may show: `undefined` for everybody's. */
export function onlyOwner<State, Detail>(
  viewer: Viewer,
  kind: Kind<State, Detail>,
): string | undefined {
  return viewer.permissions.has(`${kind.container}.read`) ? undefined : toNfc(viewer.subject);
}

function readsOf<State, Detail>({ container }: Kind<State, Detail>): readonly Permission[] {
  return [`${container}.read`, `${container}.read.own`];
}
