/** Who may sit at this desk, and their tokens: a real application has a sign-in instead. */

export interface Person {
  readonly subject: string;
  readonly role: string;
}

export async function fetchPeople(): Promise<readonly Person[]> {
  return (await fetchJson('/desk/people')) as readonly Person[]; // as the host writes it
}

export async function fetchToken(person: string): Promise<string> {
  const query = new URLSearchParams({ person });
  const { token } = (await fetchJson(`/desk/token?${query.toString()}`)) as { token: string };
  return token;
}

async function fetchJson(path: string): Promise<unknown> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
