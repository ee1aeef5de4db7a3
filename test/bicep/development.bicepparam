// What a team deploys for itself: every default, and the keys of a made-up issuer.
using '../../bicep/main.bicep'

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
  ]
}

param corsOrigins = [
  'http://localhost:5173'
]
param introspection = true
param availabilityTest = false
