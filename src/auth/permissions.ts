/** What a token allows: `roles` for the person or app, scopes for the app that calls on their behalf. */
import { type AnyKind, kinds } from '../entities.ts';

/** The permissions that a kind of entity brings: `accounts.read`, `accounts.read.own` where somebody owns it, its others. */
export type PermissionOf<Declared> = Declared extends {
  readonly container: infer Container extends string;
  readonly permissions: readonly (infer Name extends string)[];
  readonly owner: infer Owner;
}
  ? `${Container}.${'read' | Name}` | (Owner extends string ? `${Container}.read.own` : never)
  : never;

export type Permission = PermissionOf<AnyKind>;

/** What a viewer needs to see all entities of a kind, and what only their own. */
export function readsOf({ container }: { readonly container: string }) {
  return { all: `${container}.read`, own: `${container}.read.own` } as const;
}

/** All that there are, sorted. */
export const permissionNames: readonly Permission[] = kinds
  .flatMap((kind) => {
    const { all, own } = readsOf(kind);
    const others = kind.permissions.map((name) => `${kind.container}.${name}`);
    return [all, ...(kind.owner === null ? [] : [own]), ...others];
  })
  .toSorted() as readonly Permission[]; // the kinds make the type in the same way

const permissionsByRole: ReadonlyMap<string, readonly Permission[]> = new Map([
  [
    'Teller',
    ['accounts.read', 'accounts.open', 'accounts.deposit', 'accounts.withdraw', 'accounts.close'],
  ],
  ['Sales', ['orders.read', 'orders.write', 'orders.place']],
  ['Manager', permissionNames],
  ['Auditor', ['accounts.read', 'orders.read']],
  ['Customer', ['accounts.read.own', 'orders.read.own']],
]);

/** What Entra ID and App Service call the scope of an app that may do all that its user may do. */
const unlimitedScopes: readonly string[] = ['access_as_user', 'user_impersonation'];

/** They ask an issuer for what it knows of a person, and for refresh tokens: nothing of this API. */
const openIdScopes: readonly string[] = [
  'openid',
  'profile',
  'email',
  'address',
  'phone',
  'offline_access',
];

/** A text is one role, or scopes with blanks between them. */
export type Names = string | readonly string[];

export interface GrantingClaims {
  readonly roles?: Names | undefined;
  readonly scp?: Names | undefined;
  /** Where there is no `scp`. */
  readonly scope?: Names | undefined;
}

/** With roles and scopes their intersection, with one of them that one: the known ones, sorted. */
export function permissionsOf({ roles, scp, scope }: GrantingClaims): ReadonlySet<string> {
  const granted = rolesOf(roles)?.flatMap<string>((name) => permissionsByRole.get(name) ?? [name]);
  const scopes = scopesOf(scp) ?? scopesOf(scope);
  const isUnlimited = scopes?.some((name) => unlimitedScopes.includes(name));
  const claims = granted && scopes && !isUnlimited ? [granted, scopes] : [granted ?? scopes ?? []];
  const names = permissionNames.filter((name) => claims.every((claim) => covers(claim, name)));
  // Who may see all needs nothing to see their own.
  return new Set(names.filter((name) => !names.some((other) => other === wholeOf(name))));
}

function covers(names: readonly string[], wanted: string): boolean {
  return names.some((name) => name === wanted || name === wholeOf(wanted));
}

function wholeOf(name: string): string | undefined {
  return name.endsWith('.read.own') ? name.slice(0, -'.own'.length) : undefined;
}

function rolesOf(claim: Names | undefined): readonly string[] | undefined {
  return typeof claim === 'string' ? [claim] : claim;
}

/** Undefined where none is left that could be about this API: a sign-in alone limits no app. */
function scopesOf(claim: Names | undefined): readonly string[] | undefined {
  const names = typeof claim === 'string' ? claim.split(' ') : claim;
  const scopes = names?.filter((name) => name !== '' && !openIdScopes.includes(name));
  return scopes?.length === 0 ? undefined : scopes;
}
