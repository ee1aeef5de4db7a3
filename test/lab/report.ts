/** What a run prints: a line while it goes on, a table in the end, and of each violation all that led there. */
import type { Operation, Violation } from './history.ts';
import type { Verdict } from './laboratory.ts';
import type { Tally } from './tally.ts';

const secondsBetweenLines = 5;
const mostViolations = 20;
const mostRequests = 40;

/** One line that is rewritten on a terminal, and elsewhere one every few seconds. */
export function createProgress(out: NodeJS.WriteStream, now: () => number) {
  const began = now();
  let lines = 0;
  return {
    show: (phase: string, tally: Tally) => {
      const text = `${Math.round((now() - began) / 1000)} s ${phase}: ${tally.line()}`;
      if (out.isTTY) out.write(`\r\x1b[K${text}`);
      else if (lines % secondsBetweenLines === 0) out.write(`${text}\n`);
      lines += 1;
    },
    end: () => void (out.isTTY && out.write('\n')),
  };
}

export function table({ tally, violations }: Verdict): string {
  const rows = [...tally.rows(), ['violations', String(violations.length)] as const];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value.padStart(8)}`).join('\n');
}

export function describeViolations({ violations, history, errors }: Verdict): string {
  const rules = Map.groupBy(violations, ({ rule }) => rule);
  return [
    ...[...rules].map(([rule, { length }]) => `violations of "${rule}": ${length}`),
    ...violations.slice(0, mostViolations).map((violation) => describe(violation, history)),
    ...(errors.length === 0 ? [] : ['the instances wrote last:', ...errors.slice(-20)]),
  ].join('\n');
}

/** The violation, and the requests of its entity around those that it is about, in order. */
function describe(violation: Violation, history: readonly Operation[]): string {
  const { rule, entity, operations, message } = violation;
  const concerned = new Set(operations);
  const ofEntity = history.filter(({ number, request }) => {
    if (concerned.has(number)) return true;
    const id = request.type === 'mutation' ? request.input.id : request.variables.id;
    return entity !== '' && id === entity;
  });
  const at = ofEntity.findIndex(({ number }) => concerned.has(number));
  const from = Math.max(0, (at === -1 ? ofEntity.length : at) - mostRequests / 2);
  return [
    `\n${rule}: ${message}\n  entity ${entity}, requests ${operations.join(', ')}`,
    ...ofEntity
      .slice(from, from + mostRequests)
      .map(
        (operation) => `${concerned.has(operation.number) ? '  > ' : '    '}${toLine(operation)}`,
      ),
  ].join('\n');
}

function toLine(operation: Operation): string {
  const { number, client, instance, began, ended, session, request, outcome } = operation;
  const what =
    request.type === 'mutation'
      ? `${request.mutation} ${JSON.stringify(request.input)}`
      : `${request.query} ${JSON.stringify(request.variables)}`;
  const answer = outcome.type === 'Answered' ? outcome.result : outcome;
  const times = `${began.toFixed(1)}..${ended.toFixed(1)}`;
  return `#${number} ${times} ${client} at ${instance} (${session ?? 'no token'}) ${what} -> ${shorten(answer)}`;
}

function shorten(answer: unknown): string {
  const text = JSON.stringify(answer, (name, value: unknown) =>
    ['lines', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy'].includes(name)
      ? undefined
      : value,
  );
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
