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
  const { graphQLErrors: [first] = [] } = error as Partial<CombinedError>;
  const { message = '', extensions } = (first ?? error) as Explained;
  if (!navigator.onLine) return 'You are offline.';
  if (extensions === undefined) return 'The API cannot be reached.';
  const { code, traceId } = extensions;
  const what = code === 'INTERNAL_SERVER_ERROR' ? 'Something broke on our side.' : message;
  return traceId ? `${what} Whoever helps you needs this number: ${traceId}` : what;
}
