/** Where telemetry goes, in the words of the two ways to say so. */

import * as v from 'valibot';
import { guid, isPrivate, optional, parseHttpUrl } from './text.ts';

/** Each is there where it is configured. */
export type TelemetrySettings = Partial<v.InferOutput<typeof telemetry>['telemetry']>;

export type ApplicationInsightsSettings = NonNullable<TelemetrySettings['applicationInsights']>;

const publicEndpoint = 'https://dc.services.visualstudio.com';

export const telemetry = v.pipe(
  v.object({
    APPLICATIONINSIGHTS_CONNECTION_STRING: optional({
      description:
        'For the host as well: where telemetry goes. Without it, and without an OTLP endpoint, nowhere.',
      examples: [
        'InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://westeurope-0.in.applicationinsights.azure.com/',
      ],
      look: /InstrumentationKey\s*=/i,
      parse: parseConnectionString,
      problem:
        'is not a connection string like InstrumentationKey=<GUID>;IngestionEndpoint=https://…: ' +
        'copy the whole one of Application Insights',
    }),
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: optional({
      description: 'For the host as well: which identity signs in to Application Insights.',
      examples: ['ClientId=12345678-90ab-cdef-1234-567890abcdef;Authorization=AAD'],
      look: /Authorization\s*=\s*AAD/i,
      parse: parseAuthentication,
      problem:
        'is not Authorization=AAD, or ClientId=<client id of the user-assigned identity>;Authorization=AAD',
    }),
    OTEL_EXPORTER_OTLP_ENDPOINT: optional({
      description: 'For the host as well: an OpenTelemetry collector.',
      examples: ['http://127.0.0.1:4318'],
      look: /^https?:/i,
      parse: parseOtlpEndpoint,
      problem: 'is not an http(s) URL like http://localhost:4318, below which /v1/traces lies',
    }),
  }),
  v.transform((read) => ({
    telemetry: {
      applicationInsights: read.APPLICATIONINSIGHTS_CONNECTION_STRING && {
        ...read.APPLICATIONINSIGHTS_CONNECTION_STRING,
        // Without one, whoever knows the instrumentation key may send.
        ...(read.APPLICATIONINSIGHTS_AUTHENTICATION_STRING && {
          identity: read.APPLICATIONINSIGHTS_AUTHENTICATION_STRING,
        }),
      },
      otlpEndpoint: read.OTEL_EXPORTER_OTLP_ENDPOINT,
    },
  })),
);

/** `Key=value` pairs, as https://learn.microsoft.com/azure/azure-monitor/app/connection-strings has them. */
export function pairsOf(list: string): ReadonlyMap<string, string> {
  const pairs = list.split(';').filter((pair) => pair.trim() !== '');
  return new Map(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim()];
    }),
  );
}

/** `plainEndpoint` is where it goes without TLS, which is on this machine alone. */
function parseConnectionString(value: string) {
  const pairs = pairsOf(value);
  const instrumentationKey = pairs.get('instrumentationkey') ?? '';
  const endpoint = parseHttpUrl(pairs.get('ingestionendpoint') ?? publicEndpoint);
  if (!guid.test(instrumentationKey) || !endpoint || !isPrivate(endpoint)) return undefined;
  return {
    connectionString: value,
    ...(endpoint.protocol === 'http:' && { plainEndpoint: endpoint.href.replace(/\/$/, '') }),
  };
}

/** In the form that the Functions host reads, too. */
function parseAuthentication(value: string) {
  const pairs = pairsOf(value);
  const clientId = pairs.get('clientid');
  const isGood =
    pairs.get('authorization')?.toLowerCase() === 'aad' &&
    (clientId === undefined || guid.test(clientId));
  return isGood ? { clientId } : undefined;
}

function parseOtlpEndpoint(endpoint: string): string | undefined {
  const url = parseHttpUrl(endpoint);
  return url?.search === '' && url.hash === '' ? url.href.replace(/\/$/, '') : undefined;
}
