/** Every mutation that is declared, with an entity that it can change and an input that it takes, by the examples. */
import { examples } from '../../examples/index.ts';
import type { Query } from '../api.ts';
import {
  entityOf,
  factsOf,
  type KindName,
  kindOf,
  kindOfId,
  type Mutation,
  mutations,
  policiesOf,
} from './declared.ts';
import type { Example, Examples, MutationExample } from './example.ts';
import { mutate, mutateTimes, newRequestId, type Result } from '../mutations.ts';

export interface Case {
  readonly mutation: Mutation;
  readonly creates: boolean;
  /** What the mutation is about: undefined for a creation. */
  readonly open: ((by: Query, owner?: string) => Promise<Result>) | undefined;
  /** `owner` is whose entity it makes. */
  readonly input: (opened: Result, owner?: string) => object;
}

export const cases: readonly Case[] = mutations.map((mutation) =>
  caseOf(mutation, exampleOf(mutation)),
);

export function caseNamed(mutation: Mutation): Case {
  return caseOf(mutation, exampleOf(mutation));
}

/** The case in which the mutation's rule refuses with an error of this type. */
export function refusedCase(mutation: Mutation, refusal: string): Case {
  const example = exampleOf(mutation);
  const refused = example.refused?.[refusal];
  if (!refused) {
    throw new Error(
      `${fileOf(mutation)}: say how ${mutation} comes to ${refusal}, as refused: { ${refusal}: { after: […], input: … } } of its example`,
    );
  }
  const input = (entity: Result) => ({ ...example.input?.(entity), ...refused.input?.(entity) });
  return caseOf(mutation, { ...example, ...refused, input });
}

function caseOf(mutation: Mutation, { after = [], input = () => ({}) }: Example): Case {
  if (!factsOf(mutation).creates) {
    const open = (by: Query, owner?: string) => openFor(by, mutation, after, owner);
    return { mutation, creates: false, open, input };
  }
  const creatingInput = (_: Result, owner?: string) => ({
    ...input(undefined),
    ...(owner !== undefined && examplesOf(mutation).ownedBy?.(owner)),
  });
  return { mutation, creates: true, open: undefined, input: creatingInput };
}

/** A new entity of the kind that the mutation changes, after these mutations. */
async function openFor(
  by: Query,
  mutation: Mutation,
  after: readonly string[],
  owner: string | undefined,
): Promise<Result> {
  let opened = await makeNew(by, kindOf(mutation).name, owner);
  for (const earlier of after) {
    const { input = () => ({}) } = exampleOf(earlier);
    const result = await mutate(by, earlier, { ...under(opened), ...input(opened) });
    opened = acceptedBy(mutation, earlier, result);
  }
  return opened;
}

/** A new entity of the kind, and of this owner where somebody owns it. */
export async function makeNew(by: Query, kind: KindName, owner?: string): Promise<Result> {
  const { mutation, input } = caseNamed(creationOf(kind));
  return entityOf(await mutate(by, mutation, input(undefined, owner)));
}

export function creationOf(kind: KindName): Mutation {
  const creation = mutations.find((name) => kindOf(name).name === kind && factsOf(name).creates);
  if (creation === undefined) throw new Error(`no mutation creates what is of the kind ${kind}`);
  return creation;
}

/** One of the changes that others make meanwhile: its result. */
export async function meanwhile(by: Query, entity: Result): Promise<Result> {
  const [name] = examples[kindOfId(entity.id).name].meanwhile;
  const result = await mutate(by, name, { ...under(entity), ...exampleOf(name).input?.(entity) });
  acceptedBy(name, name, result);
  return result;
}

/** What the change made of the entity. */
function acceptedBy(of: Mutation, mutation: Mutation, result: Result): Result {
  const entity = entityOf(result);
  if (entity) return entity;
  throw new Error(
    `${fileOf(of)}: ${mutation} is answered ${result.__typename} where it has to be accepted, before the example of ${of} or meanwhile`,
  );
}

/** As it was, but for a history of so many changes more, which reaches into pages. */
export async function grown(by: Query, entity: Result, changes = 40): Promise<Result> {
  const names = examples[kindOfId(entity.id).name].meanwhile;
  let newest = entity;
  for (const name of names) {
    const onConflict = policiesOf(name).find((policy) => policy !== 'REJECT');
    const input = { ...under(newest), onConflict, ...exampleOf(name).input?.(newest) };
    const result = await mutateTimes(by, name, input, changes / names.length);
    newest = acceptedBy(name, name, result);
  }
  return newest;
}

function examplesOf(mutation: Mutation): Examples {
  return examples[kindOf(mutation).name];
}

function exampleOf(mutation: Mutation): MutationExample {
  const example = examplesOf(mutation).mutations[mutation];
  if (!example) throw new Error(`${fileOf(mutation)}: an example of ${mutation} is missing`);
  return example;
}

function fileOf(mutation: Mutation): string {
  return `test/examples/${kindOf(mutation).name}.ts`;
}

export function under({ id, etag }: Result) {
  return { id, ifMatch: etag };
}

export async function prepare({ open, input }: Case, by: Query, owner?: string) {
  const opened = await open?.(by, owner);
  return {
    opened,
    version: opened ? opened.version + 1 : 1,
    input: { ...input(opened, owner), ...(opened && under(opened)), requestId: newRequestId() },
  };
}
