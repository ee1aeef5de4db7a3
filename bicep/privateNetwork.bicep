// A network through which the function alone reaches the database and the storage, whose public addresses are closed.

import { Tags } from 'types.bicep'

param name string
param location string
param tags Tags
param cosmosAccountId string
param storageAccountId string

// Of this network alone. Choose others before it is connected to networks that have these.
var functionAddresses = '10.0.0.0/25'
var endpointAddresses = '10.0.0.128/27'

var storageSuffix = environment().suffixes.storage

// The names that the accounts have anyway lead to these zones, and so to addresses of the network.
var endpoints = [
  {
    group: 'Sql'
    accountId: cosmosAccountId
    zone: 'privatelink.documents.azure.com'
  }
  {
    group: 'blob'
    accountId: storageAccountId
    zone: 'privatelink.blob.${storageSuffix}'
  }
  {
    group: 'queue'
    accountId: storageAccountId
    zone: 'privatelink.queue.${storageSuffix}'
  }
  {
    group: 'table'
    accountId: storageAccountId
    zone: 'privatelink.table.${storageSuffix}'
  }
]

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        functionAddresses
        endpointAddresses
      ]
    }
    subnets: [
      {
        name: 'function'
        properties: {
          addressPrefix: functionAddresses
          delegations: [
            {
              name: 'flex-consumption'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: endpointAddresses
        }
      }
    ]
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for endpoint in endpoints: {
    name: endpoint.zone
    location: 'global'
    tags: tags
  }
]

resource zoneOfNetwork 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (endpoint, index) in endpoints: {
    parent: zone[index]
    name: name
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: network.id
      }
    }
  }
]

resource privateEndpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = [
  for endpoint in endpoints: {
    name: '${name}-${toLower(endpoint.group)}'
    location: location
    tags: tags
    properties: {
      subnet: {
        id: '${network.id}/subnets/endpoints'
      }
      privateLinkServiceConnections: [
        {
          name: toLower(endpoint.group)
          properties: {
            privateLinkServiceId: endpoint.accountId
            groupIds: [
              endpoint.group
            ]
          }
        }
      ]
    }
  }
]

resource addresses 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-05-01' = [
  for (endpoint, index) in endpoints: {
    parent: privateEndpoint[index]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: toLower(endpoint.group)
          properties: {
            privateDnsZoneId: zone[index].id
          }
        }
      ]
    }
  }
]

output functionSubnetId string = '${network.id}/subnets/function'
