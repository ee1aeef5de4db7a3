/**
 * What a deployment would make, as the compiler predicts it: the snapshots in test/bicep, which `npm run bicep` compares
 * with what the files in bicep/ say.
 */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Calls } from '../src/cosmos/calls.ts';
import { containers } from '../src/cosmos/containers.ts';
import { readSettings } from '../src/settings/read.ts';
import type { Settings } from '../src/settings/schema.ts';

interface Resource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly kind?: string;
  readonly identity?: object;
  readonly sku?: { readonly name: string };
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Snapshot {
  readonly predictedResources: readonly Resource[];
  readonly diagnostics: readonly unknown[];
  readonly outputs: Readonly<Record<string, string>>;
}

const cosmos = 'Microsoft.DocumentDB/databaseAccounts';

async function textOf(path: string): Promise<string> {
  return readFile(new URL(`../${path}`, import.meta.url), 'utf8');
}

async function snapshotOf(name: string): Promise<Snapshot> {
  return JSON.parse(await textOf(`test/bicep/${name}.snapshot.json`)) as Snapshot; // the compiler's own form
}

function all({ predictedResources }: Snapshot, type: string): readonly Resource[] {
  return predictedResources.filter((resource) => resource.type === type);
}

function one(snapshot: Snapshot, type: string): Resource {
  const [resource, ...others] = all(snapshot, type);
  if (!resource || others.length > 0) throw new Error(`${others.length + 1} of ${type}, not one`);
  return resource;
}

interface Site {
  readonly siteConfig: {
    readonly appSettings: readonly { readonly name: string; readonly value: string }[];
  };
}

function appSettingsOf(snapshot: Snapshot): ReadonlyMap<string, string> {
  const site = one(snapshot, 'Microsoft.Web/sites').properties as unknown as Site; // as in functionApp.bicep
  return new Map(site.siteConfig.appSettings.map(({ name, value }) => [name, value]));
}

/** What is known after the deployment only. */
const made: Readonly<Record<string, string>> = {
  COSMOS_ENDPOINT: 'https://order-desk.documents.azure.com:443/',
  APPLICATIONINSIGHTS_CONNECTION_STRING:
    'InstrumentationKey=00000000-0000-0000-0000-000000000004;IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/',
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING:
    'ClientId=00000000-0000-0000-0000-000000000003;Authorization=AAD',
  AZURE_CLIENT_ID: '00000000-0000-0000-0000-000000000003',
};

function settingsOf(snapshot: Snapshot): Settings {
  const result = readSettings({ ...Object.fromEntries(appSettingsOf(snapshot)), ...made });
  if (result.type === 'SettingsProblems') throw new Error(result.message);
  return result.settings;
}

/** Every name that the settings are asked for. */
function settingsRead(): readonly string[] {
  const names = new Set<string>();
  readSettings(new Proxy({}, { get: (_env, name) => void names.add(String(name)) }));
  return [...names];
}

const notOnAzure: readonly string[] = [
  'COSMOS_KEY',
  'JWT_JWKS_URI',
  // Application Insights is what there is.
  'OTEL_EXPORTER_OTLP_ENDPOINT',
];

const hostSettings: readonly string[] = [
  'AzureWebJobsStorage__blobServiceUri',
  'AzureWebJobsStorage__clientId',
  'AzureWebJobsStorage__credential',
  'FUNCTIONS_REQUEST_BODY_SIZE_LIMIT',
];

const dataActions: Readonly<Record<keyof Calls, string>> = {
  read: `${cosmos}/sqlDatabases/containers/items/read`,
  create: `${cosmos}/sqlDatabases/containers/items/create`,
  replace: `${cosmos}/sqlDatabases/containers/items/replace`,
  query: `${cosmos}/sqlDatabases/containers/executeQuery`,
};

const forbiddenOnFlex =
  /^(?:FUNCTIONS_(?:WORKER_RUNTIME|EXTENSION_VERSION|MAX_HTTP_CONCURRENCY|WORKER_PROCESS_COUNT)|WEBSITE_.*|SCM_.*|ENABLE_ORYX_BUILD|TZ|AzureWebJobsStorage|AzureWebJobsDashboard)$/i;

const allowedSiteConfig = ['appSettings', 'ftpsState', 'minTlsVersion', 'scmMinTlsVersion'];

const development = await snapshotOf('development');
const production = await snapshotOf('production');

test('the containers that Bicep reads are written from the code', async () => {
  expect(JSON.parse(await textOf('bicep/containers.json'))).toEqual(containers);
});

test('every parameter says what it is for, no number is without bounds, and none is a secret', async () => {
  const text = await textOf('bicep/main.bicep');
  const parameters = text.split('\n\n').filter((part) => /^param /m.test(part));
  expect(parameters.length).toBeGreaterThan(20);
  expect(parameters.filter((part) => !part.startsWith("@description('"))).toEqual([]);
  const numbers = parameters.filter((part) => / int\b/.test(part));
  expect(numbers.filter((part) => !/@minValue[^]*@maxValue|@allowed/.test(part))).toEqual([]);
  expect(text).not.toContain('@secure');
});

describe.each([
  ['development', development],
  ['production', production],
])('%s', (_name, snapshot) => {
  test('the compiler has no remark', () => {
    expect(snapshot.diagnostics).toEqual([]);
  });

  test('the containers have the names, partition keys and indexes that the code relies on', () => {
    const deployed = all(snapshot, `${cosmos}/sqlDatabases/containers`);
    expect(deployed.map(({ properties }) => properties['resource'])).toEqual(containers);
    expect(deployed.map(({ name }) => name.split('/').slice(1))).toEqual(
      containers.map(({ id }) => [settingsOf(snapshot).cosmos.database, id]),
    );
  });

  test('every setting that the code reads is set, the host has its own, and there is no other', () => {
    const expected = settingsRead().filter((name) => !notOnAzure.includes(name));
    expect(expected).toContain('GRAPHQL_TRUSTED_ONLY');
    expect([...appSettingsOf(snapshot).keys()].sort()).toEqual(
      [...expected, ...hostSettings].sort(),
    );
  });

  test('the code starts with the settings', () => {
    expect(settingsOf(snapshot)).toMatchObject({
      jwt: {
        issuer: 'https://login.example.com/',
        audience: 'order-desk',
        keys: { type: 'Local' },
      },
    });
  });

  test('the identity is who signs in to the database', () => {
    expect(appSettingsOf(snapshot).get('AZURE_CLIENT_ID')).toMatch(
      /^\[reference\('[^']*\/userAssignedIdentities\/[^']*', '[^']*'\)\.clientId\]$/,
    );
    expect(appSettingsOf(snapshot).get('COSMOS_ENDPOINT')).toMatch(/\.documentEndpoint\]$/);
  });

  test('there is no key, password or connection string anywhere', () => {
    const text = JSON.stringify(snapshot).replace(
      /\{"name":"APPLICATIONINSIGHTS_CONNECTION_STRING","value":"\[reference\('[^']*', '[^']*'\)\.ConnectionString\]"\}/,
      '',
    );
    expect(text).not.toMatch(
      /list\w*(?:Keys|Secrets|Strings|Sas)\b|connection_?string|AccountKey|SharedAccessKey|InstrumentationKey|(?:primary|secondary)\w*Key|password|secret/i,
    );
    expect(Object.keys(snapshot.outputs).sort()).toEqual([
      'cosmosEndpoint',
      'endpoint',
      'functionAppName',
    ]);
  });

  test('shared keys, local accounts and publishing passwords are off', () => {
    expect(one(snapshot, 'Microsoft.Storage/storageAccounts').properties).toMatchObject({
      allowSharedKeyAccess: false,
      allowBlobPublicAccess: false,
    });
    expect(one(snapshot, cosmos).properties).toMatchObject({
      disableLocalAuth: true,
      disableKeyBasedMetadataWriteAccess: true,
    });
    expect(one(snapshot, 'Microsoft.Insights/components').properties).toMatchObject({
      DisableLocalAuth: true,
    });
    expect(one(snapshot, 'Microsoft.OperationalInsights/workspaces').properties).toMatchObject({
      features: { disableLocalAuth: true },
    });
    const passwords = all(snapshot, 'Microsoft.Web/sites/basicPublishingCredentialsPolicies');
    expect(passwords.map(({ name, properties }) => [name.split('/')[1], properties])).toEqual([
      ['ftp', { allow: false }],
      ['scm', { allow: false }],
    ]);
  });

  test('the database takes writes in one region, and reads are as consistent as their session', () => {
    expect(one(snapshot, cosmos).properties).toMatchObject({
      enableMultipleWriteLocations: false,
      consistencyPolicy: { defaultConsistencyLevel: 'Session' },
      backupPolicy: { type: 'Continuous' },
    });
  });

  test('the identity may do with data what the code does, in the one database, and nothing else', () => {
    const { id } = one(snapshot, cosmos);
    const scope = `${id}/dbs/${settingsOf(snapshot).cosmos.database}`;
    const role = one(snapshot, `${cosmos}/sqlRoleDefinitions`);
    expect(role.properties).toMatchObject({
      assignableScopes: [scope],
      permissions: [{ dataActions: [`${cosmos}/readMetadata`, ...Object.values(dataActions)] }],
    });
    expect(role.properties['permissions']).toHaveLength(1);
    expect(one(snapshot, `${cosmos}/sqlRoleAssignments`).properties).toMatchObject({
      scope,
      roleDefinitionId: role.id,
    });
  });

  test('and it may keep the host running and tell how things go', () => {
    const roles = all(snapshot, 'Microsoft.Authorization/roleAssignments').map(
      ({ id, properties }) => [
        id.split('/').at(-6),
        String(properties['roleDefinitionId']).split('/').at(-1),
      ],
    );
    expect(roles).toEqual([
      ['storageAccounts', 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'],
      ['components', '3913510d-42f4-4e42-8a64-420c390055eb'],
    ]);
  });

  test('the function runs on Flex Consumption and Node 24, with nothing that Flex forbids', () => {
    expect(one(snapshot, 'Microsoft.Web/serverfarms')).toMatchObject({ sku: { name: 'FC1' } });
    const { identity, properties } = one(snapshot, 'Microsoft.Web/sites');
    expect(identity).toMatchObject({ type: 'UserAssigned' });
    expect(properties['functionAppConfig']).toMatchObject({
      runtime: { name: 'node', version: '24' },
      deployment: { storage: { authentication: { type: 'UserAssignedIdentity' } } },
    });
    expect(
      [...appSettingsOf(snapshot).keys()].filter((name) => forbiddenOnFlex.test(name)),
    ).toEqual([]);
    expect(Object.keys(properties['siteConfig'] ?? {}).sort()).toEqual(allowedSiteConfig);
    expect(all(snapshot, 'Microsoft.Web/sites/slots')).toEqual([]);
  });

  test('everything speaks HTTPS alone, with TLS 1.2 or newer', () => {
    expect(one(snapshot, 'Microsoft.Web/sites').properties).toMatchObject({
      httpsOnly: true,
      siteConfig: { minTlsVersion: '1.2', scmMinTlsVersion: '1.2', ftpsState: 'Disabled' },
    });
    expect(one(snapshot, 'Microsoft.Storage/storageAccounts').properties).toMatchObject({
      supportsHttpsTrafficOnly: true,
      minimumTlsVersion: 'TLS1_2',
    });
    expect(one(snapshot, cosmos).properties).toMatchObject({ minimalTlsVersion: 'Tls12' });
  });

  test('the function, the database and the storage write to the one workspace', () => {
    const { id } = one(snapshot, 'Microsoft.OperationalInsights/workspaces');
    const settings = all(snapshot, 'Microsoft.Insights/diagnosticSettings');
    expect(settings.map(({ properties }) => properties['workspaceId'])).toEqual([id, id, id]);
  });

  test('somebody is told of failures, masked and unavailable answers, slowness, conflicts and throttling', () => {
    const rules = [
      ...all(snapshot, 'Microsoft.Insights/scheduledQueryRules'),
      ...all(snapshot, 'Microsoft.Insights/metricAlerts'),
    ].map(({ name }) => name.replace(/^(?:orderdesk|order-desk-prod)-/, ''));
    expect(rules).toEqual(
      expect.arrayContaining([
        'server-errors',
        'unexpected-errors',
        'unavailable',
        'slow',
        'conflicts',
        'throttling',
      ]),
    );
  });
});

describe('development', () => {
  test('has the defaults of the code in all that its parameters do not say', () => {
    const said = [
      'JWT_ISSUER',
      'JWT_AUDIENCE',
      'JWT_JWKS',
      'CORS_ORIGINS',
      'GRAPHQL_INTROSPECTION',
    ];
    const given = Object.fromEntries(
      [...appSettingsOf(development)].filter(([name]) => said.includes(name)),
    );
    expect(readSettings({ ...given, ...made })).toEqual({
      type: 'Settings',
      settings: settingsOf(development),
    });
  });

  test('has public addresses and no network, since no key and no password opens them', () => {
    expect(accessOf(development)).toEqual([
      { publicNetworkAccess: 'Enabled' },
      {
        publicNetworkAccess: 'Enabled',
        networkAcls: { defaultAction: 'Allow', bypass: 'AzureServices' },
      },
    ]);
    expect(
      development.predictedResources.filter(({ type }) => type.startsWith('Microsoft.Network/')),
    ).toEqual([]);
    const { virtualNetworkSubnetId } = one(development, 'Microsoft.Web/sites').properties;
    expect(virtualNetworkSubnetId).toBeNull();
  });

  test('can be taken down with all that is in it, and logs counts', () => {
    expect(all(development, 'Microsoft.Authorization/locks')).toEqual([]);
    expect(one(development, 'Microsoft.Storage/storageAccounts/blobServices').properties).toEqual({
      deleteRetentionPolicy: { enabled: false },
      containerDeleteRetentionPolicy: { enabled: false },
    });
    expect(logsOf(development)).toEqual([
      'ControlPlaneRequests',
      'DataPlaneRequests5M',
      'FunctionAppLogs',
      'StorageDelete',
    ]);
  });

  test('costs nothing while nobody uses it', () => {
    expect(one(development, cosmos).properties).toMatchObject({
      capabilities: [{ name: 'EnableServerless' }],
      locations: [{ locationName: 'westeurope', failoverPriority: 0, isZoneRedundant: false }],
    });
    expect(scaleOf(development)).toEqual({
      instanceMemoryMB: 2048,
      maximumInstanceCount: 40,
      alwaysReady: [],
    });
    expect(all(development, 'Microsoft.Insights/webtests')).toEqual([]);
    const [container] = all(development, `${cosmos}/sqlDatabases/containers`);
    expect(container?.properties['options']).toEqual({});
  });
});

describe('production', () => {
  test('has a second region that takes no writes and is not promoted by a machine', () => {
    expect(one(production, cosmos).properties).toMatchObject({
      capabilities: [],
      enableAutomaticFailover: false,
      locations: [
        { locationName: 'westeurope', failoverPriority: 0 },
        { locationName: 'northeurope', failoverPriority: 1 },
      ],
    });
  });

  test('has no public address but that of the function, which reaches the rest by a network', () => {
    expect(accessOf(production)).toEqual([
      { publicNetworkAccess: 'Disabled' },
      { publicNetworkAccess: 'Disabled', networkAcls: { defaultAction: 'Deny', bypass: 'None' } },
    ]);
    const network = one(production, 'Microsoft.Network/virtualNetworks');
    expect(network.properties['subnets']).toMatchObject([
      {
        name: 'function',
        properties: {
          delegations: [{ properties: { serviceName: 'Microsoft.App/environments' } }],
        },
      },
      { name: 'endpoints' },
    ]);
    expect(one(production, 'Microsoft.Web/sites').properties).toMatchObject({
      virtualNetworkSubnetId: `${network.id}/subnets/function`,
    });
  });

  test('has an address in that network for the database and each service of the storage, and a name', () => {
    const { id: database } = one(production, cosmos);
    const { id: storage } = one(production, 'Microsoft.Storage/storageAccounts');
    const network = one(production, 'Microsoft.Network/virtualNetworks');
    const endpoints = all(production, 'Microsoft.Network/privateEndpoints');
    expect(endpoints.map(({ properties }) => properties)).toEqual(
      [
        [database, 'Sql'],
        [storage, 'blob'],
        [storage, 'queue'],
        [storage, 'table'],
      ].map(([account, group]) => ({
        subnet: { id: `${network.id}/subnets/endpoints` },
        privateLinkServiceConnections: [
          {
            name: group?.toLowerCase(),
            properties: { privateLinkServiceId: account, groupIds: [group] },
          },
        ],
      })),
    );
    const zones = all(production, 'Microsoft.Network/privateDnsZones').map(({ name }) => name);
    expect(zones).toEqual([
      'privatelink.documents.azure.com',
      ...['blob', 'queue', 'table'].map((service) =>
        expect.stringContaining(`privatelink.${service}.`),
      ),
    ]);
    const links = all(production, 'Microsoft.Network/privateDnsZones/virtualNetworkLinks');
    expect(links.map(({ properties }) => properties['virtualNetwork'])).toEqual(
      zones.map(() => ({ id: network.id })),
    );
    const groups = all(production, 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups');
    expect(groups.map(({ properties }) => JSON.stringify(properties))).toEqual(
      ['documents', 'blob', 'queue', 'table'].map((service) =>
        expect.stringContaining(`privatelink.${service}.`),
      ),
    );
  });

  test('is not deleted by accident, and what was deleted from the storage can be had back', () => {
    const locks = all(production, 'Microsoft.Authorization/locks');
    expect(locks.map(({ id, properties }) => [id.split('/').at(-6), properties['level']])).toEqual([
      ['storageAccounts', 'CanNotDelete'],
      ['databaseAccounts', 'CanNotDelete'],
    ]);
    expect(one(production, 'Microsoft.Storage/storageAccounts/blobServices').properties).toEqual({
      deleteRetentionPolicy: { enabled: true, days: 14 },
      containerDeleteRetentionPolicy: { enabled: true, days: 14 },
    });
  });

  test('logs each request to database and storage', () => {
    expect(logsOf(production)).toEqual([
      'ControlPlaneRequests',
      'DataPlaneRequests',
      'FunctionAppLogs',
      'StorageDelete',
      'StorageRead',
      'StorageWrite',
    ]);
  });

  test('is spread over zones, with two instances that are never cold', () => {
    expect(one(production, 'Microsoft.Web/serverfarms').properties).toMatchObject({
      zoneRedundant: true,
    });
    expect(one(production, 'Microsoft.Storage/storageAccounts').sku?.name).toBe('Standard_ZRS');
    expect(one(production, cosmos).properties).toMatchObject({
      locations: [{ isZoneRedundant: true }, { isZoneRedundant: true }],
    });
    expect(scaleOf(production)).toEqual({
      instanceMemoryMB: 2048,
      maximumInstanceCount: 100,
      alwaysReady: [{ name: 'http', instanceCount: 2 }],
      triggers: { http: { perInstanceConcurrency: 32 } },
    });
  });

  test('has reserved throughput in each container', () => {
    const options = all(production, `${cosmos}/sqlDatabases/containers`).map(
      ({ properties }) => properties['options'],
    );
    expect(options).toEqual(
      containers.map(() => ({ autoscaleSettings: { maxThroughput: 10000 } })),
    );
  });

  test('takes the tokens of an issuer that is changing its keys', () => {
    const { jwt, corsOrigins, requestDeadlineMs, introspection } = settingsOf(production);
    expect(jwt).toMatchObject({ tenantClaim: 'tenant', maxTokenAgeSeconds: 900 });
    expect(jwt.keys).toMatchObject({ jwks: { keys: [{ kid: 'key-1' }, { kid: 'key-2' }] } });
    expect({ corsOrigins, requestDeadlineMs, introspection }).toEqual({
      corsOrigins: ['https://desk.example.com', 'https://admin.example.com'],
      requestDeadlineMs: 5000,
      introspection: false,
    });
  });

  test('is asked for its health from outside, and people hear of every alert', () => {
    const { Request: request } = one(production, 'Microsoft.Insights/webtests').properties;
    expect(request).toMatchObject({
      RequestUrl: expect.stringMatching(/^\[format\('\{0\}\/graphql\/health', /),
    });
    const { id } = one(production, 'Microsoft.Insights/actionGroups');
    const rules = [
      ...all(production, 'Microsoft.Insights/scheduledQueryRules'),
      ...all(production, 'Microsoft.Insights/metricAlerts'),
    ];
    expect(rules).toHaveLength(7);
    const deaf = rules.filter(
      ({ properties }) => !JSON.stringify(properties['actions']).includes(id),
    );
    expect(deaf).toEqual([]);
  });
});

/** Of the database, and of the storage. */
function accessOf(snapshot: Snapshot): readonly object[] {
  return [cosmos, 'Microsoft.Storage/storageAccounts'].map((type) => {
    const { publicNetworkAccess, networkAcls } = one(snapshot, type).properties;
    return { publicNetworkAccess, ...(networkAcls !== undefined && { networkAcls }) };
  });
}

function logsOf(snapshot: Snapshot): readonly string[] {
  return all(snapshot, 'Microsoft.Insights/diagnosticSettings')
    .flatMap(({ properties }) => properties['logs'] as readonly { readonly category: string }[]) // as in the templates
    .map(({ category }) => category)
    .sort();
}

function scaleOf(snapshot: Snapshot): unknown {
  const { functionAppConfig } = one(snapshot, 'Microsoft.Web/sites').properties;
  const { scaleAndConcurrency } = functionAppConfig as { readonly scaleAndConcurrency: unknown }; // as in functionApp.bicep
  return scaleAndConcurrency;
}
