/** `npm run token`: a token for trying things out, alone on stdout so that a shell can take it. */

import { parseArgs } from 'node:util';
import { runScript, textOf, UsageError } from './script.ts';
import { mintToken, type TokenRequest } from './tokens.ts';

const usage = `usage: npm run --silent token -- --sub <name> --tenant <name> [--roles <a,b>] [--permissions <a,b>]
         [--expires-in <seconds>] [--issued-at <seconds>] [--audience <name>] [--issuer <name>]
times are relative to now; --expires-in is 3600 unless told`;

const value = { type: 'string' } as const;
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

type Values = ReadonlyMap<string, string>;

/** Not strict, since node:util would take the `-600` after `--issued-at` for an option. */
function readValues(): Values {
  const values = new Map<string, string>();
  for (const token of parseArgs({ options, strict: false, tokens: true }).tokens) {
    if (token.kind === 'positional') throw new UsageError(`Unexpected argument '${token.value}'.`);
    if (token.kind === 'option-terminator') continue;
    const { name, rawName, value: text, inlineValue: isInline } = token;
    if (!Object.hasOwn(options, name)) throw new UsageError(`Unknown option '${rawName}'`);
    if (text === undefined || (text.startsWith('--') && !isInline)) {
      throw new UsageError(`${rawName} needs a value`);
    }
    if (values.has(name)) throw new UsageError(`${rawName} is given twice`);
    values.set(name, text);
  }
  return values;
}

function readRequired(values: Values, name: string): string {
  const text = values.get(name) ?? '';
  if (text === '') throw new UsageError(`--${name} is needed`);
  return text;
}

function readList(text: string | undefined): readonly string[] | undefined {
  return text
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function readSeconds(values: Values, name: string): number | undefined {
  const text = values.get(name);
  if (text === undefined) return undefined;
  if (!/^-?\d{1,10}$/.test(text)) {
    throw new UsageError(`--${name} must be a whole number of seconds`);
  }
  return Number(text);
}

function readRequest(values: Values): TokenRequest {
  return {
    subject: readRequired(values, 'sub'),
    tenant: readRequired(values, 'tenant'),
    roles: readList(values.get('roles')),
    permissions: readList(values.get('permissions')),
    expiresIn: readSeconds(values, 'expires-in'),
    issuedAt: readSeconds(values, 'issued-at'),
    audience: values.get('audience'),
    issuer: values.get('issuer'),
    tenantClaim: textOf(process.env, 'JWT_TENANT_CLAIM') || undefined,
  };
}

await runScript(async () => {
  const isHelp = process.argv.includes('--help');
  console.log(isHelp ? usage : await mintToken(readRequest(readValues()), new Date()));
}, usage);
