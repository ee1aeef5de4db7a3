/** For the normalised cache of urql, Graphcache: `cacheExchange({ keys })`. */
import { embedded } from './embedded.ts';

export const keys = Object.fromEntries(embedded.map((name) => [name, () => null]));
