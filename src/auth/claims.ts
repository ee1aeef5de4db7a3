/** The claims of a verified token -> viewer. A tenant is a partition key, so what it may be is checked here. */

import { permissionsOf } from './permissions.ts';
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
  const { sub, exp, [tenantClaim]: tenant } = claims;
  if (!isName(sub, subjectLimit)) return badName('sub', subjectLimit);
  if (!isName(tenant, tenantLimit)) return badName(tenantClaim, tenantLimit);
  if (typeof exp !== 'number' || !(exp >= 0 && exp <= lastSecond)) {
    return { type: 'BadClaim', claim: 'exp', rule: 'must be seconds since 1970, up to year 9999' };
  }
  return {
    type: 'Viewer',
    viewer: {
      subject: sub,
      tenant,
      permissions: permissionsOf(claims),
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
