/** Clients that all change one account: how many changes are accepted, and how many writes that takes. */
import { impossibleEtag } from '../../../src/cosmos/reads.ts';
import type { Entity } from '../../../src/local/sample/mutate.ts';
import { documentOf } from '../../support/declared/documents.ts';
import type { Bench } from '../bench.ts';
import type { Instance } from '../contenders/instance.ts';
import type { Call } from '../data/slowProxy.ts';
import { moved } from '../data/world.ts';
import { Figures } from '../figures.ts';

const policies = ['REAPPLY', 'REJECT'] as const;
const crowds = [1, 4, 16, 64] as const;

type Row = `${(typeof crowds)[number]} under ${(typeof policies)[number]}`;
type Column = 'changes per second' | 'writes per change' | 'longest wait, s';

// NOTE: mirrors what the document selects.
interface Result {
  readonly account?: Entity;
  readonly current?: Entity;
}

interface Answer {
  readonly data?: { readonly result?: Result };
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

const document = documentOf('deposit');

export async function measureContention({ quick, start, proxy, world }: Bench) {
  const figures = new Figures<Row, Column>();
  await using one = start('by text', proxy.endpoint);
  await using other = start('by text', proxy.endpoint);
  const seconds = quick ? 3 : 61;
  const read = await world.requests('read', 1);
  await Promise.all([one.ask(read), other.ask(read)]);

  async function deposit(instance: Instance, input: object): Promise<Result> {
    const { authorization } = world;
    const requests = { document, variables: [{ input }], authorization, expected: '' };
    const { text } = await instance.ask(requests);
    const { data, errors = [] }: Answer = JSON.parse(text);
    if (errors.some(({ extensions }) => extensions.code !== 'UNAVAILABLE')) throw new Error(text);
    return data?.result ?? {};
  }

  for (const onConflict of policies) {
    for (const clients of crowds) {
      const [account = { id: '', etag: '' }] = await world.newAccounts(1);
      const end = performance.now() + seconds * 1000;
      proxy.take();
      const running = Array.from({ length: clients }, (_, index) => {
        const instance = index % 2 === 0 ? one : other;
        return depositUntil(end, account, (input) => deposit(instance, { ...input, onConflict }));
      });
      const done = await Promise.all(running);
      const replaces = proxy.take().filter(({ request }) => request.kind === 'replace');
      // The primary is asked by a write that cannot be done.
      const isWrite = ({ request }: Call) => request.headers['if-match'] !== impossibleEtag;
      const accepted = done.reduce((sum, each) => sum + each.accepted, 0);
      const row = `${clients} under ${onConflict}` as const;
      figures.add(row, 'changes per second', accepted / seconds);
      figures.add(row, 'writes per change', replaces.filter(isWrite).length / accepted);
      figures.add(row, 'longest wait, s', Math.max(...done.map(({ longest }) => longest)) / 1000);
    }
  }
  return figures;
}

/** One deposit after the other, each sent until it is accepted: how many were, and how long one took. */
async function depositUntil(
  end: number,
  unchanged: Entity,
  deposit: (input: object) => Promise<Result>,
) {
  let input = moved(unchanged);
  let [accepted, longest, began] = [0, 0, performance.now()];
  while (performance.now() < end) {
    const { account, current } = await deposit(input);
    longest = Math.max(longest, performance.now() - began);
    if (current) input = { ...input, ifMatch: current.etag };
    if (!account) continue;
    accepted += 1;
    input = moved(account);
    began = performance.now();
  }
  return { accepted, longest };
}
