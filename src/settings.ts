/** Environment -> typed settings. Every problem is told at once: a start that fails costs a deployment. */

import type { JSONWebKeySet } from 'jose';
import { createReader } from './settingsReader.ts';
import {
  parseBase64,
  parseClaimName,
  parseClientId,
  parseDatabase,
  parseDeadline,
  parseEndpoint,
  parseFlag,
  parseJwks,
  parseJwksUri,
  parseMaxTokenAge,
  parseOrigins,
  parseText,
} from './settingsParsers.ts';
import {
  parseAuthentication,
  parseConnectionString,
  parseOtlpEndpoint,
  type TelemetrySettings,
} from './telemetry/settings.ts';

export interface Settings {
  readonly cosmos: CosmosSettings;
  readonly jwt: JwtSettings;
  readonly corsOrigins: readonly string[];
  readonly requestDeadlineMs: number;
  readonly introspection: boolean;
  readonly trustedOnly: boolean;
  readonly serverTiming: boolean;
  readonly telemetry: TelemetrySettings;
}

export interface CosmosSettings {
  readonly endpoint: string;
  readonly database: string;
  /** Without a key the function's managed identity signs in. */
  readonly key?: string;
  readonly managedIdentityClientId?: string;
}

export interface JwtSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly tenantClaim: string;
  readonly maxTokenAgeSeconds: number;
  readonly keys:
    | { readonly type: 'Local'; readonly jwks: JSONWebKeySet }
    | { readonly type: 'Remote'; readonly uri: URL };
}

export type SettingsResult =
  | { readonly type: 'Settings'; readonly settings: Settings }
  | {
      readonly type: 'SettingsProblems';
      readonly problems: readonly string[];
      /** All of them, for the log. */
      readonly message: string;
    };

export function readSettings(env: Readonly<Record<string, string | undefined>>): SettingsResult {
  const { problems, isSet, required, optional, report } = createReader(env);

  const endpoint = required('COSMOS_ENDPOINT', parseEndpoint, 'the URL of the Cosmos DB account');
  const key = optional('COSMOS_KEY', parseBase64);
  const database = optional('COSMOS_DATABASE', parseDatabase) ?? 'orderdesk';
  const clientId = optional('AZURE_CLIENT_ID', parseClientId);
  if (endpoint?.encrypted === false && !endpoint.loopback && !isSet('COSMOS_KEY')) {
    report(
      'COSMOS_ENDPOINT',
      'is http on another host, which would show a managed identity token to the network: ' +
        'use https, or set COSMOS_KEY if this is an emulator',
    );
  }

  const issuer = required('JWT_ISSUER', parseText, 'the exact iss claim of the tokens');
  const audience = required('JWT_AUDIENCE', parseText, 'the aud claim that names this API');
  const tenantClaim = optional('JWT_TENANT_CLAIM', parseClaimName) ?? 'tid';
  const maxTokenAgeSeconds = optional('JWT_MAX_TOKEN_AGE', parseMaxTokenAge) ?? 100 * 60;
  const keys = isSet('JWT_JWKS')
    ? optional('JWT_JWKS', parseJwks)
    : optional('JWT_JWKS_URI', parseJwksUri);
  if (!isSet('JWT_JWKS') && !isSet('JWT_JWKS_URI')) {
    report(
      'JWT_JWKS',
      'is not set: set it to the JSON Web Key Set of the issuer (or JWT_JWKS_URI)',
    );
  }

  const corsOrigins = optional('CORS_ORIGINS', parseOrigins) ?? [];
  const requestDeadlineMs = optional('REQUEST_DEADLINE_MS', parseDeadline) ?? 10_000;
  const introspection = optional('GRAPHQL_INTROSPECTION', parseFlag) ?? false;
  const trustedOnly = optional('GRAPHQL_TRUSTED_ONLY', parseFlag) ?? false;

  const serverTiming = optional('SERVER_TIMING', parseFlag) ?? false;

  const connection = optional('APPLICATIONINSIGHTS_CONNECTION_STRING', parseConnectionString);
  const identity = optional('APPLICATIONINSIGHTS_AUTHENTICATION_STRING', parseAuthentication);
  const otlpEndpoint = optional('OTEL_EXPORTER_OTLP_ENDPOINT', parseOtlpEndpoint);

  if (
    problems.length > 0 ||
    endpoint === undefined ||
    issuer === undefined ||
    audience === undefined ||
    keys === undefined
  ) {
    return { type: 'SettingsProblems', problems, message: toMessage(problems) };
  }
  return {
    type: 'Settings',
    settings: {
      cosmos: {
        endpoint: endpoint.href,
        database,
        ...(key === undefined ? {} : { key }),
        ...(clientId === undefined ? {} : { managedIdentityClientId: clientId }),
      },
      jwt: { issuer, audience, tenantClaim, maxTokenAgeSeconds, keys },
      corsOrigins,
      requestDeadlineMs,
      introspection,
      trustedOnly,
      serverTiming,
      telemetry: {
        ...(connection && {
          applicationInsights: { ...connection, ...(identity && { identity }) },
        }),
        ...(otlpEndpoint !== undefined && { otlpEndpoint }),
      },
    },
  };
}

function toMessage(problems: readonly string[]): string {
  const [count, verb] =
    problems.length === 1 ? ['1 setting', 'is'] : [`${problems.length} settings`, 'are'];
  return [`${count} ${verb} wrong or missing:`, ...problems.map((problem) => `- ${problem}`)].join(
    '\n',
  );
}
