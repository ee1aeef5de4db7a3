/** How the files hang together: who may import what, and what a file exports. */
import { examples, type Rules, served, tools } from './rule.ts';

const declarations = 'src/versioned/{change,entity,id,kind,refusal}.ts';

/** `import`, `import()`, `import type`, and the types that are written `import('…')`. */
const importing = ':matches(ImportDeclaration, ImportExpression, TSImportType)';
const imports = (path: RegExp) => `${importing}[source.value=${path}]`;
const importsOther = (path: RegExp) => `${importing}[source.value!=${path}]`;

const oneWay = 'Imports go one way: functions -> schema -> src, and to no other folder.';
const tellsNothing = '{util,utils,utilities,helper,helpers,common,misc,shared,lib}';

export const layers: Rules = {
  'src-imports-src': {
    files: ['src/**'],
    forbids: [imports(/^(\.\.\/)+(schema|functions|examples|test|dist)\//)],
    because: oneWay,
  },
  'schema-imports-src': {
    files: ['schema/**'],
    forbids: [imports(/^(\.\.\/)+(functions|examples|test|dist)\//)],
    because: oneWay,
  },
  'functions-import-schema-and-src': {
    files: ['functions/**'],
    forbids: [imports(/^(\.\.\/)+(examples|test|dist)\//)],
    because: oneWay,
  },
  'examples-import-examples': {
    files: [examples],
    forbids: [imports(/^(\.\.\/)+(src|schema|functions|test|dist)\//), imports(/^node:/)],
    because:
      'A client has the schema and nothing of the server, and a browser has nothing of Node.',
  },
  'client-imports-nothing': {
    files: ['examples/client/**'],
    forbids: [importsOther(/^\.\/\w+\.ts$/)],
    because: 'examples/client is copied into any frontend: it knows no framework and no package.',
  },
  'domain-imports-domain': {
    files: ['src/domain/**'],
    forbids: [
      importsOther(/^(\.\/\w+\.ts|\.\.\/versioned\/(change|entity|id|kind|refusal)\.ts|valibot)$/),
    ],
    because:
      'The domain imports the domain, valibot, and how a kind is declared. It only computes.',
  },
  'declarations-import-no-domain': {
    files: [declarations],
    forbids: [
      importsOther(/^(\.\/(change|entity|id|kind|refusal)\.ts|valibot|ksuid|node:crypto)$/),
    ],
    because: 'How a kind is declared knows no kind, and nothing that reads or writes.',
  },
  'declarations-only-hash': {
    files: [declarations],
    forbids: [
      "ImportDeclaration[source.value='node:crypto'] > :not(Literal, ImportSpecifier[imported.name='createHash'])",
      "ImportExpression[source.value='node:crypto']",
    ],
    because: 'A hash follows from what is hashed. All else in node:crypto is random or takes keys.',
  },
  'service-imports-no-tools': {
    files: served,
    except: tools,
    forbids: [imports(/^\.\.?\/(.*\/)?(local|deploy|bicep)\//)],
    because: 'What is served imports nothing of src/local, src/deploy and bicep/.',
  },
  'settings-import-settings': {
    files: ['src/settings/**'],
    forbids: [imports(/^\.\.\/(?!settings\/|record\.ts$)/)],
    because: 'Whoever needs settings imports them: they know nobody.',
  },
  'only-cosmos-knows-the-sdk': {
    files: served,
    except: [...tools, 'src/cosmos/**'],
    forbids: [imports(/^@azure\/cosmos/)],
    because: 'Only src/cosmos knows Cosmos DB: others have the port, src/versioned/store.ts.',
  },
  'only-functions-read-the-environment': {
    files: ['schema/**', 'src/**'],
    except: tools,
    forbids: [
      "Identifier[name='process']",
      imports(/^(node:)?process$/),
      "MemberExpression[object.type='MetaProperty'][property.name='env']",
    ],
    because: 'functions/ reads the environment, src/settings makes settings of it.',
  },
  'exports-its-own': {
    files: [...served, examples],
    forbids: [
      'ExportAllDeclaration',
      'ExportNamedDeclaration:not([declaration])',
      'Program:not(:has(> :not(ImportDeclaration)))',
    ],
    because: 'A file exports what it defines. Import from where it is defined.',
  },
  'names-tell': {
    files: [...served, examples].map((folder) => `${folder}/${tellsNothing}{.ts,.tsx,/**}`),
    forbids: ['Program'],
    because: 'The name says nothing: name it for what is in it.',
  },
};
