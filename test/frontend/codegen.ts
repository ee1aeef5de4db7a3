/** How the desk's types and trusted operations are made of the schema and of its `graphql(…)` documents. */
import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform, preset } from '@graphql-codegen/client-preset';

const scalars = '../../client/scalars.ts';

export const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: ['examples/desk/**/*.{ts,tsx}'],
  generates: {
    'examples/desk/gql/': {
      // By its name it would be looked for in the project's own packages.
      preset,
      // A client's cache adds `__typename` to what it sends, but nothing to an operation that it names by its hash.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      presetConfig: { persistedDocuments: true, fragmentMasking: false, skipIndexFile: true },
    },
  },
  importExtension: '.ts',
  config: {
    scalars: {
      ID: 'string',
      CurrencyCode: `${scalars}#CurrencyCode`,
      DateTime: `${scalars}#DateTime`,
      Decimal: `${scalars}#Decimal`,
      ETag: `${scalars}#ETag`,
      KSUID: `${scalars}#KSUID`,
    },
    strictScalars: true,
    enumType: 'string-literal',
    immutableTypes: true,
    useTypeImports: true,
  },
};
