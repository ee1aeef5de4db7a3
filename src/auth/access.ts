/** What a viewer may do, and what exists for them. */
import { toNfc } from '../domain/text.ts';
import { Fault } from '../faults.ts';
import { type Kind, ownerOf } from '../versioned/kind.ts';
import { readsOf } from './permissions.ts';
import type { Viewer } from './viewer.ts';

export function forbidden(anyOf: readonly string[]): Fault {
  return new Fault('FORBIDDEN', `This needs the permission ${anyOf.join(' or ')}.`);
}

/** One of them lets a viewer see some entities of the kind. */
export function permissionsToRead<State, Detail>(kind: Kind<State, Detail>): readonly string[] {
  const { all, own } = readsOf(kind);
  return kind.owner === null ? [all] : [all, own];
}

export function hasOneOf({ permissions }: Viewer, names: readonly string[]): boolean {
  return names.some((name) => permissions.has(name));
}

/** Whether there can be one that the viewer may see. */
export function mayReadSome<State, Detail>(viewer: Viewer, kind: Kind<State, Detail>): boolean {
  return hasOneOf(viewer, permissionsToRead(kind));
}

export function mayRead<State, Detail>(
  viewer: Viewer,
  kind: Kind<State, Detail>,
  state: State,
): boolean {
  if (viewer.permissions.has(readsOf(kind).all)) return true;
  const owner = ownerOf(kind, state);
  return (
    owner !== undefined &&
    viewer.permissions.has(readsOf(kind).own) &&
    toNfc(owner) === toNfc(viewer.subject)
  );
}

/** What a list may show, as fields of the state that have to be equal. */
export function onlyOwn<State, Detail>(
  viewer: Viewer,
  kind: Kind<State, Detail>,
): readonly { readonly field: string; readonly value: string }[] {
  if (kind.owner === null || viewer.permissions.has(readsOf(kind).all)) return [];
  return [{ field: kind.owner, value: toNfc(viewer.subject) }];
}
