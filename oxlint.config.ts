import { defineConfig, type OxlintOverride } from 'oxlint';
import { type Rule, served } from './lint/rule.ts';
import { rules } from './lint/rules.ts';

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'promise', 'vitest'],
  jsPlugins: ['./lint/plugin.ts'],
  categories: {
    correctness: 'error',
    suspicious: 'error',
  },
  rules: {
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': [
      'error',
      { considerDefaultExhaustiveForUnions: true },
    ],
    'typescript/consistent-type-imports': 'error',
    'import/no-default-export': 'error',
    'import/no-cycle': 'error',
    'no-shadow': 'off',
    'unicorn/no-array-sort': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/unbound-method': 'off',
    'import/no-unassigned-import': 'off',
    'typescript/consistent-return': 'off',
    'eslint/no-underscore-dangle': ['error', { allow: ['_etag', '__typename', '__schema'] }],
    'unicorn/consistent-function-scoping': 'off',
  },
  overrides: [
    {
      files: ['*.config.ts', 'lint/plugin.ts'],
      rules: { 'import/no-default-export': 'off' },
    },
    {
      files: [...served],
      rules: { 'import/no-cycle': ['error', { ignoreTypes: false }] },
    },
    ...Object.entries(rules).map(([name, rule]) => overrideOf(name, rule)),
  ],
  ignorePatterns: ['dist', 'node_modules', 'test/bench/apollo'],
});

function overrideOf(name: string, { files, except = [], forbids, because }: Rule): OxlintOverride {
  const options = forbids.map((selector) => ({ selector, message: because }));
  return {
    files: [...files],
    excludeFiles: [...except],
    rules: { [`order-desk/${name}`]: ['error', ...options] },
  };
}
