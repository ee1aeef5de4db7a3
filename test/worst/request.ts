/** A request as the search changes it, and the document that it is sent as. */
import { getNamedType, type GraphQLField, print, parse } from 'graphql';
import { newRequestId } from '../../src/local/requestId.ts';

/** A field that is asked for, under as many names. */
export interface Asked {
  /** The type that has the field: another than the one that it is asked of, where that is abstract. */
  readonly on: string;
  readonly field: GraphQLField<unknown, unknown>;
  readonly times: number;
  /** Of each name, at least. */
  readonly nameLength: number;
  /** All under one name: the answer has it once, and validation compares each with the others. */
  readonly merged: boolean;
  readonly args: Readonly<Record<string, unknown>>;
  readonly below: readonly Asked[];
  /** What lies below is written once, as a fragment. */
  readonly shared: boolean;
}

export interface Asking {
  readonly operation: 'Query' | 'Mutation';
  readonly fields: readonly Asked[];
}

/** Stands for a new one each time that the request is sent. */
export const freshRequestId = 'a new requestId';

/** More than a document may select: what passes this by far need not be sent. */
const mostNames = 600;

export interface Body {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** `undefined` where it is refused for its mere length, whatever else it is. */
export function toBody({ operation, fields }: Asking): Body | undefined {
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  /** Of queries one value is one variable, however often it is used. */
  const known = new Map<unknown, string>();
  const fragments: string[] = [];
  let names = 0;
  const nameOf = (letter: string) => `${letter}${(names += 1)}`;

  const argumentsOf = ({ field, args }: Asked): string => {
    const texts = field.args
      .filter(({ name }) => name in args)
      .map(({ name, type }) => {
        const value = args[name];
        const variable = known.get(value) ?? nameOf('v');
        if (!(variable in variables)) declared.push(`$${variable}: ${String(type)}`);
        variables[variable] = value;
        if (operation === 'Query' && typeof value === 'object') known.set(value, variable);
        return `${name}: $${variable}`;
      });
    return texts.length === 0 ? '' : `(${texts.join(' ')})`;
  };

  const selectionsOf = (parent: string, asked: readonly Asked[]): string =>
    Array.from(
      Map.groupBy(asked, ({ on }) => on),
      ([on, group]) => {
        const selections = group.map(namesOf).join(' ');
        return on === parent ? selections : `... on ${on} { ${selections} }`;
      },
    ).join(' ');

  const belowOf = ({ field, below, shared }: Asked): string => {
    if (below.length === 0) return '';
    const { name: type } = getNamedType(field.type);
    if (!shared) return `{ ${selectionsOf(type, below)} }`;
    const fragment = nameOf('F');
    fragments.push(`fragment ${fragment} on ${type} { ${selectionsOf(type, below)} }`);
    return `{ ...${fragment} }`;
  };

  const namesOf = (asked: Asked): string => {
    if (names > mostNames) return '';
    const { field, times, nameLength, merged, shared } = asked;
    // Mutations are so many intentions, or the same one again and again.
    const isRepeated = asked.on !== 'Mutation' || shared;
    const once = isRepeated ? argumentsOf(asked) : '';
    const fragment = shared ? belowOf(asked) : undefined;
    const name = nameOf('f').padEnd(nameLength, '_');
    return Array.from({ length: times }, (_, index) => {
      if (names > mostNames) return '';
      const alias = merged || index === 0 ? name : nameOf('f').padEnd(nameLength, '_');
      const args = isRepeated ? once : argumentsOf(asked);
      return `${alias}: ${field.name}${args}${fragment ?? belowOf(asked)}`;
    }).join(' ');
  };

  const selections = selectionsOf(operation, fields);
  if (names > mostNames) return undefined;
  const parameters = declared.length === 0 ? '' : `(${declared.join(' ')})`;
  const text = `${operation.toLowerCase()}${parameters} { ${selections} } ${fragments.join(' ')}`;
  return { query: text, variables };
}

/** As it is sent; `undefined` where that is longer than any text can be. */
export function toText(body: Body): string | undefined {
  try {
    return JSON.stringify(body, (_name, value: unknown) =>
      value === freshRequestId ? newRequestId() : value,
    );
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The document as a person reads it. */
export function pretty({ query }: Body): string {
  return print(parse(query));
}
