/** Each rule of the project is ESLint's `no-restricted-syntax` under a name of its own. */
// @ts-expect-error -- it has no types
import eslint from 'oxlint-plugin-eslint';
import { rules } from './rules.ts';

export default {
  meta: { name: 'order-desk' },
  rules: Object.fromEntries(
    Object.keys(rules).map((name) => [name, eslint.rules['no-restricted-syntax']]),
  ),
};
