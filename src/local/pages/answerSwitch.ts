/** What a network does to an answer, when a request asks for it: the change is made, and its client does not hear of that. */
import type { IncomingMessage } from 'node:http';
import type { HttpResponse } from '@azure/functions';
import { plain } from './answers.ts';

const delayMs = 4000;

/** Undefined where the answer is lost on its way. */
export async function switched(
  { headers }: IncomingMessage,
  call: () => Promise<HttpResponse>,
  wait: (milliseconds: number) => Promise<unknown>,
): Promise<HttpResponse | undefined> {
  const wanted = headers['x-desk-answer'];
  if (wanted === undefined) return call();
  if (wanted !== 'lost' && wanted !== 'delayed') {
    return plain(400, `x-desk-answer is ${String(wanted)}: say lost or delayed`);
  }
  const answer = await call();
  if (wanted === 'lost') return undefined;
  await wait(delayMs);
  return answer;
}
