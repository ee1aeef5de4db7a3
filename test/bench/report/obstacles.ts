/** Of a goal that a run did not meet: what stops it, and what was tried. The figures are in the run's own tables. */
import type { Goal } from './goal.ts';

interface Obstacle {
  /** How the names of its goals begin. */
  readonly goals: string;
  readonly text: string;
}

const obstacles: readonly Obstacle[] = [
  {
    goals: 'cold start',
    text: `**Cold start.** A start compiles one file, of which the Cosmos DB SDK is nearly half and graphql-js a fifth, and
builds the schema. graphql-yoga is the server that the project chose, and adds to it. Tried and kept: no names of
functions in the bundle, no proxy clients, one file instead of three, a schema that is neither sorted nor checked at run
time, the platform's own fetch in place of the one that yoga brings. Tried and left: Node's compile cache, which makes
Apollo's start shorter by as much as ours, and would have to be made by the very Node that Azure runs.`,
  },
  {
    goals: 'warm CPU: Order Desk / raw SDK',
    text: `**Against the raw SDK, by text.** What parsing and validating adds is in the table of a read part by part; it comes
on top of what stops the trusted path, below. graphql-js validates: before it walks through a document, it asks each of
some thirty rules for each of some forty kinds of node. Known clients send trusted operations instead.`,
  },
  {
    goals: 'warm CPU: Order Desk, trusted / raw SDK',
    text: `**Against the raw SDK, trusted.** The table of a read part by part says what no function over this SDK goes without,
and what is left for graphql-yoga, graphql-js and what is ours. Tried and kept: session tokens as text, one decoder.
Tried and left: an HTTP client of our own, and undici's dispatcher, the cheapest, which would make the bundle half as
large again and more than it may be; a signature verified in the same thread, which jose does not offer, and no
verification is written by hand for speed.`,
  },
  {
    goals: 'warm CPU: Order Desk / Apollo',
    text: `**Against Apollo.** On the page of 2026-11-24 a server of our own stood where graphql-yoga is now, and the first and
the third of these were met (0.876 and 0.871). The difference is what yoga's stages and the rules of graphql-js take; no
code of ours stands in for them for speed.`,
  },
  {
    goals: 'warm CPU: Order Desk, trusted / Apollo, no cache',
    text: `**Against Apollo, where most is calls.** \`nodes\` is 20 reads, and what they cost through the SDK is the same for
all: the ratio \`raw SDK / Apollo, no cache\` of that row is what is left when a server takes nothing.`,
  },
  {
    goals: 'CPU, growing',
    text: `**Growth.** Requests on the wire are flat. The figure here is the worst of many medians, and rounds of one and
the same size lie further apart than the 10 % that are asked for: the brackets show it, on this machine, and more rounds
were tried. A document holds 16 to 31 changes once it has more, so a larger entity may have a larger or a smaller
document than one of 10 changes; the ratio to an entity with as many at hand leaves that out.`,
  },
];

/** Empty where all were met. */
export function obstaclesOf(goals: readonly Goal[]): string {
  const missed = goals.filter(({ verdict }) => verdict === 'not met');
  const texts = obstacles
    .filter((obstacle) => missed.some(({ name }) => name.startsWith(obstacle.goals)))
    .map(({ text }) => text);
  return texts.length === 0 ? '' : `### What stops those that are not met\n\n${texts.join('\n\n')}`;
}
