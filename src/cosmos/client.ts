/** The SDK's client as this service uses it: a handle on connections, with nothing of the SDK's own retries. */
import { CosmosClient, type Database } from '@azure/cosmos';
import { managedIdentity } from '../managedIdentity.ts';
import type { CosmosSettings } from '../settings/cosmos.ts';
import { openConnections } from './httpClient.ts';

const attemptTimeoutMs = 3000;

/** Opens no connection and reads nothing. */
export function openCosmos(settings: CosmosSettings): Database {
  const client = new CosmosClient({
    endpoint: settings.endpoint,
    ...(settings.key === undefined
      ? { aadCredentials: managedIdentity(settings.managedIdentityClientId) }
      : { key: settings.key }),
    connectionPolicy: {
      // One round trip less for a cold instance, no retries behind our back, and a session token that is refused
      // stays in the request instead of being dropped from it.
      enableEndpointDiscovery: false,
      requestTimeout: attemptTimeoutMs,
      retryOptions: { maxRetryAttemptCount: 0 },
    },
    ...openConnections(settings.endpoint),
  });
  return client.database(settings.database);
}
