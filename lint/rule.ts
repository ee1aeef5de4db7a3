/** What the project forbids itself, beyond what linters know. */
export interface Rule {
  readonly files: readonly string[];
  readonly except?: readonly string[];
  /** Selectors as ESLint has them: https://eslint.org/docs/latest/extend/selectors */
  readonly forbids: readonly string[];
  /** What the person is told who breaks it. */
  readonly because: string;
}

export type Rules = Readonly<Record<string, Rule>>;

export const served = ['functions/**', 'schema/**', 'src/**'] as const;

/** What runs in browsers: examples of what clients do with the API. */
export const examples = 'examples/**';

/** What runs the project on a developer's machine, and what brings it to Azure. */
export const tools = ['src/local/**', 'src/deploy/**'] as const;
