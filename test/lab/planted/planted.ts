/** Runs of the small service in which nothing is wrong, and the tools that make something wrong in them. */
import { numbered } from '../../support/values.ts';
import type { Rule } from '../checker/rules.ts';
import type {
  Final,
  MutationInput,
  MutationRequest,
  Operation,
  ReadRequest,
  StoredEntity,
} from '../history.ts';
import { type SendOptions, SmallService } from './smallService.ts';

/** One thing that is wrong, and the one rule that it breaks. */
export interface Planted {
  readonly rule: Rule;
  readonly what: string;
  readonly plant: (run: Run) => readonly [history: readonly Operation[], final: Final];
}

export function planted(rule: Rule, what: string, plant: Planted['plant']): Planted {
  return { rule, what, plant };
}

export const usd = (amount: string) => ({ amount, currency: 'USD' });

export const unanswered: SendOptions = { answered: false };

/** A run of which nobody could complain. */
export class Run extends SmallService {
  #requests = 0;

  change(
    mutation: MutationRequest['mutation'],
    input: Partial<MutationInput>,
    options: SendOptions = {},
  ): Operation {
    this.#requests += 1;
    const requestId = numbered(this.#requests);
    const held = this.entity(input.id ?? '')?._etag;
    const ifMatch = held === undefined ? {} : { ifMatch: held };
    return this.send(
      { type: 'mutation', mutation, input: { requestId, ...ifMatch, ...input } },
      options,
    );
  }

  read(
    query: ReadRequest['query'],
    variables: ReadRequest['variables'],
    options: SendOptions = {},
  ): Operation {
    return this.send({ type: 'read', query, variables }, options);
  }

  /** Its id, after so many deposits of 1.00. */
  account(deposits: number, options: SendOptions = {}): string {
    const opened = this.change('openAccount', { owner: 'ann', currency: 'USD' }, options);
    const id = `acc_${requestIdOf(opened)}`;
    for (let count = 0; count < deposits; count += 1) {
      this.change('deposit', { id, amount: usd('1.00') }, options);
    }
    return id;
  }

  /** Its id: with the lines `tea` (2 x 3.50) and, added later, `milk` (1 x 1.20). */
  order(options: SendOptions = {}): string {
    const tea = { sku: 'tea', description: 'green', quantity: 2, unitPrice: usd('3.50') };
    const milk = { sku: 'milk', description: 'oat', quantity: 1, unitPrice: usd('1.20') };
    const input = { customer: 'ann', currency: 'USD', lines: [tea] };
    const id = `ord_${requestIdOf(this.change('createOrder', input, options))}`;
    this.change('addOrderLine', { id, line: milk }, options);
    return id;
  }
}

export function requestIdOf({ request }: Operation): string {
  return request.type === 'mutation' ? request.input.requestId : '';
}

/** A copy with another value at the end of the path. */
export function edited<Value>(
  value: Value,
  path: readonly (string | number)[],
  replacement: unknown,
): Value {
  const copy = structuredClone(value);
  let inner: unknown = copy;
  for (const step of path.slice(0, -1)) inner = Reflect.get(Object(inner), step);
  Reflect.set(Object(inner), path.at(-1) ?? '', replacement);
  return copy;
}

/** The run's history with another value somewhere in one operation. */
export function spoiled(
  { history }: Run,
  { number }: Operation,
  path: readonly (string | number)[],
  replacement: unknown,
): readonly Operation[] {
  return edited(history, [number, ...path], replacement);
}

/** The final database with something else in the document of that id, or without it. */
export function stored(run: Run, id: string, change?: Readonly<Record<string, unknown>>): Final {
  const { accounts, orders } = run.final();
  const replaced = <Document extends { readonly id: string }>(documents: readonly Document[]) =>
    documents.flatMap((document) => {
      if (document.id !== id) return [document];
      return change ? [{ ...document, ...change }] : [];
    });
  return { accounts: replaced(accounts), orders: replaced(orders) };
}

export function entityOf(run: Run, id: string): StoredEntity {
  const entity = run.entity(id);
  if (!entity) throw new Error(`no ${id}`);
  return entity;
}

/** The final database with the first page of an account that has none yet. */
export function withFirstPage(run: Run, id: string): Final {
  const { accounts, orders } = run.final();
  const changes = entityOf(run, id).changes.slice(0, 16);
  const requestIds = changes.map(({ requestId }) => requestId);
  const page = {
    id: `${id}~0`,
    kind: 'page',
    entityId: id,
    number: 0,
    requestIds,
    changes,
  } as const;
  return { accounts: [...accounts, page], orders };
}

export function edgesOf({ outcome }: Operation): readonly unknown[] {
  const result = outcome.type === 'Answered' ? outcome.result : null;
  return result && 'edges' in result ? result.edges : [];
}

export function historyOf({ outcome }: Operation): readonly unknown[] {
  const result = outcome.type === 'Answered' ? outcome.result : null;
  return result && 'history' in result ? result.history.edges : [];
}
