/** What one request may come to. */
import type { Aim } from './search.ts';

/** Milliseconds, bytes and calls. What an answer holds is counted while it is made: its errors come to that. */
export const goals: Readonly<Record<Aim, number>> = { cpu: 1000, bytes: 8_100_000, calls: 1000 };

/** Milliseconds. */
export const mostMsOfAttack = 20;
