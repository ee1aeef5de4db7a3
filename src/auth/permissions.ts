/** What a token allows: `roles` for the person or app, `scp` for the app that calls on their behalf. */

const permissionNames = [
  'accounts.close',
  'accounts.deposit',
  'accounts.open',
  'accounts.read',
  'accounts.read.own',
  'accounts.withdraw',
  'orders.cancel',
  'orders.place',
  'orders.read',
  'orders.read.own',
  'orders.write',
] as const;

export type Permission = (typeof permissionNames)[number];

const teller = [
  'accounts.read',
  'accounts.open',
  'accounts.deposit',
  'accounts.withdraw',
  'accounts.close',
] as const;

const sales = ['orders.read', 'orders.write', 'orders.place'] as const;

const roles: Readonly<Record<string, readonly Permission[]>> = {
  Teller: teller,
  Sales: sales,
  Manager: [...teller, ...sales, 'orders.cancel'],
  Auditor: ['accounts.read', 'orders.read'],
  Customer: ['accounts.read.own', 'orders.read.own'],
};

const wholeOf: Readonly<Partial<Record<Permission, Permission>>> = {
  'accounts.read.own': 'accounts.read',
  'orders.read.own': 'orders.read',
};

/** With both claims their intersection; a claim that is there but malformed gives nothing. */
export function permissionsOf(claims: Readonly<Record<string, unknown>>): ReadonlySet<Permission> {
  const hasRoles = Object.hasOwn(claims, 'roles');
  const hasScopes = Object.hasOwn(claims, 'scp');
  const granted = parseRoles(claims['roles']).flatMap((name) => grantOf(name));
  const scopes = parseScopes(claims['scp']);
  const delegated = scopes.filter((name) => isPermission(name));
  if (!hasScopes) return withoutCovered(granted);
  if (!hasRoles) return withoutCovered(delegated);
  // What Entra ID calls the scope of an app that may do all that its user may do.
  if (scopes.includes('access_as_user')) return withoutCovered(granted);
  return withoutCovered(
    permissionNames.filter((name) => covers(granted, name) && covers(delegated, name)),
  );
}

export function listPermissions(permissions: ReadonlySet<Permission>): readonly Permission[] {
  return permissionNames.filter((name) => permissions.has(name));
}

function grantOf(name: string): readonly Permission[] {
  if (isPermission(name)) return [name];
  return Object.hasOwn(roles, name) ? (roles[name] ?? []) : [];
}

function covers(granted: readonly Permission[], wanted: Permission): boolean {
  const whole = wholeOf[wanted];
  return granted.includes(wanted) || (whole !== undefined && granted.includes(whole));
}

function withoutCovered(granted: readonly Permission[]): ReadonlySet<Permission> {
  return new Set(
    granted.filter((name) => {
      const whole = wholeOf[name];
      return whole === undefined || !granted.includes(whole);
    }),
  );
}

function isPermission(name: string): name is Permission {
  return permissionNames.some((permission) => permission === name);
}

function parseRoles(claim: unknown): readonly string[] {
  if (!Array.isArray(claim)) return [];
  const names: readonly unknown[] = claim;
  return names.every((name) => typeof name === 'string') ? names : [];
}

function parseScopes(claim: unknown): readonly string[] {
  return typeof claim === 'string' ? claim.split(' ') : [];
}
