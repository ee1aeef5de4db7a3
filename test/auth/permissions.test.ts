import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseViewer } from '../../src/auth/claims.ts';
import { type GrantingClaims, permissionNames, permissionsOf } from '../../src/auth/permissions.ts';

const unlimited = ['access_as_user', 'user_impersonation'];
const openId = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

const ofAccountsAndOrders = [
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

const everything = permissionNames.filter((name) => !name.endsWith('.own'));

const none: GrantingClaims = { roles: undefined, scp: undefined, scope: undefined };

function list(claims: Partial<GrantingClaims>): readonly string[] {
  return [...permissionsOf({ ...none, ...claims })];
}

describe('roles', () => {
  test.each([
    ['Teller', ofAccountsAndOrders.filter((name) => name.startsWith('accounts.'))],
    ['Sales', ['orders.place', 'orders.read', 'orders.write']],
    ['Manager', everything],
    ['Auditor', ['accounts.read', 'orders.read']],
    ['Customer', ['accounts.read.own', 'orders.read.own']],
  ])('%s stands for its permissions', (role, permissions) => {
    expect(
      list({ roles: [role] }),
      `src/auth/permissions.ts says something else of ${role} than this test`,
    ).toEqual(permissions);
  });

  test('there are the permissions of accounts and orders, at least', () => {
    expect(everything).toEqual(expect.arrayContaining(ofAccountsAndOrders));
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

  test('one string is one role', () => {
    expect(list({ roles: 'Auditor' })).toEqual(['accounts.read', 'orders.read']);
    expect(list({ roles: 'orders.place' })).toEqual(['orders.place']);
    expect(list({ roles: 'Auditor Teller' })).toEqual([]);
  });

  test.each([
    'teller',
    'Admin',
    'accounts',
    'accounts.*',
    '',
    'constructor',
    '__proto__',
    'toString',
    'access_as_user',
    'openid',
  ])('the unknown name "%s" counts for nothing', (name) => {
    const permissions = permissionsOf({ ...none, roles: [name, 'orders.place'] });
    expect(permissions).toEqual(new Set(['orders.place']));
    expect(list({ roles: name })).toEqual([]);
    expect(list({ roles: name, scp: 'orders.place' })).toEqual([]);
  });
});

describe('scopes', () => {
  test('alone give the permissions they name, with blanks between them or as an array', () => {
    const permissions = ['accounts.deposit', 'orders.read'];
    expect(list({ scp: ' orders.read  accounts.deposit openid' })).toEqual(permissions);
    expect(list({ scp: ['orders.read', 'accounts.deposit', 'openid'] })).toEqual(permissions);
    expect(list({ scope: 'orders.read accounts.deposit' })).toEqual(permissions);
    expect(list({ scope: ['accounts.deposit', 'orders.read'] })).toEqual(permissions);
  });

  test('are those of scope only where there is no scp', () => {
    expect(list({ scp: 'orders.read', scope: 'accounts.read' })).toEqual(['orders.read']);
    expect(list({ scp: 'unknown', scope: 'accounts.read' })).toEqual([]);
    expect(list({ scp: 'openid', scope: 'accounts.read' })).toEqual(['accounts.read']);
  });

  test('knows no role names', () => {
    expect(list({ scp: 'Manager' })).toEqual([]);
    expect(list({ roles: ['Manager'], scp: 'Manager' })).toEqual([]);
  });

  test.each(unlimited)('%s gives nothing by itself', (name) => {
    expect(list({ scp: name })).toEqual([]);
    expect(list({ scp: `${name} orders.read` })).toEqual(['orders.read']);
  });
});

describe('roles and scopes together', () => {
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

  test.each(unlimited)('%s narrows nothing', (name) => {
    expect(list({ roles: ['Manager'], scp: name })).toEqual(everything);
    expect(list({ roles: 'Manager', scope: ['openid', name, 'orders.read'] })).toEqual(everything);
  });

  test.each(openId)('%s alone is a sign-in: the roles count', (name) => {
    expect(list({ roles: ['Manager'], scp: name })).toEqual(everything);
    expect(list({ roles: ['Manager'], scope: [name, 'openid'] })).toEqual(everything);
    expect(list({ scp: name })).toEqual([]);
  });

  test('no scope at all is as absent, no role at all is not', () => {
    for (const empty of ['', ' ', [], ['']]) {
      expect(list({ roles: ['Manager'], scp: empty })).toEqual(everything);
      expect(list({ roles: empty, scp: 'orders.read' })).toEqual([]);
    }
  });

  test.each([
    ['an unknown scope', { roles: ['Manager'], scp: 'unknown' }],
    ['an unknown scope, whatever its case is near to', { roles: ['Manager'], scp: 'OpenID' }],
    ['an array whose text has blanks in it', { roles: ['Manager'], scp: ['openid orders.read'] }],
  ])('%s leaves nothing', (_case, claims) => {
    expect(list(claims)).toEqual([]);
  });

  test('neither: nothing', () => {
    expect(list({})).toEqual([]);
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
        fc.pre(scp !== '');
        const both = list({ roles, scp });
        const byRoles = list({ roles });
        const byScopes = list({ scp });
        for (const name of [...everything, 'accounts.read.own', 'orders.read.own']) {
          expect(covers(both, name)).toBe(covers(byRoles, name) && covers(byScopes, name));
        }
      }),
    );
  });

  test('an unlimited scope leaves exactly what the roles give', () => {
    fc.assert(
      fc.property(rolesClaim, scpClaim, fc.constantFrom(...unlimited), (roles, scp, name) => {
        expect(list({ roles, scp: `${scp} ${name}` })).toEqual(list({ roles }));
      }),
    );
  });

  test("OpenID Connect's own scopes change nothing, and it does not matter how scopes are written", () => {
    fc.assert(
      fc.property(fc.option(rolesClaim), rolesClaim, fc.subarray(openId), (roles, scp, own) => {
        const withRoles = roles === null ? {} : { roles };
        const expected = list({ ...withRoles, scp: scp.join(' ') });
        const names = [...own.slice(1), ...scp, ...own.slice(0, 1)];
        expect(list({ ...withRoles, scp: names })).toEqual(expected);
        expect(list({ ...withRoles, scp: names.join(' ') })).toEqual(expected);
        expect(list({ ...withRoles, scope: names })).toEqual(expected);
        expect(list({ ...withRoles, scope: names.join(' ') })).toEqual(expected);
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

  test('junk is a claim that is named, or no permission, and no crash', () => {
    const junk = fc.option(fc.jsonValue(), { nil: undefined });
    fc.assert(
      fc.property(junk, junk, junk, (roles, scp, scope) => {
        const claims = { sub: 'bob', tid: 'contoso', exp: 1, roles, scp, scope };
        const result = parseViewer(claims, 'tid');
        const outcome = result.type === 'BadClaim' ? result.claim : [...result.viewer.permissions];
        expect(['roles', 'scp', 'scope', []]).toContainEqual(outcome);
      }),
    );
  });
});
