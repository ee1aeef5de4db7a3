/** Trusted operations: codegen wrote the hash of each document into it, and into the manifest that the API was built with. */

/** None where codegen did not make the document: it is sent as text. */
export function hashOf(document: object): string | undefined {
  const { __meta__: meta } = document as { readonly __meta__?: { readonly hash?: string } };
  return meta?.hash;
}
