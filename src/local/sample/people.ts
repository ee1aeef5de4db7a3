/** Who works at the tenants of the sample data, and the development tokens that say so. */

import { mintToken, type TokenRequest } from '../tokens.ts';

export interface Person {
  readonly subject: string;
  readonly tenant: string;
  readonly role: string;
}

/** A token that is good for so many seconds, for an hour where none are named. */
export type Mint = (person: Person, expiresIn?: number) => Promise<string>;

export const contoso = {
  ann: { subject: 'ann', tenant: 'contoso', role: 'Teller' },
  ben: { subject: 'ben', tenant: 'contoso', role: 'Teller' },
  pete: { subject: 'pete', tenant: 'contoso', role: 'Sales' },
  bob: { subject: 'bob', tenant: 'contoso', role: 'Manager' },
  olga: { subject: 'olga', tenant: 'contoso', role: 'Auditor' },
  carol: { subject: 'carol', tenant: 'contoso', role: 'Customer' },
};

export const fabrikam = {
  yuki: { subject: 'yuki', tenant: 'fabrikam', role: 'Teller' },
  zoe: { subject: 'zoe', tenant: 'fabrikam', role: 'Sales' },
  max: { subject: 'max', tenant: 'fabrikam', role: 'Manager' },
};

/** One of each role. */
export const oneOfEachRole = [contoso.ann, contoso.pete, contoso.bob, contoso.olga, contoso.carol];

type Issuer = Pick<TokenRequest, 'issuer' | 'audience' | 'tenantClaim'>;

/** Tokens as the running function expects them, whose claims the environment may name otherwise. */
export function createMint(issuer: Issuer): Mint {
  return ({ subject, tenant, role }, expiresIn) =>
    mintToken({ ...issuer, subject, tenant, roles: [role], expiresIn }, new Date());
}
