/** What a person forgets or gets wrong who adds an entity: the compiler says it, or a test does, with the place. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { complaint, openPatched, type Patched } from '../support/processes/patched.ts';

/** Something that a person may do wrong with the product. */
interface Mistake {
  readonly what: string;
  readonly path: string;
  readonly text: string;
  readonly other: string;
  /** What is said of it. */
  readonly said: string;
}

const product = 'schema/product.ts';
const domain = 'src/domain/product.ts';

/** These the compiler finds one by one, since each hides others. */
const alone: readonly Mistake[] = [
  {
    what: 'a kind has the name of another',
    path: domain,
    text: "name: 'product',",
    other: "name: 'order',",
    said: "'product' does not exist",
  },
  {
    what: 'a kind is not in the list',
    path: 'src/entities.ts',
    text: '  product: productKind,\n',
    other: '',
    said: 'the kind product is missing in src/entities.ts',
  },
];

const ofTheEntity: readonly Mistake[] = [
  {
    what: 'a list is filtered by a field that is not indexed',
    path: product,
    text: 'filter: { status: ProductStatus }',
    other: "filter: { sku: 'String' }",
    said: "'sku' does not exist",
  },
  {
    what: 'an entity is not served',
    path: 'schema/index.ts',
    text: '  product: Product,\n',
    other: '',
    said: "Property 'product' is missing",
  },
  {
    what: 'a kind of change has no sentence',
    path: product,
    text: "    RETIRED: () => 'retired the product',\n",
    other: '',
    said: "Property 'RETIRED' is missing",
  },
  {
    what: 'a refusal has no message',
    path: domain,
    text: "  readonly type: 'ProductRetiredError';\n  readonly message: string;\n",
    other: "  readonly type: 'ProductRetiredError';\n",
    said: "Property 'message' is missing",
  },
  {
    what: 'an entity has no examples',
    path: 'test/examples/index.ts',
    text: '  product: productExamples,\n',
    other: '',
    said: "Property 'product' is missing",
  },
];

/** Where the entity itself is wrong, they are not looked at. */
const ofItsMutations: readonly Mistake[] = [
  {
    what: 'a refusal is never returned',
    path: product,
    text: 'refuses: [ProductRetiredError],\n  rule: receiveStock',
    other: 'refuses: [ProductRetiredError, InsufficientStockError],\n  rule: receiveStock',
    said: 'the rule never returns InsufficientStockError, which is in refuses',
  },
  {
    what: 'a refusal is not in the union',
    path: product,
    text: 'refuses: [ProductRetiredError, InsufficientStockError],\n  rule: pickStock',
    other: 'refuses: [ProductRetiredError],\n  rule: pickStock',
    said: 'the rule returns InsufficientStockError, which is not in refuses',
  },
  {
    what: 'there is no such permission',
    path: product,
    text: "permission: 'products.write'",
    other: "permission: 'products.wrong'",
    said: '"products.wrong"',
  },
  {
    what: 'a change remembers other things than it says',
    path: domain,
    text: "{ kind: 'PICKED', quantity, onHand }",
    other: "{ kind: 'PICKED', quantity }",
    said: "'onHand'",
  },
];

/** The schema cannot be made of it. */
const toTheSchema: Mistake = {
  what: 'a mutation has the name of another',
  path: product,
  text: "mutation(Product, 'pickStock'",
  other: "mutation(Product, 'receiveStock'",
  said: 'ReceiveStockInput',
};

/** The tests cannot begin without. */
const toAllTests: Mistake = {
  what: 'a mutation has no example',
  path: 'test/examples/product.ts',
  text: "    renameProduct: { input: () => ({ name: 'cup' }), refused: isRetired },\n",
  other: '',
  said: 'test/examples/product.ts: an example of renameProduct is missing',
};

const toTheTests: readonly Mistake[] = [
  {
    what: 'a kind has the prefix of another',
    path: domain,
    text: "prefix: 'prd_'",
    other: "prefix: 'ord_'",
    said: 'have the same prefix',
  },
  {
    what: 'a refusal has no example',
    path: 'test/examples/product.ts',
    text: '...isRetired, InsufficientStockError: { input: () => ({ quantity: 3 }) }',
    other: '...isRetired',
    said: 'test/examples/product.ts: say how pickStock comes to InsufficientStockError',
  },
  {
    what: 'a refusal is in the type of a rule, which never comes to it',
    path: domain,
    text: '  if (onHand < 0) {',
    other: '  if (onHand < -1000) {',
    said: 'pickStock is refused with InsufficientStockError',
  },
];

// Each compiles and tests a copy of the project.
describe('what is forgotten or wrong', { timeout: 240_000 }, () => {
  let copy: Patched;

  beforeAll(async () => {
    copy = await openPatched(new URL('product.patch', import.meta.url));
  });

  afterAll(() => copy[Symbol.asyncDispose]());

  test('nothing is, where there is no list of all', async () => {
    await using _ = await copy.plant(
      product,
      '  list: { filter: { status: ProductStatus } },\n',
      '',
    );
    expect(await complaint(copy.run('npm', 'run', '-s', 'check:types'))).toBe('');
    expect(await complaint(copy.run('npx', 'vitest', 'run', 'test/laws'))).toBe('');
  });

  test.each(alone)('does not compile: $what', async (mistake) => {
    expect(await compilerSays([mistake])).toContain(mistake.said);
  });

  test.each([
    ['an entity', ofTheEntity],
    ['its mutations', ofItsMutations],
  ])('does not compile: all that is wrong with %s is told at once', async (_what, mistakes) => {
    const told = await compilerSays(mistakes);
    expect(mistakes.filter(({ said }) => !told.includes(said))).toEqual([]);
  });

  /** In the last lines of its errors, which is what people read. */
  async function compilerSays(mistakes: readonly Mistake[]): Promise<string> {
    const output = await outputOf(mistakes, 'npm', 'run', '-s', 'check:types');
    const errors = output.trim().split(/\n(?=\S)/);
    return errors.map((error) => error.split('\n').at(-1)).join('\n');
  }

  async function outputOf(mistakes: readonly Mistake[], ...command: [string, ...string[]]) {
    await using planted = new AsyncDisposableStack();
    for (const { path, text, other } of mistakes) {
      planted.use(await copy.plant(path, text, other));
    }
    const { succeeded, output } = await copy.run(...command);
    expect(succeeded).toBe(false);
    return output;
  }

  test('fails to make a schema: a mutation has the name of another', async () => {
    expect(await outputOf([toTheSchema], 'npm', 'run', 'schema')).toContain(toTheSchema.said);
  });

  test('ends each test of laws: a mutation has no example', async () => {
    const told = await outputOf([toAllTests], 'npx', 'vitest', 'run', 'test/laws');
    expect(told).toContain(toAllTests.said);
  });

  test('and what no compiler can see is told by tests', async () => {
    const told = await outputOf(toTheTests, 'npx', 'vitest', 'run', 'test/laws');
    expect(toTheTests.filter(({ said }) => !told.includes(said))).toEqual([]);
  });
});
