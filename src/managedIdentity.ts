/** The identity of the function itself: `@azure/identity` is large, of use on Azure only, and loaded with the first token. */
import type { TokenCredential } from '@azure/identity';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';

/** Of an endpoint on the same machine. The library itself would wait for as long as it says nothing. */
const timeoutMs = 3000;

/** The identity of this client id, or the system's own where there is none. */
export function managedIdentity(clientId: string | undefined): TokenCredential {
  let credential: Promise<TokenCredential> | undefined;
  return {
    getToken: async (scopes, options) => {
      credential ??= import('@azure/identity').then(({ ManagedIdentityCredential }) => {
        const httpClient = impatientClient();
        return clientId === undefined
          ? new ManagedIdentityCredential({ httpClient })
          : new ManagedIdentityCredential({ clientId, httpClient });
      });
      return (await credential).getToken(scopes, options);
    },
  };
}

function impatientClient(): HttpClient {
  const client = createDefaultHttpClient();
  return {
    sendRequest: (request) => client.sendRequest(Object.assign(request, { timeout: timeoutMs })),
  };
}
