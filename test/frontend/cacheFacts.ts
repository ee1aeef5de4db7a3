/** What a normalised cache has to know of the schema, as examples/client has it. */
import { type GraphQLSchema, isAbstractType, isObjectType, lexicographicSortSchema } from 'graphql';
import { format, resolveConfig } from 'prettier';

/** The text of each file, by its path in the project. */
export async function cacheFacts(schema: GraphQLSchema): Promise<ReadonlyMap<string, string>> {
  const { possibleTypes, embedded } = factsOf(lexicographicSortSchema(schema));
  const files = [
    {
      path: 'examples/client/possibleTypes.ts',
      text: `/** Who implements an interface, and who is in a union: made by \`npm run codegen\`. */
      export const possibleTypes = ${JSON.stringify(possibleTypes)};`,
    },
    {
      path: 'examples/client/embedded.ts',
      text: `/**
 * The types whose objects are part of what they were read with, made by \`npm run codegen\`. Of an order's line, say, each
 * change has its own version under the one \`id\`: a cache that keeps lines by their id would show an old one in the order.
 */
export const embedded = ${JSON.stringify(embedded)} as const;`,
    },
  ];
  const made = files.map(async ({ path, text }) => {
    const options = await resolveConfig(new URL('../../package.json', import.meta.url));
    return [path, await format(text, { ...options, parser: 'typescript' })] as const;
  });
  return new Map(await Promise.all(made));
}

function factsOf(schema: GraphQLSchema) {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const possibleTypes = Object.fromEntries(
    types
      .filter(isAbstractType)
      .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
  );
  // No other id than a node's names one object for good.
  const kept = new Set(['Query', 'Mutation', ...(possibleTypes['Node'] ?? [])]);
  const objects = types.filter(isObjectType).map(({ name }) => name);
  return { possibleTypes, embedded: objects.filter((name) => !kept.has(name)) };
}
