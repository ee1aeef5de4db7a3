/** Who is asking. */
import { listPermissions } from '../src/auth/permissions.ts';
import type { Viewer as AuthViewer } from '../src/auth/viewer.ts';
import { builder } from './builder.ts';

const Viewer = builder.objectRef<AuthViewer>('Viewer').implement({
  fields: (t) => ({
    subject: t.exposeString('subject'),
    tenant: t.exposeString('tenant'),
    permissions: t.stringList({
      description: 'The known ones, roles expanded, sorted; no `.own` beside its whole.',
      resolve: ({ permissions }) => listPermissions(permissions),
    }),
    tokenExpiresAt: t.field({
      type: 'DateTime',
      resolve: ({ tokenExpiresAt }) => tokenExpiresAt.toISOString(),
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    description: 'Who the token says you are: read from the token alone.',
    resolve: (_parent, _args, { viewer }) => viewer,
  }),
);
