/**
 * `sha256:<hash>`, as GraphQL over HTTP writes it, and the bare hash are one id. GraphQL codegen has the prefix in its
 * manifest, relay-compiler and Apollo have not, and what a client sends need not be as its manifest has it.
 */
export function bareId(id: string): string {
  return id.replace(/^sha256:/, '');
}
