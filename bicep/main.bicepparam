// A small deployment, which costs next to nothing while nobody uses it. JWT_ISSUER, JWT_AUDIENCE and JWT_JWKS come from
// the environment. JWT_JWKS is the JSON at the jwks_uri of the issuer's OpenID configuration: public keys, no secret.
using 'main.bicep'

param name = readEnvironmentVariable('ORDER_DESK_NAME', 'orderdesk')

param jwtIssuer = readEnvironmentVariable('JWT_ISSUER')
param jwtAudience = readEnvironmentVariable('JWT_AUDIENCE')
param jwtKeySet = json(readEnvironmentVariable('JWT_JWKS'))

param corsOrigins = []
param alertEmails = []

param capacity = 'Serverless'
param availabilityTest = false

// What a larger one would say instead:
//
// param capacity = 'Autoscale'
// param autoscaleMaxThroughput = 4000
// param readRegions = ['northeurope']
// param zoneRedundant = true
// param alwaysReadyInstances = 2
// param privateNetwork = true
// param deletionProtection = true
// param backupTier = 'Continuous30Days'
// param availabilityTest = true
