/** A cold start: loads the function that its argument names, answers one request, tells its parent, ends. */
import { registerHooks } from 'node:module';
import type { ColdResult } from './messages.ts';
import { openInvocation, textOf } from './target.ts';

const [, , entry = '', body = '', counting] = process.argv;
const loaded: string[] = [];
if (counting === 'count') {
  registerHooks({
    load: (url, context, nextLoad) => {
      loaded.push(url);
      return nextLoad(url, context);
    },
  });
}

const send = await openInvocation(entry, process.env['BENCH_AUTHORIZATION'] ?? '');
const reply = await send(Buffer.from(body));
const { user, system } = process.cpuUsage();
const result: ColdResult = {
  status: reply.status,
  text: textOf(reply),
  cpuMs: (user + system) / 1000,
  loaded,
};
process.send?.(result, () => process.exit());
