/** What local.settings.json may say: what the settings of the function are, those of its host, and why no others. */

import { toJsonSchema } from '@valibot/to-json-schema';
import type { SchemaObject } from 'ajv';
import * as v from 'valibot';
import { settingsByName } from '../../../settings/schema.ts';

const forbidden = (description: string) =>
  v.optional(v.pipe(v.never(), v.description(description)));

const values = v.pipe(
  v.strictObject({
    FUNCTIONS_WORKER_RUNTIME: v.pipe(
      v.literal('node'),
      v.description(
        'For the host, on this machine only: Flex Consumption forbids it, and knows it from Bicep.',
      ),
    ),
    AzureWebJobsStorage: v.pipe(
      v.string(),
      v.nonEmpty(),
      v.description('For the host: where it keeps its keys and locks.'),
    ),
    ...settingsByName.entries,
    PORT: forbidden('It is for npm start. For func it is Host.LocalHttpPort, or --port.'),
    FUNCTIONS_EXTENSION_VERSION: forbidden(
      'On this machine the version of the host is that of func, and Flex Consumption forbids the setting.',
    ),
    FUNCTIONS_WORKER_PROCESS_COUNT: forbidden(
      'Flex Consumption forbids it. More processes are more instances: start func on another port.',
    ),
    AzureWebJobsDashboard: forbidden(
      'A way to log that is gone. Telemetry goes where the APPLICATIONINSIGHTS_ and OTEL_ settings say.',
    ),
  }),
  v.metadata({
    description:
      'The settings by their names, which become environment variables. One of the environment wins.',
    if: { not: { required: ['JWT_JWKS_URI'] } },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: { required: ['JWT_JWKS'] },
    patternProperties: {
      '^AzureFunctionsJobHost_': {
        description:
          'It changes host.json for this machine alone, so that something else runs here than on Azure.',
        not: {},
      },
      '^(WEBSITE|SCM)_': {
        description:
          'Azure sets it, or Flex Consumption forbids it: here the host would believe to be there.',
        not: {},
      },
    },
  }),
);

const host = v.pipe(
  v.strictObject({
    LocalHttpPort: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(65_535),
        v.description('The port, 7071 where it is not set.'),
      ),
    ),
    CORS: forbidden(
      'The API answers CORS itself, for CORS_ORIGINS. With this the host would, and not as on Azure.',
    ),
    CORSCredentials: forbidden(
      'The API uses no cookies: the token is in the Authorization header.',
    ),
  }),
  v.description('For func itself, on this machine.'),
);

const file = v.pipe(
  v.strictObject({
    IsEncrypted: v.pipe(
      v.literal(false),
      v.description('Encrypted values can be neither checked nor filled in.'),
    ),
    Values: values,
    Host: v.optional(host),
    ConnectionStrings: forbidden('Nothing reads them: keys and endpoints are Values.'),
  }),
  v.metadata({
    title: 'local.settings.json of this function app',
    description:
      'What `func start` may give to the function and its host. On Azure bicep/functionApp.bicep does.',
  }),
);

export function localSettingsSchema(): SchemaObject {
  const schema = toJsonSchema(file, {
    typeMode: 'input',
    // The flags of a pattern, which JSON Schema does not have.
    errorMode: 'ignore',
    // What is one of these is a text as well, and would be told twice where it is not.
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      valibotSchema.type === 'picklist' ? { enum: jsonSchema.enum } : undefined,
  });
  return schema as SchemaObject; // the two libraries have a type each for the same
}
