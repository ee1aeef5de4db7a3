/** Stored documents that are damaged at any place, and every read and change of what they are about. */
import * as fc from 'fast-check';
import { cases } from '../support/declared/cases.ts';
import { kindOf, kindOfId, type Mutation } from '../support/declared/declared.ts';
import { documentOf, historyQueryOf, listQueryOf, queryOf } from '../support/declared/documents.ts';
import type { Result } from '../support/mutations.ts';
import type { Operation } from './documents.ts';
import { damagedJson } from './places.ts';
import { documents, etagOf, newRequestIds, requestIds, samples } from './world.ts';

/** In what is damaged: neither a client nor the log gets to see it. */
export const mark = '47114711';

const others = fc.oneof(
  fc.constantFrom(undefined, null, '', `secret ${mark}`, Number(mark), -1, 0.5, 1e21, true, [], {}),
  fc.constantFrom([null], { secret: mark }, '2026-13-45T99:99:99.999Z', 'x'.repeat(100_000)),
  fc.constantFrom(...requestIds, ...newRequestIds),
  fc.jsonValue(),
);

/** A document in the partition of another, or of another id, would be another document. */
const names = ['id', 'entityId', 'tenantId'];

const damages = fc
  .constantFrom(...documents)
  .chain((document) => damagedJson(document, others, names) as fc.Arbitrary<Result>); // still a document

export const stored = damages.chain((damaged) =>
  fc.record({
    damaged: fc.constant(damaged),
    operations: fc.shuffledSubarray([...operationsOn(damaged.entityId)], {
      minLength: 1,
      maxLength: 8,
    }),
  }),
);

function operationsOn(id: string): readonly Operation[] {
  const { name } = kindOfId(id);
  const { document, requests } = samples.find((sample) => sample.document.id === id);
  const oldEtag = document.changes[1].baseEtag;
  const since = `query ($id: ID!, $etag: ETag!) { result: ${name}(id: $id) {
    updatedBy changesSince(etag: $etag) { complete changes { summary } }
  } }`;
  const changes = cases
    .filter(({ mutation }) => kindOf(mutation).name === name)
    .flatMap((one) => [etagOf(id), oldEtag].map((ifMatch) => ({ ...one, ifMatch })))
    .map(({ mutation, creates, input, ifMatch }, n) => {
      const own = inYen(input({ ...document.state }));
      const at = creates ? {} : { id, ifMatch };
      return change(mutation, { requestId: newRequestIds[n], ...own, ...at });
    });
  return [
    { query: queryOf(name), variables: { id } },
    { query: historyQueryOf(name), variables: { id, first: 100 } },
    { query: listQueryOf(name), variables: {} },
    { query: since, variables: { id, etag: oldEtag } },
    { query: 'query ($id: ID!) { nodes(ids: [$id]) { __typename id } }', variables: { id } },
    ...requests.map(({ mutation, input }: Result) => change(mutation, input)),
    ...changes,
  ];
}

function change(mutation: Mutation, input: object): Operation {
  return { query: documentOf(mutation), variables: { input } };
}

/** The examples are in dollars. */
function inYen(input: object): object {
  return JSON.parse(JSON.stringify(input).replaceAll('USD', 'JPY').replaceAll('.00', ''));
}
