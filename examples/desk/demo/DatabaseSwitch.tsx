/** Takes the database away from both desks, or lets it refuse for a while. There is no switch for a database of one's own. */
import { startTransition, useActionState, useEffect } from 'react';

const states = ['here', 'throttled', 'away'] as const;

type State = (typeof states)[number];

interface Database {
  readonly state?: State;
  /** Why it is not known, or not switched. */
  readonly problem?: string;
}

export function DatabaseSwitch() {
  const [{ state, problem }, act] = useActionState(ask, {});
  const change = (wanted?: State) => startTransition(() => act(wanted));
  useEffect(() => change(), []);
  return (
    <>
      {state && (
        <fieldset className="database">
          <legend>The database is</legend>
          {states.map((choice) => (
            <label key={choice}>
              <input
                type="radio"
                name="database"
                checked={choice === state}
                onChange={() => change(choice)}
              />{' '}
              {choice}
            </label>
          ))}
        </fieldset>
      )}
      {problem && <p role="alert">{problem}</p>}
    </>
  );
}

/** React asks one after the other: the last click is the one that counts. */
async function ask({ state }: Database, wanted: State | undefined): Promise<Database> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ state: wanted });
  try {
    const answer = await fetch('/desk/database', wanted && { method: 'PUT', headers, body });
    if (answer.status === 404) return {};
    if (!answer.ok) throw new Error(`it was answered ${answer.status}`);
    return (await answer.json()) as Database; // as the host writes it
  } catch (error) {
    const problem = `The switch of the database did not work: ${(error as Error).message}`;
    return { ...(state && { state }), problem };
  }
}
