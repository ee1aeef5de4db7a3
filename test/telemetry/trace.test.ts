import { expect, test } from 'vitest';
import { toTrace, toTraceparent } from '../../src/telemetry/trace.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parent = 'b7ad6b7169203331';
const bytes = (size: number) => new Uint8Array(size).fill(size);

test.each([
  [`00-${traceId}-${parent}-01`, 1],
  [`00-${traceId}-${parent}-00`, 0],
  [`00-${traceId}-${parent}-03`, 1],
  [`cc-${traceId}-${parent}-01-what-will-be-added`, 1],
])("the host's trace goes on, sampled if the host says so: %s", (traceparent, flags) => {
  const trace = toTrace(traceparent, bytes);
  expect(trace).toEqual({ traceId, parentSpanId: parent, spanId: '08'.repeat(8), flags });
  expect(toTraceparent(trace)).toBe(`00-${traceId}-${'08'.repeat(8)}-0${flags}`);
});

test.each([
  undefined,
  '',
  'hello',
  `ff-${traceId}-${parent}-01`,
  `00-${'0'.repeat(32)}-${parent}-01`,
  `00-${traceId}-${'0'.repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-${parent}-01`,
])('without a trace of the host there is one of our own: %s', (traceparent) => {
  expect(toTrace(traceparent, bytes)).toEqual({
    traceId: '10'.repeat(16),
    parentSpanId: undefined,
    spanId: '08'.repeat(8),
    flags: 1,
  });
});
