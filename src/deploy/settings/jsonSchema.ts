/** Holds a value up against a JSON schema of ours. What the schema says of a name that it forbids is the reason. */

import { readFile } from 'node:fs/promises';
import { Ajv, type ErrorObject, type SchemaObject } from 'ajv';
import { localSettingsSchema } from './schemas/localSettings.ts';

export type SchemaName = 'host' | 'localSettings';

export async function readSchema(name: SchemaName): Promise<SchemaObject> {
  if (name === 'localSettings') return localSettingsSchema();
  return JSON.parse(
    await readFile(new URL(`schemas/${name}.schema.json`, import.meta.url), 'utf8'),
  );
}

/** One line for each problem: where it is and what is wrong, never the value, which may be secret. */
export async function problemsIn(name: SchemaName, value: unknown): Promise<readonly string[]> {
  const validate = new Ajv({ allErrors: true, verbose: true }).compile(await readSchema(name));
  if (validate(value)) return [];
  // What `then` finds is told by itself.
  return (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if').map(toProblem);
}

function toProblem({ keyword, instancePath, message, params, parentSchema }: ErrorObject): string {
  const place = instancePath.slice(1).split('/').filter(Boolean);
  const inside = (name: unknown) => [...place, String(name)].join('.');
  const path = place.length === 0 ? 'the file' : place.join('.');
  const description: unknown = parentSchema?.['description'];
  switch (keyword) {
    case 'not':
      return `${path} must not be there: ${String(description)}`;
    case 'additionalProperties':
      return `${inside(params['additionalProperty'])} is not known`;
    case 'required':
      return `${inside(params['missingProperty'])} is missing`;
    default:
      return `${path} ${String(message)}: ${String(description)}`;
  }
}
