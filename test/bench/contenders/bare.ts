/** A function without GraphQL: verifies the token with jose alone, reads one document, answers it as JSON. */
import { CosmosClient } from '@azure/cosmos';
import functions from '@azure/functions';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';

const { env } = process;
const jwks: JSONWebKeySet = JSON.parse(env['JWT_JWKS'] ?? '');
const keySet = createLocalJWKSet(jwks);
const accounts = new CosmosClient({
  endpoint: env['COSMOS_ENDPOINT'] ?? '',
  key: env['COSMOS_KEY'] ?? '',
  connectionPolicy: { enableEndpointDiscovery: false },
})
  .database(env['COSMOS_DATABASE'] ?? '')
  .container('accounts');

functions.app.http('account', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'graphql/{*rest}',
  handler: async (request) => {
    const [, token = ''] = (request.headers.get('authorization') ?? '').split(' ');
    const { payload } = await jwtVerify(token, keySet, {
      algorithms: ['RS256'],
      issuer: env['JWT_ISSUER'] ?? '',
      audience: env['JWT_AUDIENCE'] ?? '',
    });
    // NOTE: mirrors what the benchmark sends to a contender without GraphQL.
    const { variables } = (await request.json()) as { variables: { id: string } };
    const { resource } = await accounts
      .item(variables.id, [String(payload['tid']), variables.id])
      .read<Record<string, unknown>>();
    return resource
      ? { jsonBody: { id: resource['id'], etag: resource['_etag'] } }
      : { status: 404 };
  },
});
