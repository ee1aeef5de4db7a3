/** What went wrong, in one honest sentence, and what to do. */
import type { CombinedError } from 'urql';

interface Props {
  readonly error: unknown;
  readonly again: () => void;
}

export function Problem({ error, again }: Props) {
  const { graphQLErrors: [first] = [] } = error as Partial<CombinedError>;
  return (
    <div className="problem" role="alert">
      <p>{explain(first ?? error)}</p>
      <button type="button" onClick={again}>
        Try again
      </button>
    </div>
  );
}

/** One honest sentence: what went wrong, and the number by which others find it. */
function explain(error: unknown): string {
  const { message, extensions } = (error ?? {}) as {
    message?: string;
    extensions?: { code?: string; traceId?: string };
  };
  if (!navigator.onLine) return 'You are offline.';
  if (extensions === undefined) return 'The API cannot be reached.';
  const { code = '', traceId } = extensions;
  const what =
    code === 'INTERNAL_SERVER_ERROR' ? 'Something broke on our side.' : (message ?? code);
  return traceId === undefined ? what : `${what} Whoever helps you needs this number: ${traceId}`;
}
