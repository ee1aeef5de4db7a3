// The one function on Flex Consumption. It keeps nothing, so instances come and go as the platform likes.

import { Tags, Tokens } from 'types.bicep'

param name string
param planName string
param location string
param tags Tags
param identityName string
param insightsName string
param storageAccountName string
param packageContainerName string
param subnetId string?
param workspaceId string
param cosmosEndpoint string
param databaseName string
param tokens Tokens
param corsOrigins string[]
param requestDeadlineMs int
param introspection bool
param trustedOnly bool
param serverTiming bool
param instanceMemoryMB int
param maximumInstanceCount int
param alwaysReadyInstances int
param httpConcurrency int?
param zoneRedundant bool

// The API answers 413 above 1 MiB; the host answers an empty 500 above its own limit, so that one is higher.
var hostBodyLimitBytes = 4 * 1024 * 1024

var alwaysReady = zoneRedundant && alwaysReadyInstances < 2
  ? fail('zone redundancy needs at least 2 always ready instances: set alwaysReadyInstances')
  : alwaysReadyInstances

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource storageAccount 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageAccountName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  // azd finds the app by this tag.
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    virtualNetworkSubnetId: subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storageAccount.properties.primaryEndpoints.blob}${packageContainerName}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: {
        name: 'node'
        version: '24'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReady == 0 ? [] : [{ name: 'http', instanceCount: alwaysReady }]
        ...(httpConcurrency == null
          ? {}
          : { triggers: { http: { perInstanceConcurrency: httpConcurrency! } } })
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      // CORS is the API's own: were it set here too, the front end would answer preflights by other rules.
      appSettings: [
        { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
        { name: 'AzureWebJobsStorage__clientId', value: identity.properties.clientId }
        {
          name: 'AzureWebJobsStorage__blobServiceUri'
          value: storageAccount.properties.primaryEndpoints.blob
        }
        // The host and the code both read these two. The first says where telemetry goes; with local
        // authentication off it lets nobody in.
        {
          name: 'APPLICATIONINSIGHTS_CONNECTION_STRING'
          value: insights.properties.ConnectionString
        }
        {
          name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING'
          value: 'ClientId=${identity.properties.clientId};Authorization=AAD'
        }
        { name: 'FUNCTIONS_REQUEST_BODY_SIZE_LIMIT', value: string(hostBodyLimitBytes) }
        { name: 'AZURE_CLIENT_ID', value: identity.properties.clientId }
        { name: 'COSMOS_ENDPOINT', value: cosmosEndpoint }
        { name: 'COSMOS_DATABASE', value: databaseName }
        { name: 'JWT_ISSUER', value: tokens.issuer }
        { name: 'JWT_AUDIENCE', value: tokens.audience }
        { name: 'JWT_JWKS', value: string(tokens.keySet) }
        { name: 'JWT_MAX_TOKEN_AGE', value: tokens.maxAge }
        { name: 'JWT_TENANT_CLAIM', value: tokens.tenantClaim }
        { name: 'CORS_ORIGINS', value: join(corsOrigins, ',') }
        { name: 'REQUEST_DEADLINE_MS', value: string(requestDeadlineMs) }
        { name: 'GRAPHQL_INTROSPECTION', value: introspection ? 'true' : 'false' }
        { name: 'SERVER_TIMING', value: serverTiming ? 'true' : 'false' }
        { name: 'GRAPHQL_TRUSTED_ONLY', value: trustedOnly ? 'true' : 'false' }
      ]
    }
  }
}

// Publishing needs a signed-in person or workflow, never a user name and a password.
resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource noScmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

// There is no stable version that has this type's shape; the linter proposes one of 2016, which has another.
#disable-next-line use-recent-api-versions
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: app
  name: 'workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        // Gets there without the app's identity: so it tells of a start that failed for want of it.
        category: 'FunctionAppLogs'
        enabled: true
      }
    ]
  }
}

output appName string = app.name
output origin string = 'https://${app.properties.defaultHostName}'
