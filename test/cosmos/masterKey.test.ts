import { setAuthorizationTokenHeaderUsingMasterKey } from '@azure/cosmos';
import { expect, test } from 'vitest';
import { emulatorKey } from '../../src/local/cosmosdb.ts';
import { signedWith } from '../../src/cosmos/masterKey.ts';

type Sign = Parameters<typeof setAuthorizationTokenHeaderUsingMasterKey>;
type Signed = Parameters<ReturnType<typeof signedWith>>[0];

test.each([
  ['get', 'dbs/orderdesk/colls/accounts/docs/acc_2Xy', 'docs'],
  ['PUT', 'dbs/orderdesk/colls/accounts/docs/acc_2Xy', 'docs'],
  ['POST', 'dbs/orderdesk/colls/orders', 'docs'],
  ['GET', 'dbs/orderdesk/colls/orders', 'pkranges'],
  ['GET', '', ''],
])('a %s of %o is signed as the SDK signs it', async (verb, resourceId, resourceType) => {
  const headers: Record<string, string> = {};
  const names = [verb, resourceId, resourceType] as unknown as [Sign[0], Sign[1], Sign[2]]; // enums of the SDK
  await setAuthorizationTokenHeaderUsingMasterKey(...names, headers, emulatorKey);
  const request = { verb, path: '', resourceId, resourceType, headers } as Signed; // enums of the SDK
  const token = await signedWith(emulatorKey)(request);
  expect(encodeURIComponent(token)).toBe(headers['authorization']);
});
