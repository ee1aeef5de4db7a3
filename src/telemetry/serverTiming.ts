/** `Server-Timing` (https://www.w3.org/TR/server-timing/): what a request took, for the browser that sent it. */
import type { Observed } from './measures.ts';

export function timingHeaders(
  { authMs, database, durationMs }: Observed,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { calls, requestCharge, ms } = database;
  const what = `${calls} ${calls === 1 ? 'call' : 'calls'}, ${requestCharge.toFixed(2)} RU`;
  const timing = [
    `auth;dur=${authMs.toFixed(1)}`,
    `db;dur=${ms.toFixed(1)};desc="${what}"`,
    `total;dur=${durationMs.toFixed(1)}`,
  ].join(', ');
  // A page of another origin sees it only where this header says so: CORS has no say in it.
  const origin = headers['access-control-allow-origin'];
  return {
    'server-timing': timing,
    ...(origin !== undefined && { 'timing-allow-origin': origin }),
  };
}
