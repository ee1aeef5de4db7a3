import { expect, test } from 'vitest';
import type { GrowthRow } from '../growthRow.ts';
import { operationNames } from '../requests.ts';
import type { Results } from '../results.ts';
import type { Goal } from './goal.ts';
import { goalsOf } from './goals.ts';

const nothing: Results = {
  date: '2026-01-01T00:00:00.000Z',
  command: 'npm run bench',
  machine: { cpu: '', cores: 2, memoryGb: 8, system: '', node: '', load: 0, versions: {} },
  rounds: 3,
  seconds: 1,
};

function goal(results: Partial<Results>, name: string): Goal | undefined {
  return goalsOf({ ...nothing, ...results }).find((each) => each.name.startsWith(name));
}

const cold = {
  wallMs: { ours: [80, 190, 80], telemetry: [90, 90, 90], apollo: [100, 200, 100] },
  cpuMs: {},
  bundles: {
    ours: { bytes: 1_000_000, files: 1 },
    apollo: { bytes: 1, files: 1 },
    bare: { bytes: 1, files: 1 },
  },
  loaded: { files: 1, sources: 1, builtins: 1, onDemand: [] },
  funcMs: [],
  skipped: [],
};

test('what a run left out is not measured, and nothing of it is met', () => {
  expect(new Set(goalsOf(nothing).map(({ verdict }) => verdict))).toEqual(
    new Set(['not measured']),
  );
});

test('a goal is met by the median of the ratios, and just met is met', () => {
  expect(goal({ cold }, 'cold start: Order Desk / Apollo')).toMatchObject({ verdict: 'met' });
  expect(goal({ cold }, 'cold start: Order Desk, telemetry on / Apollo')).toMatchObject({
    measured: '0.900 (0.450 to 0.900)',
    verdict: 'not met',
  });
});

test('the bundle is as large as it may be, and no larger', () => {
  const { ours } = cold.bundles;
  const larger = { ...cold, bundles: { ...cold.bundles, ours: { ...ours, bytes: 1_000_001 } } };
  expect(goal({ cold }, 'bundle')?.verdict).toBe('met');
  expect(goal({ cold: larger }, 'bundle')?.verdict).toBe('not met');
});

test('what is loaded on demand before the first answer is named', () => {
  const loaded = { ...cold.loaded, onDemand: ['identity.mjs'] };
  expect(goal({ cold: { ...cold, loaded } }, 'modules loaded on demand')).toMatchObject({
    measured: 'identity.mjs',
    verdict: 'not met',
  });
});

test('against Apollo the worst of the operations counts, and is named', () => {
  const warm = {
    concurrency: 1,
    skipped: [],
    parts: {},
    operations: operationNames.map((operation) => ({
      operation,
      cpu: { ours: [operation === 'replay' ? 0.95 : 0.5], apolloWithoutCache: [1] },
      medianMs: {},
      p99Ms: {},
    })),
  };
  expect(goal({ warm }, 'warm CPU: Order Desk / Apollo, no cache')).toMatchObject({
    name: 'warm CPU: Order Desk / Apollo, no cache, worst of six: replay',
    verdict: 'not met',
  });
  expect(goal({ warm }, 'warm CPU: Order Desk, trusted')?.verdict).toBe('not measured');
});

test('one round trip more is allowed when cold, and none when warm', () => {
  const once = [{ requests: 2, sequential: 1 }];
  const twice = [{ requests: 2, sequential: 2 }];
  const wire = (warm: typeof once, cold: typeof once) => ({
    wire: {
      latencyMs: 5,
      nodes: 20,
      rows: [{ operation: 'read' as const, contender: 'ours' as const, warm, cold }],
    },
  });
  const name = 'sequential round trips: point read';
  expect(goal(wire(once, twice), name)).toMatchObject({ measured: '1, cold 2', verdict: 'met' });
  expect(goal(wire(twice, twice), name)?.verdict).toBe('not met');
});

test('what came late in one round and not in another did not wait', () => {
  const scattered = [
    { requests: 20, sequential: 3 },
    { requests: 20, sequential: 1 },
  ];
  const rows = [
    { operation: 'nodes' as const, contender: 'ours' as const, warm: scattered, cold: scattered },
  ];
  expect(
    goal({ wire: { latencyMs: 5, nodes: 20, rows } }, 'sequential round trips: `nodes`')?.verdict,
  ).toBe('met');
});

function row(operation: GrowthRow['operation'], size: number, cpu: number, wire = 1): GrowthRow {
  return { operation, size, cpu: [cpu], wire };
}

function growth(entities: readonly GrowthRow[], changes: readonly GrowthRow[] = []) {
  const atHand = { 10: 10, 16: 16, 24: 24, 1_000: 24, 10_000: 16 };
  return { growth: { entities, changes, atHand, instances: [] } };
}

test('flat is within 10 %, in either direction', () => {
  const name = 'CPU, growing entities';
  const of = (cpu: number) =>
    goal(growth([row('read', 10, 1), row('read', 1_000, cpu)]), name)?.verdict;
  expect([of(0.91), of(1.09), of(0.89), of(1.11)]).toEqual(['met', 'met', 'not met', 'not met']);
});

test('one more request on the wire is not flat', () => {
  const rows = [row('withdraw', 10, 1, 2), row('withdraw', 1_000, 1, 3)];
  expect(goal(growth(rows), 'requests on the wire, growing entities')).toMatchObject({
    measured: '1.50 to 1.50',
    verdict: 'not met',
  });
});

test('an entity of many changes is compared with the least, and with one that has as many at hand', () => {
  const changes = [row('read', 10, 1), row('read', 24, 1.5), row('read', 1_000, 1.5)];
  const results = growth(
    [],
    [...changes, row('lateReplay', 10, 1), row('lateReplay', 1_000, 9, 3)],
  );
  expect(goal(results, 'CPU, growing changes of an entity')?.verdict).toBe('not met');
  expect(goal(results, 'CPU, growing changes, to an entity with as many')?.verdict).toBe('met');
  // A replay of long ago looks into pages, which is no growth.
  expect(goal(results, 'requests on the wire, growing changes')?.verdict).toBe('met');
});
