/** The switch of the embedded database. There is none where the database is somebody else's. */

export const states = ['here', 'throttled', 'away'] as const;

export type State = (typeof states)[number];

const path = '/desk/database';

export async function readDatabase(): Promise<State | undefined> {
  const answer = await fetch(path);
  return answer.ok ? stateOf(answer) : undefined;
}

export async function switchDatabase(state: State): Promise<State> {
  const body = JSON.stringify({ state });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(path, { method: 'PUT', headers, body });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
  return stateOf(answer);
}

async function stateOf(answer: Response): Promise<State> {
  const { state } = (await answer.json()) as { readonly state: State }; // as the host writes it
  return state;
}
