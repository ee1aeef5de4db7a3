/** Route templates of Azure Functions, as far as the embedded host knows them: literals, `{name}` and a last `{*rest}`. */

interface Segment {
  readonly type: 'Literal' | 'Parameter' | 'Rest';
  readonly name: string;
}

export type Route = readonly Segment[];

export function parseRoute(template: string): Route {
  return template
    .split('/')
    .filter((part) => part !== '')
    .map((part) => {
      const [, star, name] = /^\{(\*{0,2})(\w+)\}$/.exec(part) ?? [];
      if (name !== undefined) return { type: star === '' ? 'Parameter' : 'Rest', name };
      if (/[{}*]/.test(part))
        throw new Error(`the embedded host does not know routes like ${part}`);
      return { type: 'Literal', name: part.toLowerCase() };
    });
}

/** The parameters of a path that the route matches: in any case, with or without a slash at its end. */
export function matchRoute(route: Route, path: string): Record<string, string> | undefined {
  const parts = path.replace(/^\//, '').replace(/\/$/, '').split('/').map(decode);
  const params: Record<string, string> = {};
  for (const [index, { type, name }] of route.entries()) {
    if (type === 'Rest') {
      const rest = parts.slice(index).join('/');
      return rest === '' ? params : { ...params, [name]: rest };
    }
    const part = parts[index];
    if (part === undefined || part === '') return undefined;
    if (type === 'Literal' && part.toLowerCase() !== name) return undefined;
    if (type === 'Parameter') params[name] = part;
  }
  return parts.length === route.length ? params : undefined;
}

/** Everything but `%2F`, which the real server leaves alone; a part that does not decode stays as it is. */
function decode(part: string): string {
  return part
    .split(/(%2f)/i)
    .map((piece, index) => {
      if (index % 2 === 1) return piece;
      try {
        return decodeURIComponent(piece);
      } catch {
        return piece;
      }
    })
    .join('');
}
