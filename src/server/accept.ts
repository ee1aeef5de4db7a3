/** Which of the two media types a client gets: the one that it likes best, the first of equals. */
export const mediaTypes = ['application/json', 'application/graphql-response+json'] as const;

export type MediaType = (typeof mediaTypes)[number];

/** `undefined` where the client accepts neither. */
export function acceptedType(header: string | null): MediaType | undefined {
  if (header === null || header.trim() === '') return mediaTypes[0];
  // What most clients send.
  const only = mediaTypes.find((known) => known === header);
  if (only !== undefined) return only;
  const [best] = header
    .toLowerCase()
    .split(',')
    .flatMap(parseRange)
    .toSorted((a, b) => b.quality - a.quality);
  return best?.type;
}

function parseRange(range: string) {
  const [name, ...parameters] = range.split(';').map((part) => part.trim());
  const isAny = name === '*/*' || name === 'application/*';
  const type = isAny ? mediaTypes[0] : mediaTypes.find((known) => known === name);
  const charset = valueOf(parameters, 'charset') ?? 'utf-8';
  const quality = Number(valueOf(parameters, 'q') ?? 1);
  return type !== undefined && charset === 'utf-8' && quality > 0 ? [{ type, quality }] : [];
}

function valueOf(parameters: readonly string[], name: string): string | undefined {
  const parameter = parameters.find((text) => text.startsWith(`${name}=`));
  return parameter?.slice(name.length + 1).replaceAll('"', '');
}
