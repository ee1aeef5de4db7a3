/** One instance of a contender: does the batches that its parent sends, and tells what they took. */
import { contend } from './contend.ts';
import { batch } from './batch.ts';
import type { Answer, Work } from './messages.ts';
import { openHandler, openRaw, type Send } from './target.ts';

process.once('disconnect', () => process.exit());

const { env } = process;
const entry = env['BENCH_ENTRY'] ?? '';

function open(): Promise<Send> {
  if (env['BENCH_STYLE'] !== 'raw') return openHandler(entry, env['BENCH_AUTHORIZATION'] ?? '');
  return openRaw(entry, {
    endpoint: env['COSMOS_ENDPOINT'] ?? '',
    key: env['COSMOS_KEY'] ?? '',
    database: env['COSMOS_DATABASE'] ?? '',
    tenantId: env['BENCH_TENANT'] ?? '',
  });
}

const send = await open();

async function answer(work: Work): Promise<Answer> {
  try {
    return await (work.type === 'batch' ? batch(work, send) : contend(work, send));
  } catch (error) {
    return { type: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', (work: Work) => {
  void answer(work).then((result) => process.send?.(result));
});
process.send?.({ type: 'ready' } satisfies Answer);
