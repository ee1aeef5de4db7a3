/** The two founding scenarios as curl lines to paste into a shell. */
import type { Mint } from './people.ts';
import type { Act, Scenarios } from './scenarios.ts';

export async function writeCurlLines(
  { annWithdraws, benWithdraws, peteAdds, bobCancels }: Scenarios,
  mint: Mint,
  endpoint: string,
): Promise<string> {
  const curl = async (act: Act) => toCurl(endpoint, await mint(act.by), act);
  return `1. Two people withdraw 100.00 from an account that holds 100.00. Ann is first:

${await curl(annWithdraws)}

   Ben read the same version. He gets an AccountConflictError, with what he missed and the account as it is now:

${await curl(benWithdraws)}

   To go on, he sends it again with current.etag as ifMatch, and is told that there is nothing left. Ann's line sent
   twice is done once: the second answer says replayed: true.

2. Pete adds 10000.00 to an order:

${await curl(peteAdds)}

   Bob, who has not seen that, cancels it. He is told what Pete did instead of winning:

${await curl(bobCancels)}

   If he still wants to, he sends it again with current.etag as ifMatch.`;
}

function toCurl(endpoint: string, token: string, { document, input }: Act): string {
  const body = JSON.stringify({ query: document.replaceAll(/\s+/g, ' '), variables: { input } });
  return [
    `curl -s ${endpoint} -H 'content-type: application/json'`,
    `-H 'authorization: Bearer ${token}' --data ${quote(body)} -w '\\n'`,
  ].join(' ');
}

/** For a POSIX shell, to which nothing in single quotes means anything but a single quote. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
