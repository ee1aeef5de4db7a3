/** What is wrong with a value by a JSON schema of ours. What the schema says of a name that it forbids is the reason. */

import { readFile } from 'node:fs/promises';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv, type ErrorObject, type SchemaObject } from 'ajv';
import { settingsByName } from '../../settings/schema.ts';

export type SchemaName = 'host' | 'localSettings';

export async function readSchema(name: SchemaName): Promise<SchemaObject> {
  const file = new URL(`schemas/${name}.schema.json`, import.meta.url);
  const schema: SchemaObject = JSON.parse(await readFile(file, 'utf8'));
  if (name === 'localSettings') addSettings(schema['properties'].Values);
  return schema;
}

/** What the settings of the function are is said where they are read. */
function addSettings(values: SchemaObject): void {
  const { properties, required = [] } = toJsonSchema(settingsByName, {
    typeMode: 'input',
    // The flags of a pattern, which JSON Schema does not have.
    errorMode: 'ignore',
    // What is one of these is a text as well, and would be told twice where it is not.
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      valibotSchema.type === 'picklist' ? { enum: jsonSchema.enum } : undefined,
  });
  Object.assign(values['properties'], properties);
  values['required'].push(...required);
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
