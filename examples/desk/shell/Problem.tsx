/** What went wrong with a request, in one honest sentence, and what to do. */
import type { CombinedError } from 'urql';

interface Props {
  readonly error: unknown;
  readonly again: () => void;
}

export function Problem({ error, again }: Props) {
  return (
    <div className="problem" role="alert">
      <p>{explain(error)}</p>
      <button type="button" onClick={again}>
        Try again
      </button>
    </div>
  );
}

interface Explained {
  readonly message?: string;
  readonly extensions?: { readonly code?: string; readonly traceId?: string };
}

/** Of what the API refused, its own words, and the number by which others find it. */
export function explain(error: unknown): string {
  const { graphQLErrors: [first] = [], networkError, response } = error as Partial<CombinedError>;
  const cause = first ?? networkError ?? error;
  const { message = '', extensions: { code, traceId } = {} } = cause as Explained;
  if (code !== undefined) {
    const what = code === 'INTERNAL_SERVER_ERROR' ? 'Something broke on our side.' : message;
    return traceId ? `${what} Whoever helps you needs this number: ${traceId}` : what;
  }
  if (!navigator.onLine) return 'You are offline.';
  // What `fetch` throws where nothing answers.
  if (cause instanceof TypeError) return 'The API cannot be reached.';
  // A gateway's page is nothing to read.
  const isForeign = response !== undefined || message.startsWith('<');
  return isForeign ? 'Something else than the API answered.' : message;
}
