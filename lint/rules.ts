import { layers } from './layers.ts';
import type { Rules } from './rule.ts';
import { state } from './state.ts';
import { writes } from './writes.ts';

export const rules: Rules = { ...layers, ...writes, ...state };
