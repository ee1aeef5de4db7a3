import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listPermissions, permissionsOf } from '../../src/auth/permissions.ts';

const everything = [
  'accounts.close',
  'accounts.deposit',
  'accounts.open',
  'accounts.read',
  'accounts.withdraw',
  'orders.cancel',
  'orders.place',
  'orders.read',
  'orders.write',
];

function list(claims: Record<string, unknown>): readonly string[] {
  return listPermissions(permissionsOf(claims));
}

describe('roles', () => {
  test.each([
    ['Teller', everything.filter((name) => name.startsWith('accounts.'))],
    ['Sales', ['orders.place', 'orders.read', 'orders.write']],
    ['Manager', everything],
    ['Auditor', ['accounts.read', 'orders.read']],
    ['Customer', ['accounts.read.own', 'orders.read.own']],
  ])('%s stands for its permissions', (role, permissions) => {
    expect(list({ roles: [role] })).toEqual(permissions);
  });

  test('several add up, permissions by their own name among them', () => {
    expect(list({ roles: ['Sales', 'orders.cancel', 'accounts.read.own'] })).toEqual([
      'accounts.read.own',
      'orders.cancel',
      'orders.place',
      'orders.read',
      'orders.write',
    ]);
  });

  test('a whole right covers its .own', () => {
    expect(list({ roles: ['Customer', 'Auditor'] })).toEqual(['accounts.read', 'orders.read']);
  });

  test.each(['teller', 'Admin', 'accounts', 'accounts.*', 'constructor', '__proto__', ''])(
    'the unknown name "%s" counts for nothing',
    (name) => {
      const permissions = permissionsOf({ roles: [name, 'orders.place'] });
      expect(permissions).toEqual(new Set(['orders.place']));
    },
  );
});

describe('scp', () => {
  test('alone gives the permissions it names, blanks between them', () => {
    expect(list({ scp: 'orders.read  accounts.deposit openid' })).toEqual([
      'accounts.deposit',
      'orders.read',
    ]);
  });

  test('knows no role names', () => {
    expect(list({ scp: 'Manager' })).toEqual([]);
    expect(list({ roles: ['Manager'], scp: 'Manager' })).toEqual([]);
  });

  test('access_as_user gives nothing by itself', () => {
    expect(list({ scp: 'access_as_user' })).toEqual([]);
    expect(list({ scp: 'access_as_user orders.read' })).toEqual(['orders.read']);
  });
});

describe('roles and scp together', () => {
  test('give what both give', () => {
    expect(list({ roles: ['Teller'], scp: 'accounts.read orders.read' })).toEqual([
      'accounts.read',
    ]);
  });

  test('a whole right on one side and .own on the other is .own', () => {
    expect(list({ roles: ['Customer'], scp: 'accounts.read orders.read' })).toEqual([
      'accounts.read.own',
      'orders.read.own',
    ]);
    expect(list({ roles: ['Manager'], scp: 'orders.read.own' })).toEqual(['orders.read.own']);
  });

  test('access_as_user narrows nothing', () => {
    expect(list({ roles: ['Manager'], scp: 'access_as_user' })).toEqual(everything);
    expect(list({ roles: ['Manager'], scp: 'openid access_as_user orders.read' })).toEqual(
      everything,
    );
  });

  test.each([
    ['no claims', {}],
    ['roles as a string', { roles: 'Manager' }],
    ['roles as null', { roles: null }],
    ['roles with something else in it', { roles: ['Manager', 7] }],
    ['malformed roles beside a good scp', { roles: 'Manager', scp: 'orders.read' }],
    ['malformed roles beside access_as_user', { roles: {}, scp: 'access_as_user' }],
    ['scp as an array', { scp: ['orders.read'] }],
    ['a malformed scp beside good roles', { roles: ['Manager'], scp: ['orders.read'] }],
    ['a null scp beside good roles', { roles: ['Manager'], scp: null }],
    ['an empty scp beside good roles', { roles: ['Manager'], scp: '' }],
    ['empty roles beside a good scp', { roles: [], scp: 'orders.read' }],
  ])('%s: nothing', (_case, claims) => {
    expect(list(claims)).toEqual([]);
  });
});

function covers(granted: readonly string[], name: string): boolean {
  return granted.includes(name) || granted.includes(name.replace(/\.own$/, ''));
}

describe('whatever the claims', () => {
  const names = [
    ...everything,
    'accounts.read.own',
    'orders.read.own',
    'Teller',
    'Sales',
    'Manager',
    'Auditor',
    'Customer',
    'unknown',
  ];
  const rolesClaim = fc.uniqueArray(fc.constantFrom(...names));
  const scpClaim = rolesClaim.map((some) => some.join(' '));

  test('both together give no more than either alone, and all that both give', () => {
    fc.assert(
      fc.property(rolesClaim, scpClaim, (roles, scp) => {
        const both = list({ roles, scp });
        const byRoles = list({ roles });
        const byScopes = list({ scp });
        for (const name of [...everything, 'accounts.read.own', 'orders.read.own']) {
          expect(covers(both, name)).toBe(covers(byRoles, name) && covers(byScopes, name));
        }
      }),
    );
  });

  test('access_as_user leaves exactly what the roles give', () => {
    fc.assert(
      fc.property(rolesClaim, scpClaim, (roles, scp) => {
        expect(list({ roles, scp: `${scp} access_as_user` })).toEqual(list({ roles }));
      }),
    );
  });

  test('the list is sorted, without repetition, and has no .own beside its whole', () => {
    fc.assert(
      fc.property(rolesClaim, fc.option(scpClaim), (roles, scp) => {
        const permissions = list(scp === null ? { roles } : { roles, scp });
        expect(permissions).toEqual([...new Set(permissions)].sort());
        for (const own of permissions.filter((name) => name.endsWith('.own'))) {
          expect(permissions).not.toContain(own.replace(/\.own$/, ''));
        }
      }),
    );
  });

  test('junk is no permission and no crash', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (roles, scp) => {
        expect(list({ roles, scp })).toEqual([]);
      }),
    );
  });
});
