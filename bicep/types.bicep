// The types of parameters that say more than a string would.

@export()
@description('Tags of a resource, by name.')
type Tags = { *: string }

@export()
@description('Serverless costs nothing when idle, has one region and no latency guarantee. Autoscale is reserved throughput.')
type Capacity = 'Serverless' | 'Autoscale'

@export()
@sealed()
@description('A public JSON Web Key. Sealed, so that a key with a private member is refused: leave out what an issuer adds to the standard members.')
type PublicKey = {
  kty: 'RSA' | 'EC' | 'OKP'
  kid: string?
  use: 'sig'?
  alg: string?
  key_ops: string[]?
  n: string?
  e: string?
  crv: string?
  x: string?
  y: string?
  x5c: string[]?
  x5t: string?
  'x5t#S256': string?
  issuer: string?
}

@export()
@sealed()
@description('A JSON Web Key Set.')
type KeySet = {
  @minLength(1)
  keys: PublicKey[]
}

@export()
@description('Who the API trusts. None of it is secret.')
type Tokens = {
  issuer: string
  audience: string
  keySet: KeySet
  maxAge: string
  tenantClaim: string
}
