// What serves customers: reserved throughput, zones, instances that are never cold, a second region, keys being changed,
// a network of its own, and nothing that is deleted by accident.
using '../../bicep/main.bicep'

param name = 'order-desk-prod'
param tags = {
  team: 'sales'
}

param jwtIssuer = 'https://login.example.com/'
param jwtAudience = 'order-desk'
param jwtKeySet = {
  keys: [
    {
      kty: 'EC'
      crv: 'P-256'
      x: 'oo1MAiHV3G8PLQ387wlJy7vzcfd3NFLrnnIXlQfFXpU'
      y: 'NUagJYBD4y_4mr5Qfi7-xwYd6nmJrYXkxAPLUW4lTSQ'
      kid: 'key-1'
      use: 'sig'
      alg: 'ES256'
    }
    {
      kty: 'EC'
      crv: 'P-256'
      x: 'XnkrrPfP3RYwlm84DuCDSY0beNQytVRvRps7SAOb_jM'
      y: 'iHeBV_Vr0mYMVtwew6eV2EyUg3ztyPISCwqVhDs4Wn4'
      kid: 'key-2'
      use: 'sig'
      alg: 'ES256'
    }
  ]
}
param jwtMaxTokenAge = '15 minutes'
param jwtTenantClaim = 'tenant'
param corsOrigins = [
  'https://desk.example.com'
  'https://admin.example.com'
]
param requestDeadlineMs = 5000
param trustedOnly = true

param maximumInstanceCount = 100
param alwaysReadyInstances = 2
param httpConcurrency = 32
param zoneRedundant = true

param privateNetwork = true
param deletionProtection = true
param logEachRequest = true

param capacity = 'Autoscale'
param autoscaleMaxThroughput = 10000
param readRegions = [
  'northeurope'
]
param backupTier = 'Continuous30Days'

param logRetentionDays = 90
param logDailyCapGb = 50
param alertEmails = [
  'desk@example.com'
]
