// The function host's own storage: its leases, and the package that it runs. No data of the API lies here.

import { Tags } from 'types.bicep'

param name string
param packageContainerName string
param location string
param tags Tags
param zoneRedundant bool
param publicAccess bool
param deletionProtection bool
param logEachRequest bool
param workspaceId string

// Writes would be mostly the host's leases; a package that is gone explains an app that does not start.
var logCategories = [
  'StorageDelete'
  ...(logEachRequest ? ['StorageRead', 'StorageWrite'] : [])
]

var softDelete = deletionProtection ? { enabled: true, days: 14 } : { enabled: false }

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    // Rules for addresses would lock the host out: they know no service of the same region.
    networkAcls: publicAccess
      ? { defaultAction: 'Allow', bypass: 'AzureServices' }
      : { defaultAction: 'Deny', bypass: 'None' }
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: softDelete
    containerDeleteRetentionPolicy: softDelete
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (deletionProtection) {
  scope: account
  name: 'keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'Without it the function app does not start. Blobs can still be deleted by those who may.'
  }
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: blobs
  name: packageContainerName
  properties: {
    publicAccess: 'None'
  }
}

// There is no stable version that has this type's shape; the linter proposes one of 2016, which has another.
#disable-next-line use-recent-api-versions
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: blobs
  name: 'workspace'
  properties: {
    workspaceId: workspaceId
    logs: [for category in logCategories: { category: category, enabled: true }]
  }
}

output accountId string = account.id
