/** `Server-Timing` (https://www.w3.org/TR/server-timing/): what a request took, for the browser that sent it. */
import type { Observed } from './observed.ts';

export function tellTiming({ authMs, database, durationMs }: Observed, headers: Headers): void {
  const { calls, requestCharge, ms } = database;
  const what = `${calls} ${calls === 1 ? 'call' : 'calls'}, ${requestCharge.toFixed(2)} RU`;
  const timing = [
    `auth;dur=${authMs.toFixed(1)}`,
    `db;dur=${ms.toFixed(1)};desc="${what}"`,
    `total;dur=${durationMs.toFixed(1)}`,
  ];
  headers.set('server-timing', timing.join(', '));
  // A page of another origin sees it only where this header says so: CORS has no say in it.
  const origin = headers.get('access-control-allow-origin');
  if (origin !== null) headers.set('timing-allow-origin', origin);
}
