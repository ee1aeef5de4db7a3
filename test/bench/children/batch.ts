/** Some requests at a time until all are answered: their bodies are made before, their answers looked at after. */
import { bodyOf, isAsExpected } from '../calls.ts';
import type { BatchResult, BatchWork } from './messages.ts';
import { type Reply, type Send, textOf } from './target.ts';

export async function batch(work: BatchWork, send: Send): Promise<BatchResult> {
  const { calls, style, count, concurrency, expectation, authorization } = work;
  const bodies = calls.map((call) => Buffer.from(bodyOf(call, style)));
  const latenciesMs = Array.from({ length: count }, () => 0);
  const replies: Reply[] = [];
  let next = 0;

  async function client(): Promise<void> {
    while (next < count) {
      const index = next;
      next += 1;
      const body = bodies[index % bodies.length] ?? Buffer.alloc(0);
      const began = performance.now();
      replies[index] = await send(body, authorization);
      latenciesMs[index] = performance.now() - began;
    }
  }

  const cpu = process.cpuUsage();
  const began = performance.now();
  await Promise.all(Array.from({ length: concurrency }, client));
  const wallMs = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);

  const told = replies.map((reply) => ({ status: reply.status, text: textOf(reply) }));
  const wrong = told.find((reply) => !isAsExpected(reply, expectation));
  if (wrong !== undefined) {
    const { text, times } = expectation;
    throw new Error(`not ${times} x ${text} in ${wrong.status}: ${wrong.text.slice(0, 2000)}`);
  }
  return { type: 'batch', cpuMs: (user + system) / 1000, wallMs, latenciesMs };
}
