/** Values of arguments: what makes a request large, long or wrong. */
import {
  getNamedType,
  getNullableType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql';
import type { Random } from '../lab/random.ts';
import { freshRequestId } from './request.ts';
import type { World } from './world.ts';

/** A body has little room for more. */
const mostBytes = 900_000;

/** Of one, two, three and four bytes, escaped in JSON, composed anew by NFC, not to be seen, and not allowed. */
const letters = [
  'x',
  'é',
  '語',
  '𝒳',
  '"',
  'e\u0301',
  '\u0315\u0300\u05ae',
  '\u2800',
  '\0',
] as const;

export function valueOf(
  random: Random,
  world: World,
  name: string,
  type: GraphQLInputType,
): unknown {
  if (random.chance(0.02)) return wrongValue(random);
  if (name === 'ids') return idsOf(random, world);
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const one = valueOf(random, world, name, nullable.ofType);
    return Array.from({ length: random.pick([1, 20, 200, 200, 1000]) }, () => one);
  }
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields());
    return Object.fromEntries(
      fields.map((field) => [field.name, valueOf(random, world, field.name, field.type)]),
    );
  }
  if (isEnumType(nullable)) {
    const names = nullable.getValues().map((one) => one.name);
    return oneOf(random, names);
  }
  switch (name) {
    case 'first':
      return random.pick([100, 100, 100, 48, 20, 5, 1, 0, -1]);
    case 'after':
      return random.pick([
        null,
        null,
        cursor('90'),
        cursor(oneOf(random, world.orders)),
        cursor(textOf(random, 300_000)),
      ]);
    case 'id':
      return oneOf(random, [...world.orders, ...world.accounts]);
    case 'requestId':
      return freshRequestId;
    case 'lineId':
      return world.lineId;
    case 'amount':
      return random.pick(['1.00', '0.01', '9999999999.99']);
  }
  switch (getNamedType(type).name) {
    case 'ETag':
      return random.pick([world.oldestEtag, world.oldestEtag, '"never"']);
    case 'CurrencyCode':
      return random.pick(['USD', 'USD', 'JPY']);
    case 'Int':
      return random.pick([1, 2, 1_000_000]);
    case 'Boolean':
      return random.chance(0.5);
    default:
      return textOf(random, random.pick([1, 500, 500, 501, 10_000]));
  }
}

/** All that there are, or one again and again. */
function idsOf(random: Random, { orders, accounts }: World): readonly string[] {
  const count = random.pick([100, 100, 100, 20, 1, 101]);
  const mixed = accounts.flatMap((account, index) => [account, orders[index] ?? account]);
  const one = [oneOf(random, orders)];
  const ids = random.pick<readonly string[]>([orders, orders, accounts, mixed, one, ['ord_x']]);
  return Array.from({ length: count }, (_, index) => ids[index % ids.length] ?? '');
}

/** Of no type that anything has. */
function wrongValue(random: Random): unknown {
  const count = random.pick([1, 1000, 50_000]);
  return random.pick<() => unknown>([
    () => null,
    () => textOf(random, mostBytes),
    () => Array.from({ length: count }, () => null),
    () => Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, index])),
    () => JSON.parse(`${'['.repeat(1000)}${']'.repeat(1000)}`),
    () => 1e300,
  ])();
}

function textOf(random: Random, length: number): string {
  const letter = random.pick(letters);
  return letter.repeat(Math.ceil(Math.min(length, mostBytes / Buffer.byteLength(letter))));
}

function cursor(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function oneOf(random: Random, texts: readonly string[]): string {
  return texts[random.below(texts.length)] ?? '';
}
