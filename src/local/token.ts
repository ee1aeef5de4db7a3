/** `npm run token`: a token for trying things out, alone on stdout so that a shell can take it. */

import { parseArgs } from 'node:util';
import { mintToken } from './tokens.ts';
import type { TokenRequest } from './tokens.ts';

const usage = `usage: npm run --silent token -- --sub <name> --tenant <name> [--roles <a,b>] [--permissions <a,b>]
         [--expires-in <seconds>] [--issued-at <seconds>] [--audience <name>] [--issuer <name>]
times are relative to now; --expires-in is 3600 unless told`;

const value = { type: 'string', multiple: true } as const;
const options = {
  sub: value,
  tenant: value,
  roles: value,
  permissions: value,
  'expires-in': value,
  'issued-at': value,
  audience: value,
  issuer: value,
};

class UsageError extends Error {}

function readRequest(args: readonly string[]): TokenRequest {
  const given = readValues(joinValues(args));
  const tenantClaim = process.env['JWT_TENANT_CLAIM']?.trim() ?? '';
  return {
    subject: readRequired(given, 'sub'),
    tenant: readRequired(given, 'tenant'),
    roles: readList(given.get('roles')),
    permissions: readList(given.get('permissions')),
    expiresIn: readSeconds(given, 'expires-in'),
    issuedAt: readSeconds(given, 'issued-at'),
    audience: given.get('audience'),
    issuer: given.get('issuer'),
    tenantClaim: tenantClaim === '' ? undefined : tenantClaim,
  };
}

/** parseArgs takes `-600` after a blank for an option; after `=` it is a value. */
function joinValues(args: readonly string[]): string[] {
  const [first, second, ...rest] = args;
  if (first === undefined) return [];
  const takesNext = first.startsWith('--') && Object.hasOwn(options, first.slice(2));
  if (!takesNext) return [first, ...joinValues(args.slice(1))];
  if (second === undefined || second.startsWith('--')) {
    throw new UsageError(`${first} needs a value`);
  }
  return [`${first}=${second}`, ...joinValues(rest)];
}

function readValues(args: string[]): ReadonlyMap<string, string> {
  const { values } = parse(args);
  return new Map(
    Object.entries(values).map(([name, [text, ...more]]) => {
      if (text === undefined || more.length > 0) throw new UsageError(`--${name} is given twice`);
      return [name, text];
    }),
  );
}

function parse(args: string[]): { readonly values: Readonly<Record<string, string[]>> } {
  try {
    return parseArgs({ args, options });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(message.split('\n')[0] ?? message, { cause: error });
  }
}

function readRequired(given: ReadonlyMap<string, string>, name: string): string {
  const text = given.get(name) ?? '';
  if (text === '') throw new UsageError(`--${name} is needed`);
  return text;
}

function readList(text: string | undefined): readonly string[] | undefined {
  return text
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function readSeconds(given: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = given.get(name);
  if (text === undefined) return undefined;
  if (!/^-?\d{1,10}$/.test(text)) {
    throw new UsageError(`--${name} must be a whole number of seconds`);
  }
  return Number(text);
}

try {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(usage);
  } else {
    console.log(await mintToken(readRequest(args), new Date()));
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n${usage}`);
  process.exitCode = 2;
}
