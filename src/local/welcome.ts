/** What `npm start` tells: what is where, and what to do with it. */
import { writeCurlLines } from './sample/curl.ts';
import { type Mint, oneOfEachRole } from './sample/people.ts';
import type { Scenarios } from './sample/scenarios.ts';

export interface Started {
  /** Without a slash at its end: `http://localhost:7071`. */
  readonly url: string;
  readonly trustedOnly: boolean;
  /** Of a Cosmos DB that was there before; undefined where it is in memory. */
  readonly cosmosEndpoint: string | undefined;
  /** Undefined where it trusts keys of others. */
  readonly signIn: { readonly mint: Mint; readonly scenarios: Scenarios } | undefined;
  /** Undefined where it is loopback. */
  readonly address: string | undefined;
  readonly pageHosts: readonly string[];
}

export async function welcome(started: Started): Promise<string> {
  const { url, trustedOnly, signIn, address } = started;
  const paragraphs = [
    'Order Desk is ready. Ctrl-C stops it.',
    describePlaces(started),
    signIn ? describeData(started) : 'It trusts keys of yours, so it needs your tokens.',
    ...(address === undefined ? [] : [describeOpening(address, started.pageHosts)]),
    ...(signIn ? [await describeTokens(signIn.mint)] : []),
    ...(trustedOnly ? [explainTrustedOnly(url)] : []),
    ...(signIn && !trustedOnly
      ? [await writeCurlLines(signIn.scenarios, signIn.mint, `${url}/graphql`)]
      : []),
  ];
  return paragraphs.join('\n\n');
}

function describePlaces({ url, trustedOnly, signIn }: Started): string {
  const desk = [
    ['/', 'two people at the same order, or the same account: make a conflict by clicking'],
    ['/desk', 'what one of them has on the screen'],
  ] as const;
  const api = trustedOnly ? 'the API' : 'the API; GraphiQL for a browser that is sent there';
  const places = [...(signIn ? desk : []), ['/graphql', api] as const];
  return places
    .map(([path, what]) => `  ${`${url}${path}`.padEnd(url.length + 10)}${what}`)
    .join('\n');
}

function describeData({ cosmosEndpoint }: Started): string {
  return cosmosEndpoint === undefined
    ? 'Its data is in memory: samples of the tenants contoso and fabrikam.'
    : `Its data is in the Cosmos DB at ${cosmosEndpoint}.`;
}

function describeOpening(address: string, pageHosts: readonly string[]): string {
  const names = ['localhost', ...pageHosts].join(', ');
  return `It listens on ${address}. The pages hand out tokens, so they answer under these names alone: ${names}.
PAGE_HOSTS adds others, as in PAGE_HOSTS=laptop.local,192.168.1.20 npm start.`;
}

async function describeTokens(mint: Mint): Promise<string> {
  const lines = await Promise.all(
    oneOfEachRole.map(
      async (person) => `${person.role}, ${person.subject}:\n${await mint(person)}`,
    ),
  );
  return `Tokens for an hour in the tenant contoso (npm run token makes others):\n\n${lines.join('\n')}`;
}

function explainTrustedOnly(url: string): string {
  return `GRAPHQL_TRUSTED_ONLY is set: it serves the operations of operations/ by their ids, and refuses texts. So there is
neither GraphiQL nor a line to paste here: npm run smoke -- ${url} sends some of those operations.`;
}
