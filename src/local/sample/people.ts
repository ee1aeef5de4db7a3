/** Who works at the tenants of the sample data, and the development tokens that say so. */

import { mintToken, type TokenRequest } from '../tokens.ts';

export interface Person {
  readonly subject: string;
  readonly tenant: string;
  readonly role: string;
}

export type Mint = (person: Person) => Promise<string>;

const person = (subject: string, tenant: string, role: string): Person => ({
  subject,
  tenant,
  role,
});

export const contoso = {
  ann: person('ann', 'contoso', 'Teller'),
  ben: person('ben', 'contoso', 'Teller'),
  pete: person('pete', 'contoso', 'Sales'),
  bob: person('bob', 'contoso', 'Manager'),
  olga: person('olga', 'contoso', 'Auditor'),
  carol: person('carol', 'contoso', 'Customer'),
};

export const fabrikam = {
  yuki: person('yuki', 'fabrikam', 'Teller'),
  zoe: person('zoe', 'fabrikam', 'Sales'),
  max: person('max', 'fabrikam', 'Manager'),
};

/** One of each role. */
export const oneOfEachRole = [contoso.ann, contoso.pete, contoso.bob, contoso.olga, contoso.carol];

type Issuer = Pick<TokenRequest, 'issuer' | 'audience' | 'tenantClaim'>;

/** Tokens as the running function expects them, whose claims the environment may name otherwise. */
export function createMint(issuer: Issuer): Mint {
  return ({ subject, tenant, role }) =>
    mintToken({ ...issuer, subject, tenant, roles: [role] }, new Date());
}
