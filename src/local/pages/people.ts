/** Who may sit at the desk, and their tokens. */
import type { HttpResponse } from '@azure/functions';
import { contoso, type Mint } from '../sample/people.ts';
import { json, plain } from './answers.ts';

export const people = Object.values(contoso);

/** Undefined where nobody has that name. */
export function personOf(url: URL) {
  const subject = url.searchParams.get('person');
  return people.find((person) => person.subject === subject);
}

export function listPeople(): HttpResponse {
  return json(people.map(({ subject, role }) => ({ subject, role })));
}

export async function giveToken(url: URL, mint: Mint): Promise<HttpResponse> {
  const person = personOf(url);
  if (!person) {
    const names = people.map(({ subject }) => subject).join(', ');
    return plain(
      400,
      `person is ${url.searchParams.get('person') ?? 'missing'}: name one of ${names}`,
    );
  }
  const seconds = url.searchParams.get('expires-in') ?? '3600';
  if (!/^-?\d{1,6}$/.test(seconds)) {
    return plain(400, `expires-in is ${seconds}: give a whole number of seconds, as in 300`);
  }
  return json({ token: await mint(person, Number(seconds)) });
}
