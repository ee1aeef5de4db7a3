/** The claims of a verified token -> viewer. A tenant is a partition key, so what it may be is checked here. */

import * as v from 'valibot';
import { permissionsOf } from './permissions.ts';
import type { Viewer } from './viewer.ts';

export type ViewerResult =
  | { readonly type: 'Viewer'; readonly viewer: Viewer }
  | { readonly type: 'BadClaim'; readonly claim: string; readonly rule: string };

// 9999-12-31T23:59:59Z, the last second that RFC 3339 can write.
const lastSecond = 253_402_300_799;
const seconds = 'must be seconds since 1970, up to year 9999';

const names = v.optional(
  v.union([v.string(), v.array(v.string())], 'must be a string or an array of strings'),
);

const schema = v.object({
  sub: textOf(500),
  tenant: textOf(100),
  exp: v.pipe(v.number(), v.maxValue(lastSecond, seconds)),
  roles: names,
  scp: names,
  scope: names,
});

/** Without lone surrogates: all become the same bytes in UTF-8, and two tenants would be one. */
function textOf(limit: number) {
  const rule = `must be text of 1 to ${limit} characters without control characters`;
  return v.pipe(
    v.string(rule),
    v.regex(new RegExp(`^[^\\p{Control}\\p{Surrogate}]{1,${limit}}$`, 'u'), rule),
  );
}

export function parseViewer(
  claims: Readonly<Record<string, unknown>>,
  tenantClaim: string,
): ViewerResult {
  const read = v.safeParse(schema, { ...claims, tenant: claims[tenantClaim] });
  if (!read.success) {
    const [issue] = read.issues;
    const name = v.getDotPath(issue) ?? '';
    return { type: 'BadClaim', claim: name === 'tenant' ? tenantClaim : name, rule: issue.message };
  }
  const { sub: subject, tenant, exp, ...granting } = read.output;
  const tokenExpiresAt = new Date(exp * 1000);
  const permissions = permissionsOf(granting);
  return { type: 'Viewer', viewer: { subject, tenant, permissions, tokenExpiresAt } };
}
