/** Where telemetry goes, in the words of the two ways to say so. */
import type { Parsed } from '../settingsReader.ts';
import { isLoopback, parseClientId, parseHttpUrl } from '../settingsParsers.ts';

/** Each is there where it is configured. */
export interface TelemetrySettings {
  readonly applicationInsights?: ApplicationInsightsSettings;
  /** The base, below which the signals have their own paths. */
  readonly otlpEndpoint?: string;
}

export interface ApplicationInsightsSettings extends ConnectionString {
  /** Without it, whoever knows the instrumentation key may send. */
  readonly identity?: Identity;
}

export interface ConnectionString {
  /** The whole text. */
  readonly connectionString: string;
  /** The ingestion endpoint, where it is one without TLS on this machine. */
  readonly plainEndpoint?: string;
}

/** A managed identity: the system's own where there is no client id. */
export interface Identity {
  readonly clientId?: string;
}

const publicEndpoint = 'https://dc.services.visualstudio.com';

/** `Key=value` pairs, as https://learn.microsoft.com/azure/azure-monitor/app/connection-strings has them. */
export function pairsOf(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(';').filter((pair) => pair.trim() !== '');
  return new Map(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim()];
    }),
  );
}

export function parseConnectionString(text: string): Parsed<ConnectionString> {
  const pairs = pairsOf(text);
  const instrumentationKey = pairs.get('instrumentationkey') ?? '';
  const endpoint = parseHttpUrl(pairs.get('ingestionendpoint') ?? publicEndpoint);
  if (!('value' in parseClientId(instrumentationKey)) || !endpoint || !isPrivate(endpoint)) {
    return {
      problem:
        'is not a connection string like InstrumentationKey=<GUID>;IngestionEndpoint=https://…: ' +
        'copy the whole one of Application Insights',
    };
  }
  return {
    value: {
      connectionString: text,
      ...(endpoint.protocol === 'http:' && { plainEndpoint: endpoint.href.replace(/\/$/, '') }),
    },
  };
}

/** In the form that the Functions host reads, too. */
export function parseAuthentication(text: string): Parsed<Identity> {
  const pairs = pairsOf(text);
  const clientId = pairs.get('clientid');
  const isGood =
    pairs.get('authorization')?.toLowerCase() === 'aad' &&
    (clientId === undefined || 'value' in parseClientId(clientId));
  return isGood
    ? { value: clientId === undefined ? {} : { clientId } }
    : {
        problem:
          'is not Authorization=AAD, or ClientId=<client id of the user-assigned identity>;Authorization=AAD',
      };
}

export function parseOtlpEndpoint(text: string): Parsed<string> {
  const url = parseHttpUrl(text);
  return url !== undefined && url.search === '' && url.hash === ''
    ? { value: url.href.replace(/\/$/, '') }
    : { problem: 'is not an http(s) URL like http://localhost:4318, below which /v1/traces lies' };
}

/** The token goes there. */
function isPrivate(url: URL): boolean {
  return url.protocol === 'https:' || isLoopback(url);
}
