/** Prints the schema to schema.graphql beside this file: `npm run schema`, after every change to it. */
import { writeFile } from 'node:fs/promises';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { lexicographicSortSchema } from 'graphql';
import { schema } from './index.ts';

export function printed(): string {
  return `${printSchemaWithDirectives(lexicographicSortSchema(schema))}\n`;
}

if (import.meta.main) {
  await writeFile(new URL('schema.graphql', import.meta.url), printed());
}
