/** Environment -> typed settings. Every problem is told at once: a start that fails costs a deployment. */

import * as v from 'valibot';
import { settingsByName, schema, type Settings } from './schema.ts';

export type SettingsResult =
  | { readonly type: 'Settings'; readonly settings: Settings }
  | {
      readonly type: 'SettingsProblems';
      readonly problems: readonly string[];
      /** All of them, for the log. */
      readonly message: string;
    };

const names: readonly string[] = Object.keys(settingsByName.entries);

export function readSettings(env: Readonly<Record<string, string | undefined>>): SettingsResult {
  // Portals and files leave blanks at the end, and an app setting cannot always be removed.
  const texts = names.map((name) => [name, env[name]?.trim() || undefined]);
  const read = v.safeParse(schema, Object.fromEntries(texts));
  if (read.success) return { type: 'Settings', settings: read.output };
  const problems = read.issues.map((issue) => `${v.getDotPath(issue)} ${issue.message}`);
  const count = problems.length === 1 ? '1 setting is' : `${problems.length} settings are`;
  const message = [`${count} wrong or missing:`, ...problems].join('\n- ');
  return { type: 'SettingsProblems', problems, message };
}
