// The database. What the code relies on is fixed here; what an operator may choose is a parameter.

import { Capacity, Tags } from 'types.bicep'

param accountName string
param databaseName string
param location string
param tags Tags
param capacity Capacity
param autoscaleMaxThroughput int
param readRegions string[]
param automaticFailover bool
param zoneRedundant bool
param backupTier string
param publicAccess bool
param deletionProtection bool
param logEachRequest bool
param workspaceId string

// The code's own definitions, written by `npm run bicep -- --update`.
var containers = loadJsonContent('containers.json')

var isServerless = capacity == 'Serverless'
var regions = isServerless && !empty(readRegions)
  ? fail('a serverless account has one region: leave readRegions empty, or set capacity to Autoscale')
  : [location, ...readRegions]
var maxThroughput = autoscaleMaxThroughput % 1000 == 0
  ? autoscaleMaxThroughput
  : fail('autoscaleMaxThroughput is a multiple of 1000')

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' = {
  name: accountName
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    capabilities: isServerless ? [{ name: 'EnableServerless' }] : []
    locations: [
      for (region, index) in regions: {
        locationName: region
        failoverPriority: index
        isZoneRedundant: zoneRedundant
      }
    ]
    // Every change goes under If-Match, and that is exact in one write region only: with several, each region checks
    // against its own etag, and a change that was answered as made can lose to another region's afterwards.
    enableMultipleWriteLocations: false
    enableAutomaticFailover: automaticFailover
    // Clients carry the session token from answer to request.
    consistencyPolicy: {
      defaultConsistencyLevel: 'Session'
    }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: {
        tier: backupTier
      }
    }
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (deletionProtection) {
  scope: account
  name: 'keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'The data of the API. Items can still be deleted by those who may.'
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2025-10-15' = {
  parent: account
  name: databaseName
  properties: {
    resource: {
      id: databaseName
    }
  }
}

resource container 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2025-10-15' = [
  for definition in containers: {
    parent: database
    name: definition.id
    properties: {
      resource: definition
      options: isServerless ? {} : { autoscaleSettings: { maxThroughput: maxThroughput } }
    }
  }
]

// There is no stable version that has this type's shape; the linter proposes one of 2016, which has another.
#disable-next-line use-recent-api-versions
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account
  name: 'workspace'
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      {
        // Counts for every five minutes: a row for each request would cost about twenty times as much.
        category: logEachRequest ? 'DataPlaneRequests' : 'DataPlaneRequests5M'
        enabled: true
      }
      {
        category: 'ControlPlaneRequests'
        enabled: true
      }
    ]
  }
}

output accountId string = account.id
output endpoint string = account.properties.documentEndpoint
