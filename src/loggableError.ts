/** What an operator is told of a failure: the log shows the messages of these errors, and of no others. */

/**
 * An error whose message is written for the log: it names hosts, containers and documents, and holds no token, no amount
 * and nobody's name. The message of any other may quote a document, a query or a header.
 */
export class LoggableError extends Error {
  override readonly name: string = 'LoggableError';
}

/** How a connection failed, as Node says it: `connect ECONNREFUSED 127.0.0.1:8081`. */
export function connectionFailure(error: unknown): string {
  // One for each address of a host.
  if (error instanceof AggregateError) {
    return [...new Set(error.errors.map(connectionFailure))].join(', ');
  }
  if (!(error instanceof Error)) return 'no reason was given';
  // `fetch` says no more than that it failed.
  if (error.cause !== undefined) return connectionFailure(error.cause);
  // What was to be parsed is quoted in the message.
  if (error instanceof SyntaxError) return error.name;
  // One for several addresses may come without a message, and without its errors.
  return error.message || ('code' in error ? String(error.code) : error.name);
}
