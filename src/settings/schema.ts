/** All settings. The groups stand in the order in which problems are told. */

import * as v from 'valibot';
import { cosmos } from './cosmos.ts';
import { jwt, keySet, keySetUri, tokens } from './jwt.ts';
import { requests } from './requests.ts';
import { telemetry } from './telemetry.ts';

export const schema = v.intersect([cosmos, jwt, requests, telemetry]);

export type Settings = v.InferOutput<typeof schema>;

/** Each setting by its name, for whoever asks which there are and what is said of them. */
export const settingsByName = v.object({
  ...cosmos.entries,
  ...tokens.entries,
  ...v.partial(keySet).entries,
  ...v.partial(keySetUri).entries,
  ...requests.entries,
  ...telemetry.entries,
});
