/** Route templates of Azure Functions, as far as this host knows them: literals, `{name}` and a last `{*rest}`. */

export function parseRoute(template: string): RegExp {
  const parts = template.split('/').filter((part) => part !== '');
  const patterns = parts.map((part) => {
    const [, star, name] = /^\{(\*?)(\w+)\}$/.exec(part) ?? [];
    if (name !== undefined) return star ? `(?:/(?<${name}>.*?))?` : `/(?<${name}>[^/]+)`;
    if (/[{}*]/.test(part)) throw new Error(`the embedded host does not know routes like ${part}`);
    return `/${part.replaceAll(/\W/g, String.raw`\$&`)}`;
  });
  return new RegExp(`^${patterns.join('')}/?$`, 'is');
}

/** The parameters of a path that the route matches, without those that are empty. */
export function matchRoute(route: RegExp, path: string): Record<string, string> | undefined {
  const match = route.exec(decode(path));
  return match ? Object.fromEntries(Object.entries(match.groups ?? {}).filter(isGiven)) : undefined;
}

const isGiven = ([, value = '']: readonly [string, string?]) => value !== '';

/** Everything but `%2F`, which the real server leaves alone; a path that does not decode stays as it is. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll(/%(?=2f)/gi, '%25'));
  } catch {
    return path;
  }
}
