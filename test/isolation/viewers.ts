/** Who asks for what is not theirs: colleagues who may not see it, and people of another tenant. */
import { permissionNames, permissionsOf } from '../../src/auth/permissions.ts';
import type { AnyKind } from '../../src/entities.ts';

export interface Viewer {
  readonly name: string;
  readonly isStranger: boolean;
  readonly subject: string;
  readonly roles?: readonly string[];
  readonly permissions?: readonly string[];
}

/** Whose everything is: there is somebody of that name in the other tenant, too. */
export const owner = 'victim';

const roles = ['Teller', 'Sales', 'Manager', 'Auditor', 'Customer'];

const changes = permissionNames.filter((name) => !/\.read(?:\.own)?$/.test(name));
const ownReads = permissionNames.filter((name) => name.endsWith('.read.own'));

const strangers: readonly Viewer[] = roles.map((role) => ({
  name: `${role} of another tenant`,
  isStranger: true,
  subject: owner,
  roles: [role],
}));

export const seesTheirOwn: Viewer = {
  name: 'who changes all and sees their own',
  isStranger: false,
  subject: 'colleague',
  permissions: [...changes, ...ownReads],
};

const colleagues: readonly Viewer[] = [
  seesTheirOwn,
  { ...seesTheirOwn, name: 'who changes all and sees nothing', permissions: changes },
  ...roles.map((role) => ({
    name: `${role} who is a colleague`,
    isStranger: false,
    subject: 'colleague',
    roles: [role],
  })),
];

export const viewers: readonly Viewer[] = [...strangers, ...colleagues];

/** Whether what is somebody else's is hidden from them. */
export function isHiddenFrom({ isStranger, ...viewer }: Viewer, kind: AnyKind): boolean {
  const permissions = permissionsOf({
    roles: viewer.roles,
    scp: viewer.permissions,
    scope: undefined,
  });
  return isStranger || !permissions.has(`${kind.container}.read`);
}
