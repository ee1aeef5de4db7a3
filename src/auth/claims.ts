/** The claims of a verified token -> viewer. A tenant is a partition key, so what it may be is checked here. */

import { type Names, permissionsOf } from './permissions.ts';
import type { Viewer } from './viewer.ts';

export type ViewerResult =
  | { readonly type: 'Viewer'; readonly viewer: Viewer }
  | { readonly type: 'BadClaim'; readonly claim: string; readonly rule: string };

const subjectLimit = 500;
const tenantLimit = 100;
// 9999-12-31T23:59:59Z, the last second that RFC 3339 can write.
const lastSecond = 253_402_300_799;

export function parseViewer(
  claims: Readonly<Record<string, unknown>>,
  tenantClaim: string,
): ViewerResult {
  const { sub, exp, roles, scp, scope, [tenantClaim]: tenant } = claims;
  if (!isName(sub, subjectLimit)) return badName('sub', subjectLimit);
  if (!isName(tenant, tenantLimit)) return badName(tenantClaim, tenantLimit);
  if (typeof exp !== 'number' || !(exp >= 0 && exp <= lastSecond)) {
    return { type: 'BadClaim', claim: 'exp', rule: 'must be seconds since 1970, up to year 9999' };
  }
  if (!isNames(roles)) return badNames('roles');
  if (!isNames(scp)) return badNames('scp');
  if (!isNames(scope)) return badNames('scope');
  return {
    type: 'Viewer',
    viewer: {
      subject: sub,
      tenant,
      permissions: permissionsOf({ roles, scp, scope }),
      tokenExpiresAt: new Date(exp * 1000),
    },
  };
}

// Lone surrogates all become the same bytes in UTF-8: two tenants would be one.
function isName(value: unknown, limit: number): value is string {
  return (
    typeof value === 'string' &&
    value !== '' &&
    Array.from(value).length <= limit &&
    value.isWellFormed() &&
    !/\p{Cc}/u.test(value)
  );
}

function badName(claim: string, limit: number): ViewerResult {
  const rule = `must be text of 1 to ${limit} characters without control characters`;
  return { type: 'BadClaim', claim, rule };
}

// JSON has no undefined: that is a claim which is not there.
function isNames(value: unknown): value is Names | undefined {
  if (value === undefined || typeof value === 'string') return true;
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}

function badNames(claim: string): ViewerResult {
  return { type: 'BadClaim', claim, rule: 'must be a string or an array of strings' };
}
