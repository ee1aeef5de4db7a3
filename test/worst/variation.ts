/** Requests out of the schema, and requests out of requests. */
import {
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { schema } from '../../schema/index.ts';
import type { Random } from '../lab/random.ts';
import type { Asked, Asking } from './request.ts';
import { valueOf } from './values.ts';
import type { World } from './world.ts';

type Place = Pick<Asked, 'on' | 'field'>;

const deepest = 6;
const lengths = [0, 0, 30, 256] as const;

export class Variation {
  readonly #random: Random;
  readonly #world: World;

  constructor(random: Random, world: World) {
    this.#random = random;
    this.#world = world;
  }

  fresh(): Asking {
    const operation = this.#random.pick(['Query', 'Query', 'Query', 'Mutation'] as const);
    return { operation, fields: [this.#grown(operation, deepest)] };
  }

  /** With something else in one place, or in several; `others` is of what it may take a part. */
  of(asking: Asking, others: readonly Asking[]): Asking {
    const random = this.#random;
    const { operation, fields } = asking;
    const changes: readonly [() => readonly Asked[], ...(() => readonly Asked[])[]] = [
      () => this.#changedSomewhere(fields),
      () => this.#changedSomewhere(this.#changedSomewhere(fields)),
      () => this.#changedSomewhere(this.#changedSomewhere(this.#changedSomewhere(fields))),
      () => [...fields, this.#grown(operation, deepest)],
      () => (fields.length > 1 ? without(fields, random.below(fields.length)) : fields),
      () => {
        const partners = others.filter((other) => other.operation === operation);
        return [...fields, ...(partners[random.below(partners.length)]?.fields.slice(0, 1) ?? [])];
      },
    ];
    return { operation, fields: random.pick(changes)() };
  }

  #changedSomewhere(fields: readonly Asked[]): readonly Asked[] {
    let left = this.#random.below(countOf(fields));
    const visit = (asked: Asked): Asked => {
      left -= 1;
      if (left === -1) return this.#changed(asked);
      return left < 0 ? asked : { ...asked, below: asked.below.map(visit) };
    };
    return fields.map(visit);
  }

  #changed(asked: Asked): Asked {
    const random = this.#random;
    const { on, field, times, below } = asked;
    const type = getNamedType(field.type);
    const changes: readonly [() => Partial<Asked>, ...(() => Partial<Asked>)[]] = [
      () => ({ times: Math.max(1, random.pick([times * 2, times - 1, 1, 9, 20, 100, 480])) }),
      () => ({ args: this.#argsOf(field) }),
      () => ({ nameLength: random.pick(lengths) }),
      () => ({ shared: !asked.shared }),
      () => ({ merged: !asked.merged }),
      () => this.#grown(on, deepest),
      ...(below.length === 0
        ? []
        : [
            () => ({ below: [...below, this.#grown(type.name, 3)] }),
            () => ({ below: [...below, ...this.#leavesOf(type.name)] }),
            () => ({
              below: below.length > 1 ? without(below, random.below(below.length)) : below,
            }),
          ]),
    ];
    return { ...asked, ...random.pick(changes)() };
  }

  /** One field of the type, and something of what lies below. */
  #grown(typeName: string, depth: number): Asked {
    const random = this.#random;
    const places = placesOf(schema.getType(typeName));
    const composite = places.filter(({ field }) => !isLeafType(getNamedType(field.type)));
    const wanted = depth > 0 && composite.length > 0 && random.chance(0.7) ? composite : places;
    const possible = depth > 0 ? wanted : places.filter((place) => !composite.includes(place));
    const place = possible[random.below(possible.length)] ?? typeNameOf(typeName);
    const type = getNamedType(place.field.type);
    const below = isLeafType(type)
      ? []
      : Array.from({ length: random.pick([1, 1, 2]) }, () => this.#grown(type.name, depth - 1));
    return this.#asked(place, below);
  }

  #leavesOf(typeName: string): readonly Asked[] {
    return placesOf(schema.getType(typeName))
      .filter(({ field }) => isLeafType(getNamedType(field.type)))
      .map((place) => this.#asked(place, []));
  }

  #asked(place: Place, below: readonly Asked[]): Asked {
    const args = this.#argsOf(place.field);
    const shared = this.#random.chance(0.5);
    return { ...place, times: 1, nameLength: 0, merged: false, args, below, shared };
  }

  #argsOf({ args }: GraphQLField<unknown, unknown>) {
    return Object.fromEntries(
      args.map(({ name, type }) => [name, valueOf(this.#random, this.#world, name, type)]),
    );
  }
}

/** The fields of the type and, where it is abstract, of those that it may be. */
function placesOf(type: GraphQLNamedType | undefined): readonly Place[] {
  if (!type) return [];
  const own = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
  const meta = type === schema.getQueryType() ? [SchemaMetaFieldDef, TypeMetaFieldDef] : [];
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  return [
    ...[...own, ...meta].map((field) => ({ on: type.name, field })),
    ...possible.flatMap(placesOf),
  ];
}

function typeNameOf(on: string): Place {
  return { on, field: TypeNameMetaFieldDef };
}

function without<Item>(items: readonly Item[], index: number): readonly Item[] {
  return items.toSpliced(index, 1);
}

function countOf(fields: readonly Asked[]): number {
  return fields.reduce((sum, { below }) => sum + 1 + countOf(below), 0);
}
