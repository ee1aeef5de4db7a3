/** Clients who all change one account, each for ever another intention, each until it is accepted. */
import { newRequestId } from '../../../src/local/requestId.ts';
import type { Ksuid } from '../../../src/versioned/id.ts';
import { bodyOf } from '../calls.ts';
import type { ContendResult, ContendWork } from './messages.ts';
import { type Send, textOf } from './target.ts';

// NOTE: mirrors what the document `deposit` selects.
interface Deposit {
  readonly account?: { readonly etag: string };
  readonly current?: { readonly etag: string };
}

interface Body {
  readonly data?: { readonly deposit?: Deposit } | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

export async function contend(work: ContendWork, send: Send): Promise<ContendResult> {
  const { accountId: id, policy: onConflict, clients, milliseconds } = work;
  const latenciesMs: number[] = [];
  let conflicts = 0;
  let unavailable = 0;
  const end = performance.now() + milliseconds;

  /** One intention: the etag that it left. */
  async function intend(known: string): Promise<string> {
    const requestId: Ksuid = newRequestId();
    const began = performance.now();
    let ifMatch = known;
    while (performance.now() < end) {
      const amount = { amount: '1.00', currency: 'USD' };
      const input = { requestId, id, ifMatch, onConflict, amount };
      const { account, current } = await ask({ input });
      if (account) {
        latenciesMs.push(performance.now() - began);
        return account.etag;
      }
      ifMatch = current?.etag ?? ifMatch;
    }
    return ifMatch;
  }

  async function ask(variables: Readonly<Record<string, unknown>>): Promise<Deposit> {
    const text = textOf(
      await send(Buffer.from(bodyOf({ document: 'deposit', variables }, 'query'))),
    );
    const { data, errors = [] }: Body = JSON.parse(text);
    const [error] = errors;
    if (error) {
      if (error.extensions.code !== 'UNAVAILABLE') throw new Error(text);
      unavailable += 1;
      return {};
    }
    const deposit = data?.deposit ?? {};
    if (deposit.current) conflicts += 1;
    else if (!deposit.account) throw new Error(text);
    return deposit;
  }

  async function client(): Promise<void> {
    let etag = work.etag;
    while (performance.now() < end) etag = await intend(etag);
  }

  await Promise.all(Array.from({ length: clients }, client));
  return { type: 'contend', latenciesMs, conflicts, unavailable };
}
