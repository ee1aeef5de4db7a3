/** The cost page: its calls are measured through the function, its formulas and rules are the published ones. */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { containers } from '../../src/cosmos/containers.ts';
import { billOf, breakEven, perMillion, totalOf } from '../../src/local/costBill.ts';
import {
  bytesOf,
  chargeOf,
  createCharge,
  indexedTerms,
  queryCharge,
  readCharge,
  replaceCharge,
} from '../../src/local/costCharges.ts';
import { assumptions, deployed, loads, mix, prices } from '../../src/local/costInputs.ts';
import { type Measurements, measure } from '../../src/local/costMeasure.ts';
import {
  activeSeconds,
  autoscale,
  capGb,
  functionDollars,
  logGb,
  maxThroughput,
  serverless,
  storedGb,
} from '../../src/local/costMeters.ts';
import type { OperationKey } from '../../src/local/costOperations.ts';
import { costPage } from '../../src/local/costPage.ts';
import { type Traffic, trafficOf } from '../../src/local/costTraffic.ts';

// Hundreds of requests, which compete with those of other test files.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const textOf = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

let measured: Measurements;
let traffic: Traffic;

beforeAll(async () => {
  measured = await measure(new Date());
  traffic = trafficOf(measured);
});

test('the committed page is the one that npm run cost writes', async () => {
  expect(await costPage(measured)).toBe(await textOf('bicep/COST.md'));
});

test('what an operation costs does not depend on when it is measured', async () => {
  const { env } = process;
  const again = await measure(new Date(Date.now() - 86_400_000 / 24));
  expect(await costPage(again)).toBe(await costPage(measured));
  expect(process.env).toBe(env);
});

describe('the calls of an operation', () => {
  const callsOf = (key: OperationKey) =>
    measured.of[key].calls.map(({ type }) => type).filter((type) => type !== 'Free');

  test.each<[OperationKey, readonly string[]]>([
    ['accountRead', ['Read']],
    ['orderPage', ['Query']],
    ['history', ['Read']],
    ['longHistory', Array.from({ length: 6 }, () => 'Read')],
    ['plainWithdraw', ['Read', 'Replace']],
    ['pageWithdraw', ['Read', 'Create', 'Replace']],
    ['conflict', ['Read', 'Refused', 'Read']],
    ['reapply', ['Read', 'Replace']],
    ['replay', ['Read']],
    ['lateReplay', ['Read', 'Query']],
    ['refusal', ['Read', 'Refused', 'Read']],
    ['openAccount', ['Create']],
    ['createOrder', ['Create']],
    ['addLine', ['Read', 'Replace']],
  ])('%s: %j', (key, calls) => {
    expect(callsOf(key)).toEqual(calls);
  });

  test('of 16 withdrawals one moves a page, and the average says so', () => {
    const calls = callsOf('withdraw');
    expect(calls.filter((type) => type === 'Create')).toHaveLength(1);
    expect(calls.filter((type) => type === 'Replace')).toHaveLength(16);
    const { withdraw, plainWithdraw, pageWithdraw } = measured.of;
    expect(withdraw.roundTrips).toBe(33 / 16);
    expect(withdraw.requestUnits).toBeGreaterThan(plainWithdraw.requestUnits);
    expect(withdraw.requestUnits).toBeLessThan(pageWithdraw.requestUnits);
  });

  test('a query finds one order more than it shows, lines and all', () => {
    const [query] = measured.of.orderPage.calls.filter(({ type }) => type === 'Query');
    expect(query?.type === 'Query' && query.documents).toHaveLength(21);
    expect(measured.of.orderPage.answerBytes).toBeGreaterThan(20 * 3 * 100);
  });

  test('its request units are all in one container', () => {
    const { plainWithdraw, addLine } = measured.of;
    expect(plainWithdraw.requestUnitsOf('accounts')).toBe(plainWithdraw.requestUnits);
    expect(plainWithdraw.requestUnitsOf('orders')).toBe(0);
    expect(addLine.requestUnitsOf('orders')).toBe(addLine.requestUnits);
  });
});

describe('the request units of a call', () => {
  const [accounts] = containers;
  if (!accounts) throw new Error('there is no container');
  const document = {
    id: 'a',
    tenantId: 't',
    entityId: 'a',
    kind: 'account',
    state: { owner: 'o' },
  };

  test('a point read costs what is published for its size, in between by a straight line', () => {
    expect(readCharge(0.3)).toBe(1);
    expect(readCharge(1)).toBe(1);
    expect(readCharge(8)).toBe(1.33);
    expect(readCharge(12)).toBeCloseTo(1.5);
    expect(readCharge(2048)).toBe(291.8);
  });

  test('no document is larger than 2 MB', () => {
    expect(() => readCharge(2049)).toThrow('2 MB');
  });

  test('a create costs a fifth of an RU per indexed term: 7 for 1 KB and ten of them', () => {
    expect(createCharge(1, 10)).toBeCloseTo(6.95);
  });

  test('a replace takes the old document out and puts the new one in: 10.8 for 1 KB and two terms', () => {
    const kb = 1;
    expect(replaceCharge({ kb, lostTerms: 2 }, { kb, newTerms: 2 })).toBeCloseTo(10.7);
  });

  test('a query costs 2.8 for one document of 1 KB, and the read of each one more', () => {
    expect(queryCharge([1])).toBeCloseTo(2.8);
    expect(queryCharge([1, 8])).toBeCloseTo(2.8 + 1.33);
  });

  test('the terms are the values at the included paths, each element of a list', () => {
    expect(indexedTerms({ ...document }, '/state/owner/?')).toEqual(['/state/owner/?=o']);
    const page = { id: 'b', requestIds: ['r1', 'r2'] };
    expect(indexedTerms(page, '/requestIds/[]/?')).toHaveLength(2);
    expect(indexedTerms(page, '/state/owner/?')).toEqual([]);
    expect(indexedTerms({ ...document }, '/requestIds/[]/?')).toEqual([]);
  });

  test('a create is charged for the terms of its document, for id and for _ts', () => {
    const call = { type: 'Create', container: 'accounts', document } as const;
    expect(chargeOf(call, accounts)).toBeCloseTo(createCharge(0, 4 + 2));
  });

  test('a replace is charged for what it changes in the index, and always for _ts', () => {
    const other = { ...document, state: { owner: 'p' } };
    const replace = (after: typeof document) =>
      chargeOf({ type: 'Replace', container: 'accounts', before: document, after }, accounts);
    expect(replace(document)).toBeCloseTo(2 * createCharge(0, 1));
    expect(replace(other)).toBeCloseTo(2 * createCharge(0, 2));
  });

  test('what was refused costs a look, and what is free costs nothing', () => {
    const refused = { type: 'Refused', container: 'accounts' } as const;
    expect(chargeOf({ ...refused, document: undefined }, accounts)).toBe(1);
    const large = { id: 'a', text: 'x'.repeat(8 * 1024) };
    expect(chargeOf({ ...refused, document: large }, accounts)).toBeGreaterThan(1.33);
    expect(chargeOf({ type: 'Free', what: 'metadata' }, accounts)).toBe(0);
  });

  test('a size is in bytes, not in characters', () => {
    expect(bytesOf({ id: 'é' })).toBe('{"id":"e"}'.length + 1);
  });
});

describe('the bill', () => {
  test('serverless is paid by the request unit', () => {
    expect(serverless(0)).toBe(0);
    expect(serverless(4e6)).toBe(4 * prices.serverlessRequestUnits.value);
  });

  test('autoscale is never less than a tenth of the highest throughput', () => {
    const floor = (100 / 100) * prices.autoscaleThroughput.value * 730;
    expect(autoscale(0, 0)).toBeCloseTo(floor);
    expect(autoscale(1, 0)).toBeCloseTo(floor);
  });

  test('above that, an hour of autoscale is paid by its busiest second', () => {
    const busiest = 5000 * assumptions.hourFactor.value;
    expect(autoscale(5000, 0)).toBeCloseTo(
      (busiest / 100) * prices.autoscaleThroughput.value * 730,
    );
  });

  test('the highest throughput is a multiple of 1000 that carries the peak, and 10 RU/s per GB', () => {
    expect(maxThroughput(0, 0)).toBe(1000);
    expect(maxThroughput(1100 / assumptions.peakFactor.value, 0)).toBe(2000);
    expect(maxThroughput(0, 450)).toBe(5000);
  });

  test('an instance is paid for a second at least, and never for more time than there is', () => {
    expect(activeSeconds(1, 1)).toBe(0.5);
    expect(activeSeconds(2, 200)).toBeLessThan(2);
    expect(activeSeconds(2, 200)).toBeGreaterThan(1.9);
  });

  test('what is free each month is not paid', () => {
    expect(functionDollars(traffic, 0.001)).toBe(0);
    const bill = billOf(traffic, 0.001, 'Serverless');
    const named = (name: string) => bill.find((line) => line.name.startsWith(name))?.dollars;
    expect(named('Logs')).toBe(0);
    expect(named('Answers')).toBe(0);
  });

  test('logs cost no more than their daily cap lets in', () => {
    expect(logGb(1000)).toBeGreaterThan(capGb());
    const logs = billOf(traffic, 1000, 'Autoscale').find(({ name }) => name.startsWith('Logs'));
    expect(logs?.dollars).toBeCloseTo((capGb() - prices.freeLogs.value) * prices.logs.value);
  });

  test('data grows by what mutations keep, month after month', () => {
    expect(storedGb(traffic, 50, 12)).toBeCloseTo(12 * storedGb(traffic, 50, 1));
    expect(traffic.share('storedBytes', 'query')).toBe(0);
  });

  test.each(loads)('queries and mutations share all of it, at %d per second', (load) => {
    const bill = billOf(traffic, load, 'Autoscale');
    const operations = (kind: 'query' | 'mutation') =>
      (load * 730 * 3600 * traffic.share('operations', kind)) / 1e6;
    const shared =
      perMillion(bill, traffic, load, 'query') * operations('query') +
      perMillion(bill, traffic, load, 'mutation') * operations('mutation');
    expect(shared).toBeCloseTo(totalOf(bill));
  });

  test('a query has no part in what only mutations cause', () => {
    const data = [{ name: 'data', dollars: 1, weight: 'storedBytes' }] as const;
    expect(perMillion(data, traffic, 1, 'query')).toBe(0);
    expect(perMillion(data, traffic, 1, 'mutation')).toBeGreaterThan(0);
  });

  test('below the break-even serverless is cheaper, above it autoscale', () => {
    const load = breakEven(traffic) ?? Number.NaN;
    const total = (at: number, capacity: 'Serverless' | 'Autoscale') =>
      totalOf(billOf(traffic, at, capacity));
    expect(total(load * 0.9, 'Serverless')).toBeLessThan(total(load * 0.9, 'Autoscale'));
    expect(total(load * 1.1, 'Serverless')).toBeGreaterThan(total(load * 1.1, 'Autoscale'));
  });
});

describe('the inputs', () => {
  test('each says where it comes from, and one that was not looked up says that', () => {
    for (const { source } of [...Object.values(prices), ...Object.values(assumptions)]) {
      expect(source).toMatch(/\b20\d\d-\d\d-\d\d$|^assumed/);
    }
  });

  test('the mix is of 1000 operations', () => {
    expect(Object.values(mix).reduce((sum, count) => sum + count, 0)).toBe(1000);
  });

  test('the deployment has the defaults of main.bicep, and its alerts', async () => {
    const main = await textOf('bicep/main.bicep');
    const defaultOf = (name: string) =>
      Number(new RegExp(`^param ${name} int = (-?\\d+)$`, 'm').exec(main)?.[1]);
    expect(deployed).toMatchObject({
      instanceGb: defaultOf('instanceMemoryMB') / 1024,
      maximumInstances: defaultOf('maximumInstanceCount'),
      leastAutoscale: defaultOf('autoscaleMaxThroughput'),
      logDailyCapGb: defaultOf('logDailyCapGb'),
    });
    const alerts = await textOf('bicep/alerts.bicep');
    expect(alerts.match(/^ {4}key: '/gm)).toHaveLength(deployed.logAlerts);
    const runs = (alerts.match(/\{ Id: '/g)?.length ?? 0) * ((730 * 3600) / 300);
    expect(deployed.webTestsPerMonth).toBe(runs);
  });

  test('an instance keeps as many sockets as the page says', async () => {
    const client = await textOf('src/cosmos/httpClient.ts');
    const [, sockets] = /(?:mostSockets =|maxSockets:) (\d+)/.exec(client) ?? [];
    expect(await textOf('bicep/COST.md')).toContain(`${sockets} to the database, kept open`);
  });
});
