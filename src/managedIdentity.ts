/** The identity of the function itself: `@azure/identity` is large, of use on Azure only, and loaded with the first token. */
import type { TokenCredential } from '@azure/identity';

/** The identity of this client id, or the system's own where there is none. */
export function managedIdentity(clientId: string | undefined): TokenCredential {
  let credential: Promise<TokenCredential> | undefined;
  return {
    getToken: async (scopes, options) => {
      credential ??= import('@azure/identity').then(({ ManagedIdentityCredential }) =>
        clientId === undefined
          ? new ManagedIdentityCredential()
          : new ManagedIdentityCredential({ clientId }),
      );
      return (await credential).getToken(scopes, options);
    },
  };
}
