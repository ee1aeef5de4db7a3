metadata description = 'Order Desk: a stateless GraphQL API on one Azure Function and Cosmos DB, without a key or a password.'

import { Capacity, KeySet, Tags } from 'types.bicep'

@description('What the names of all resources begin with: lower case letters, digits and hyphens, a letter first. Those that must be unique in the world also get a hash of the resource group.')
@minLength(3)
@maxLength(24)
param name string = 'orderdesk'

@description('Where everything is made, and where Cosmos DB takes writes.')
param location string = resourceGroup().location

@description('Tags of every resource.')
param tags Tags = {}

@description('The exact `iss` claim of the tokens.')
@minLength(1)
@maxLength(2000)
param jwtIssuer string

@description('The `aud` claim that names this API.')
@minLength(1)
@maxLength(2000)
param jwtAudience string

@description('The issuer\'s public keys. While keys are changed it holds the old and the new ones.')
param jwtKeySet KeySet

@description('How long a withdrawn permission may live on: whole seconds, or a span such as "100 minutes", which tokens of Entra ID need, or "25 hours" where managed identities call.')
@minLength(1)
@maxLength(40)
param jwtMaxTokenAge string = '100 minutes'

@description('The claim that names the tenant.')
@minLength(1)
@maxLength(200)
param jwtTenantClaim string = 'tid'

@description('The web pages that may call the API, as exact origins: https://app.example.com. Without any, browsers on other origins cannot.')
param corsOrigins string[] = []

@description('How long a request may take, in milliseconds.')
@minValue(100)
@maxValue(200000)
param requestDeadlineMs int = 10000

@description('Whether clients may ask for the schema.')
param introspection bool = false

@description('Whether only the trusted operations that the package was built with are served.')
param trustedOnly bool = false

@description('Whether answers say in the header Server-Timing how long they took and what they cost in the database.')
param serverTiming bool = false

@description('Memory of an instance: 512 has a quarter of a core, 2048 one, 4096 two.')
@allowed([
  512
  2048
  4096
])
param instanceMemoryMB int = 2048

@description('How far the function scales out, and so what it can cost at most. A subscription has 250 cores per region for all its apps.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Instances that are paid for and never cold. At least 2 where zoneRedundant.')
@minValue(0)
@maxValue(1000)
param alwaysReadyInstances int = 0

@description('How many requests an instance serves at a time before there is another: by default 4, 16 or 32, by its memory.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int?

@description('Spreads function, storage and database over the zones of the region. The region must have zones; Cosmos DB does not change this for a region that is in use.')
param zoneRedundant bool = false

@description('Puts function, database and storage into a virtual network, and closes the public addresses of the two. Publishing goes through the app, and people reach the data from within the network only.')
param privateNetwork bool = false

@description('For production: a lock against deleting the accounts of database and storage, and 14 days to take back what was deleted from the storage.')
param deletionProtection bool = false

@description('How the database is paid for.')
param capacity Capacity = 'Serverless'

@description('Autoscale only: the highest throughput of each of the two containers, in RU/s, a multiple of 1000. A tenth of it is always paid.')
@minValue(1000)
@maxValue(1000000)
param autoscaleMaxThroughput int = 1000

@description('Autoscale only: more regions that hold the data. They protect it; the API reads where it writes.')
@maxLength(5)
param readRegions string[] = []

@description('With readRegions: lets the service promote one when the write region is lost. What was written last and not copied yet is lost with it, although clients were told that it is done. Without, there are no writes until somebody decides.')
param automaticFailover bool = false

@description('How far back the database can be restored, to the second.')
@allowed([
  'Continuous7Days'
  'Continuous30Days'
])
param backupTier string = 'Continuous7Days'

@description('How long logs are kept, in days.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('The most that is logged in a day, in GB. Beyond it the alerts on logs are blind until the next day. -1 is no cap.')
@minValue(-1)
@maxValue(1000)
param logDailyCapGb int = 5

@description('Logs each request to database and storage, with who sent it, in place of counts. It costs many times as much: see logDailyCapGb.')
param logEachRequest bool = false

@description('Who is told of alerts. Without anybody they show in the portal only.')
@maxLength(20)
param alertEmails string[] = []

@description('Alert above so many percent of answers of 500 and above, within 15 minutes.')
@minValue(0)
@maxValue(100)
param alertServerErrorPercent int = 2

@description('Alert above so many percent of changes that were answered with a conflict, within 15 minutes.')
@minValue(0)
@maxValue(100)
param alertConflictPercent int = 20

@description('Alert when the 95th percentile of the answer time is above so many milliseconds, within 15 minutes.')
@minValue(1)
@maxValue(200000)
param alertSlowMs int = 1000

@description('Alert above so many throttled requests to the database within 5 minutes.')
@minValue(0)
@maxValue(1000000)
param alertThrottledRequests int = 10

@description('Alert above so many answers with UNAVAILABLE within 15 minutes.')
@minValue(0)
@maxValue(1000000)
param alertUnavailableAnswers int = 10

@description('Asks /graphql/health from five places every five minutes. That wakes an instance each time.')
param availabilityTest bool = true

var suffix = uniqueString(resourceGroup().id, name)
var names = {
  identity: '${name}-identity'
  workspace: '${name}-logs'
  insights: '${name}-insights'
  // Of letters and digits only, 24 of them at most.
  storage: '${take(replace(name, '-', ''), 11)}${suffix}'
  cosmos: '${name}-${suffix}'
  plan: '${name}-plan'
  app: '${name}-${suffix}'
  network: '${name}-network'
  packages: 'packages'
  database: 'orderdesk'
}

module identity 'identity.bicep' = {
  params: {
    name: names.identity
    location: location
    tags: tags
  }
}

module monitoring 'monitoring.bicep' = {
  params: {
    workspaceName: names.workspace
    insightsName: names.insights
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyCapGb: logDailyCapGb
  }
}

module storage 'storage.bicep' = {
  params: {
    name: names.storage
    packageContainerName: names.packages
    location: location
    tags: tags
    zoneRedundant: zoneRedundant
    publicAccess: !privateNetwork
    deletionProtection: deletionProtection
    logEachRequest: logEachRequest
    workspaceId: monitoring.outputs.workspaceId
  }
}

module cosmos 'cosmos.bicep' = {
  params: {
    accountName: names.cosmos
    databaseName: names.database
    location: location
    tags: tags
    capacity: capacity
    autoscaleMaxThroughput: autoscaleMaxThroughput
    readRegions: readRegions
    automaticFailover: automaticFailover
    zoneRedundant: zoneRedundant
    backupTier: backupTier
    publicAccess: !privateNetwork
    deletionProtection: deletionProtection
    logEachRequest: logEachRequest
    workspaceId: monitoring.outputs.workspaceId
  }
}

module network 'privateNetwork.bicep' = if (privateNetwork) {
  params: {
    name: names.network
    location: location
    tags: tags
    cosmosAccountId: cosmos.outputs.accountId
    storageAccountId: storage.outputs.accountId
  }
}

module roles 'roles.bicep' = {
  params: {
    identityName: names.identity
    storageAccountName: names.storage
    insightsName: names.insights
    cosmosAccountName: names.cosmos
    databaseName: names.database
  }
  dependsOn: [
    identity
    storage
    cosmos
  ]
}

module functionApp 'functionApp.bicep' = {
  params: {
    name: names.app
    planName: names.plan
    location: location
    tags: tags
    identityName: names.identity
    insightsName: names.insights
    storageAccountName: names.storage
    packageContainerName: names.packages
    subnetId: network.?outputs.functionSubnetId
    workspaceId: monitoring.outputs.workspaceId
    cosmosEndpoint: cosmos.outputs.endpoint
    databaseName: names.database
    tokens: {
      issuer: jwtIssuer
      audience: jwtAudience
      keySet: jwtKeySet
      maxAge: jwtMaxTokenAge
      tenantClaim: jwtTenantClaim
    }
    corsOrigins: corsOrigins
    requestDeadlineMs: requestDeadlineMs
    introspection: introspection
    trustedOnly: trustedOnly
    serverTiming: serverTiming
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyInstances: alwaysReadyInstances
    httpConcurrency: httpConcurrency
    zoneRedundant: zoneRedundant
  }
  // The first start already has the rights that it needs.
  dependsOn: [
    roles
  ]
}

module alerts 'alerts.bicep' = {
  params: {
    name: name
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    insightsId: monitoring.outputs.insightsId
    cosmosAccountId: cosmos.outputs.accountId
    healthUrl: '${functionApp.outputs.origin}/graphql/health'
    emails: alertEmails
    serverErrorPercent: alertServerErrorPercent
    conflictPercent: alertConflictPercent
    slowMs: alertSlowMs
    throttledRequests: alertThrottledRequests
    unavailableAnswers: alertUnavailableAnswers
    probe: availabilityTest
  }
}

@description('Where clients send their operations.')
output endpoint string = '${functionApp.outputs.origin}/graphql'

@description('What `func azure functionapp publish` is told.')
output functionAppName string = functionApp.outputs.appName

@description('The database account, for people with a role of their own on it.')
output cosmosEndpoint string = cosmos.outputs.endpoint
