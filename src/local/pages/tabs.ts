/** What GraphiQL opens with: the founding scenarios, ready to run, and a list. */
import { parse, print } from 'graphql';
import type { Mint } from '../sample/people.ts';
import type { Act, Scenarios } from '../sample/scenarios.ts';

/** As GraphiQL takes it. Its name is that of its operation. */
export interface Tab {
  readonly query: string;
  readonly variables?: string | null;
  /** Those of whoever is signed in, where it has none. */
  readonly headers?: string | null;
}

export async function tabsOf(scenarios: Scenarios, mint: Mint): Promise<readonly Tab[]> {
  const { annWithdraws, benWithdraws, peteAdds, bobCancels } = scenarios;
  const tab = async (note: string, { by, document, input }: Act): Promise<Tab> => ({
    query: toQuery(note, document),
    variables: JSON.stringify({ input }, null, 2),
    headers: bearer(await mint(by)),
  });
  return Promise.all([
    tab(
      `# An account holds 100.00. Ann and Ben have both
# read it: ifMatch, below, is its etag from then.
# Ann withdraws everything: run this, and then
# the tab BenWithdraws.`,
      annWithdraws,
    ),
    tab(
      `# Ben withdraws the same 100.00, under the etag
# from before Ann: he is told what he missed.
# To go on, put current.etag into ifMatch, and run
# it again. Run Ann's again, too: it is done once.`,
      benWithdraws,
    ),
    tab(
      `# Pete adds 10000.00 to an order of 35.00: run
# this, and then the tab BobCancels.`,
      peteAdds,
    ),
    tab(
      `# Bob cancels the order of 35.00, and has not seen
# what Pete did: he is told, instead of winning.
# If he still wants to, he puts current.etag into
# ifMatch. Run it again then.`,
      bobCancels,
    ),
  ]);
}

export const listTab: Tab = {
  query: toQuery(
    `# A mutation needs a requestId: newRequestId makes
# one. Sent again with the same, it is done once.`,
    `query Lists {
      newRequestId
      viewer { subject permissions }
      accounts(first: 3) { edges { node { id etag owner balance { amount currency } } } }
      orders(first: 3) { edges { node { id etag customer status total { amount currency } } } }
    }`,
  ),
};

/** One field a line, as people read it. */
function toQuery(note: string, document: string): string {
  return `${note}\n${print(parse(document))}\n`;
}

/** What the headers editor holds. */
export function bearer(token: string): string {
  return JSON.stringify({ authorization: `Bearer ${token}` }, null, 2);
}
