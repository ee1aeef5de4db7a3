import { expect, test } from 'vitest';
import { toTrace, toTraceparent } from '../../src/telemetry/trace.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parent = 'b7ad6b7169203331';
const randomBytes = (size: number) => new Uint8Array(size).fill(0x10);
const spanId = '10'.repeat(8);

test.each([
  [`00-${traceId}-${parent}-01`, 1],
  [`00-${traceId}-${parent}-00`, 0],
  [`00-${traceId}-${parent}-03`, 1],
  [`cc-${traceId}-${parent}-01-what-will-be-added`, 1],
])("the host's trace goes on, sampled if the host says so: %s", (traceparent, flags) => {
  const trace = toTrace(traceparent, randomBytes);
  expect(trace.parent).toMatchObject({ traceId, spanId: parent, isRemote: true });
  expect(trace.span).toEqual({ traceId, spanId, traceFlags: flags });
  expect(toTraceparent(trace)).toBe(`00-${traceId}-${spanId}-0${flags}`);
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
  expect(toTrace(traceparent, randomBytes)).toEqual({
    parent: undefined,
    span: { traceId: '10'.repeat(16), spanId, traceFlags: 1 },
  });
});
