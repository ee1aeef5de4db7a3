/** What an instance reads before its first answer, against what it has to. */
import { basename } from 'node:path';
import type { Bundle } from './bundles.ts';

export interface LoadedModules {
  /** Files of the bundle. */
  readonly files: number;
  /** Sources that are in those files. */
  readonly sources: number;
  readonly builtins: number;
  /** Files beyond the entry and what it imports statically: nothing should be loaded on demand before an answer. */
  readonly onDemand: readonly string[];
}

export function modulesOf(bundle: Bundle, loaded: readonly string[]): LoadedModules {
  const urls = [...new Set(loaded)];
  const files = urls
    .filter((url) => url.startsWith('file:'))
    .map((url) => basename(new URL(url).pathname));
  return {
    files: files.length,
    sources: bundle.sources.length,
    builtins: urls.length - files.length,
    onDemand: files.filter((file) => !bundle.files.includes(file)),
  };
}
