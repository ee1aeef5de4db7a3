/** What each attack with a token costs. */
import { createHandler } from '../../functions/compose.ts';
import { readSettings } from '../../src/settings/read.ts';
import { machine } from '../../src/system.ts';
import { attacks } from '../auth/attacks.ts';
import { requestOf } from '../auth/attacks/attack.ts';
import { now, settings } from '../auth/attacks/forge.ts';
import { sendTo } from '../support/handle.ts';
import { mostMsOfAttack } from './goals.ts';

export interface Cost {
  readonly name: string;
  /** Milliseconds of user and system time. */
  readonly cpu: number;
}

/** Of the tries the cheapest counts: what else the machine did at that moment is no fault of the attack. */
const tries = 5;
const triesAboveGoal = 50;

/** The slowest first. Nobody need listen where the database would be: an attack does not come so far. */
export async function costsOfAttacks(): Promise<readonly Cost[]> {
  const read = readSettings({
    ...settings,
    COSMOS_ENDPOINT: 'http://127.0.0.1:9/',
    COSMOS_KEY: 'eA==',
  });
  if (read.type !== 'Settings') throw new Error(read.message);
  const send = sendTo(createHandler(read.settings, { ...machine, now: () => now }));
  const costs: Cost[] = [];
  for (const attack of attacks) {
    const { name } = attack;
    const request = requestOf(attack, '{ viewer { subject } }');
    let cpu = Infinity;
    for (let tried = 0; tried < (cpu > mostMsOfAttack ? triesAboveGoal : tries); tried += 1) {
      const before = process.cpuUsage();
      const { status } = await send(request);
      const { user, system } = process.cpuUsage(before);
      if (status !== 401) throw new Error(`${name} was answered with ${status}`);
      cpu = Math.min(cpu, (user + system) / 1000);
    }
    costs.push({ name, cpu });
  }
  return costs.toSorted((a, b) => b.cpu - a.cpu);
}
