/** The function, as the documentation of Apollo Server and of its Azure Functions integration leads people to write it. */
import { ApolloServer } from '@apollo/server';
import { startServerAndCreateHandler } from '@as-integrations/azure-functions';
import functions from '@azure/functions';
import { GraphQLError } from 'graphql';
import { createVerifier } from '../../../src/auth/verify.ts';
import { readSettings } from '../../../src/settings/read.ts';
import { type Context, resolvers } from './resolvers.ts';
import { stockStore } from './store.ts';

/** The printed schema, which the bundle brings. */
declare const schemaText: string;

const read = readSettings(process.env);
if (read.type !== 'Settings') throw new Error(read.message);
const { cosmos, jwt, requestDeadlineMs } = read.settings;
const verify = createVerifier(jwt, () => new Date());
const store = stockStore(cosmos);

const server = new ApolloServer<Context>({
  typeDefs: schemaText,
  resolvers,
  // Parsed and validated documents are kept unless that is turned off.
  ...(process.env['BENCH_CACHE'] === 'off' && { documentStore: null }),
});

async function contextOf(authorization: string | null): Promise<Context> {
  const result = await verify(authorization, AbortSignal.timeout(requestDeadlineMs));
  if (result.type === 'Authenticated') return { viewer: result.viewer, store };
  const extensions = { code: 'UNAUTHENTICATED', http: { status: 401 } };
  throw new GraphQLError(result.message, { extensions });
}

// The integration is a CommonJS package, whose types are those of Apollo Server's other build.
type Served = Parameters<typeof startServerAndCreateHandler<Context>>[0];

functions.app.http('graphql', {
  methods: ['GET', 'POST', 'OPTIONS'],
  authLevel: 'anonymous',
  route: 'graphql/{*rest}',
  handler: startServerAndCreateHandler(server as unknown as Served, {
    context: ({ req }) => contextOf(req.headers.get('authorization')),
  }),
});
