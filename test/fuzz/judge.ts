/** What is a finding: an answer that tells too much, that is none of this API, or that blames the service for nothing. */
import { expect } from 'vitest';
import type { Reply } from '../support/api.ts';
import { codesOf, expectComplete, toAnswer } from '../support/wire.ts';
import { mark } from './stored.ts';
import { token } from './world.ts';

/** What an engine, a library or the file system says. */
const internals =
  /(Type|Range|Reference|Syntax)Error|node_modules|\n\s+at |\.[jt]s:\d|is not (a function|iterable)|Cannot (read|convert|destructure)|call stack|string length|Unexpected token/;

const ofService = ['INTERNAL_SERVER_ERROR', 'UNAVAILABLE', 'THROTTLED', 'DEADLINE'];

/** `isDamaged`: what is stored is, so that the service may say so. */
export function judge(reply: Reply, log: readonly string[], isDamaged: boolean): void {
  expect(log.join()).not.toContain(mark);
  expect(log.join()).not.toContain(token);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  if (!isDamaged) expect(reply.status, `logged: ${log.join()}`).toBeLessThan(500);
  // There is nothing to say to who asks for no more than the status.
  if (reply.text === '') return;

  const answer = toAnswer(reply);
  if (!answer.errors) return expect(answer.data).toBeTruthy();
  expectComplete(answer);
  expect(JSON.stringify(answer.errors)).not.toContain(mark);
  const blaming = codesOf(answer).filter((code) => ofService.includes(code));
  if (!isDamaged) expect(blaming, `logged: ${log.join()}`).toEqual([]);
  if (blaming.length > 0) expect(log).not.toEqual([]);
  for (const { message, extensions } of answer.errors) {
    expect(message).not.toMatch(internals);
    expect(message.length).toBeLessThanOrEqual(500);
    if (extensions.code === 'INTERNAL_SERVER_ERROR') expect(message).toBe('Unexpected error.');
  }
}
