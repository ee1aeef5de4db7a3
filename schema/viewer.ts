/** Who is asking, and a `requestId` for what they are about to ask for. */
import type { Viewer as AuthViewer } from '../src/auth/viewer.ts';
import { builder } from './graphql/builder.ts';

const Viewer = builder.objectRef<AuthViewer>('Viewer').implement({
  fields: (t) => ({
    subject: t.exposeString('subject'),
    tenant: t.exposeString('tenant'),
    permissions: t.stringList({
      description: 'The known ones, roles expanded, sorted; no `.own` beside its whole.',
      resolve: ({ permissions }) => [...permissions],
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

builder.queryField('newRequestId', (t) =>
  t.field({
    type: 'KSUID',
    description: 'A fresh KSUID for a `requestId`, for those who cannot make one.',
    resolve: (_parent, _args, { newRequestId }) => newRequestId(),
  }),
);
