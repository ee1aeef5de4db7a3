/** The workflows and azure.yaml, as far as they can be judged without running them. */

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, describe, test } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly env?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
}

interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const root = new URL('../../', import.meta.url);
const folder = new URL('.github/workflows/', root);

const names = await readdir(folder);
const texts = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')));
const workflows = new Map(
  names.map((name, index) => [name, parse(texts[index] ?? '') as Workflow]), // in GitHub's own form
);
const azureText = await readFile(new URL('azure.yaml', root), 'utf8');

interface Hook {
  readonly run: string;
}

interface Azure {
  readonly infra: Readonly<Record<string, string>>;
  readonly hooks: Readonly<Record<string, { readonly posix: Hook; readonly windows: Hook }>>;
  readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const azure = parse(azureText) as Azure; // in azd's own form

interface Package {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

const { scripts, dependencies } = JSON.parse(
  await readFile(new URL('package.json', root), 'utf8'),
) as Package; // npm's own form

function scriptsIn(text: string): readonly string[] {
  const called = [...text.matchAll(/\bnpm (?:run (?:--silent |-s )?([\w:]+)|(test))\b/g)];
  return called.map(([, script, itself]) => script ?? itself ?? '');
}

function jobsOf(name: string): readonly Job[] {
  return Object.values(workflows.get(name)?.jobs ?? {});
}

function stepsOf(name: string): readonly Step[] {
  return jobsOf(name).flatMap(({ steps = [] }) => steps);
}

function runsIn(steps: readonly Step[] = []): readonly string[] {
  return steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
}

function runsOf(name: string): readonly string[] {
  return runsIn(stepsOf(name));
}

/** What is run by the jobs that may ask for an identity token. */
function runsWithIdentity(): readonly string[] {
  return [...workflows.values()]
    .flatMap(({ jobs }) => Object.values(jobs))
    .filter(({ permissions }) => permissions?.['id-token'] === 'write')
    .flatMap(({ steps }) => runsIn(steps));
}

test('there is one to check, one to deploy, and one to refresh keys', () => {
  expect(names.sort()).toEqual(['check.yml', 'deploy.yml', 'keys.yml']);
});

describe.each([...workflows])('%s', (name, workflow) => {
  const text = texts[names.indexOf(name)] ?? '';

  test('may do nothing but what a job asks for', () => {
    expect(workflow.permissions).toEqual({});
    for (const { permissions = {} } of jobsOf(name)) {
      expect(Object.entries(permissions)).not.toEqual([]);
      const allowed = { contents: 'read', 'id-token': 'write' };
      expect({ ...allowed, ...permissions }).toEqual(allowed);
    }
  });

  test('asks for an identity only where it signs in with it', () => {
    for (const { permissions = {}, steps = [] } of jobsOf(name)) {
      const signsIn = steps.some(({ uses = '' }) => uses.startsWith('azure/login@'));
      expect(permissions['id-token'] === 'write').toBe(signsIn);
    }
  });

  test('has no secret: identities are no secrets, and sign in by federation', () => {
    expect(text).not.toMatch(/\bsecrets\b|client-secret|\bcreds\b|publish-profile/i);
  });

  test('takes no text from outside into a script', () => {
    expect(runsOf(name).filter((run) => run.includes('${{'))).toEqual([]);
  });

  test('names a version of each action, and leaves no credentials behind', () => {
    const used = stepsOf(name).filter(({ uses }) => uses !== undefined);
    for (const { uses = '' } of used) {
      expect(uses).toMatch(/^(?:actions|azure)\/[\w-]+@(?:v\d+|[\da-f]{40})$/i);
    }
    const checkouts = used.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    for (const { with: inputs } of checkouts) {
      expect(inputs).toMatchObject({ 'persist-credentials': false });
    }
  });

  test('ends, and runs under the Node of Azure', () => {
    for (const job of jobsOf(name)) {
      if (job.uses !== undefined) continue;
      expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
      const setup = job.steps?.find(({ uses }) => uses?.startsWith('actions/setup-node@'));
      expect(setup?.with).toMatchObject({ 'node-version': 24 });
    }
  });

  test('calls scripts that there are', () => {
    const called = runsOf(name).flatMap(scriptsIn);
    expect(called.filter((script) => !(script in scripts))).toEqual([]);
  });

  test('runs no script of a package that it installs', () => {
    const called = runsOf(name)
      .flatMap(scriptsIn)
      .map((script) => scripts[script] ?? '');
    const installs = [...runsOf(name), ...called]
      .flatMap((run) => run.split(' && '))
      .filter((run) => /\bnpm (?:ci|i|install|exec)\b|\bnpx\b/.test(run));
    expect(installs.filter((run) => !run.includes(' --ignore-scripts'))).toEqual([]);
    expect(installs.filter((run) => /\bexec\b|\bnpx\b/.test(run))).toEqual([]);
  });
});

test('a push is installed, packaged, checked and tested', () => {
  expect(Object.keys(workflows.get('check.yml')?.on ?? {})).toEqual(
    expect.arrayContaining(['push', 'pull_request']),
  );
  expect(runsOf('check.yml')).toEqual([
    'npm ci --ignore-scripts',
    'npm run package',
    'npm run --silent sbom > sbom.json',
    'npm run frontend:tools',
    'npm run check',
    'npm test',
    'npm run schema:diff -- --base HEAD^',
  ]);
});

test('a pull request is compared with what it would be merged into', () => {
  const steps = stepsOf('check.yml');
  expect(steps.at(-1)).toMatchObject({ if: "github.event_name == 'pull_request'" });
  // The checked out commit is the merge: the one before has to be there, too.
  expect(steps[0]?.with).toMatchObject({ 'fetch-depth': 2 });
});

test('the package is handed over before a tool of the tests has run', () => {
  const steps = stepsOf('check.yml').map(({ run, uses = '' }) => run ?? uses.split('@')[0]);
  const packaged = steps.indexOf('npm run package');
  expect(steps[packaged - 1]).toBe('npm ci --ignore-scripts');
  expect(steps[packaged + 1]).toBe('actions/upload-artifact');
});

test('what was checked is deployed as it is, and tried after', () => {
  expect(jobsOf('deploy.yml')[0]?.uses).toBe('./.github/workflows/check.yml');
  expect(workflows.get('deploy.yml')?.jobs['deploy']).toMatchObject({ needs: 'check' });
  const [upload] = stepsOf('check.yml').filter(({ uses }) => uses?.includes('upload-artifact'));
  expect(upload?.with).toMatchObject({ name: 'package', path: 'dist' });
  const [download] = stepsOf('deploy.yml').filter(({ uses }) =>
    uses?.includes('download-artifact'),
  );
  expect(download?.with).toEqual({ name: 'package', path: 'package' });
  const order = [
    'azd provision',
    '(cd package && zip --recurse-paths ../package.zip .)',
    'azd deploy api --from-package package.zip',
    'npm run smoke',
  ];
  const runs = runsOf('deploy.yml').join('\n');
  expect(order.map((command) => runs.indexOf(command)).sort((a, b) => a - b)).toEqual(
    order.map((command) => runs.indexOf(command)),
  );
  expect(order.filter((command) => !runs.includes(command))).toEqual([]);
});

test('a job that may ask for an identity token builds nothing, and has no tool that builds', () => {
  const runs = runsWithIdentity();
  expect(runs.filter((run) => run.startsWith('npm ci'))).toEqual([
    'npm ci --ignore-scripts --omit=dev',
    'npm ci --ignore-scripts --omit=dev',
  ]);
  expect(runs.filter((run) => /npm run (?:build|package|check)|npm test/.test(run))).toEqual([]);
});

test('what it runs imports nothing but packages that are deployed, too', async () => {
  const hooks = azure.hooks['preprovision']?.posix.run ?? '';
  const called = new Set([...runsWithIdentity(), hooks].flatMap(scriptsIn));
  expect([...called].sort()).toEqual(['keys', 'smoke']);
  const { metafile } = await build({
    absWorkingDir: fileURLToPath(root),
    entryPoints: [...called].map((name) => scripts[name]?.replace(/^node /, '') ?? name),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outdir: 'dist',
    write: false,
    metafile: true,
  });
  const imported = Object.values(metafile.inputs)
    .flatMap(({ imports }) => imports.flatMap(({ external, path }) => (external ? [path] : [])))
    .filter((path) => !isBuiltin(path));
  expect(imported).toContain('jose');
  expect(imported.filter((path) => !(path in dependencies))).toEqual([]);
});

test('keys are refreshed by the clock, kept for a run, and set only when they changed', () => {
  expect(workflows.get('keys.yml')?.on).toHaveProperty('schedule');
  const run = runsOf('keys.yml').at(-1) ?? '';
  expect(run).toContain('--keep current.json --if-changed');
  expect(run).toMatch(/if \[ -n "\$keys" \][^]*appsettings set/);
});

test.each([
  { what: 'what changed', keys: 'new', setting: 'JWT_JWKS=new', kept: 'old' },
  { what: 'nothing where nothing changed', keys: '', kept: 'old' },
  { what: 'nothing where nothing is deployed', app: '', keys: 'new' },
  {
    what: 'what the issuer lists, and nothing that it dropped, when a person runs it',
    event: 'workflow_dispatch',
    keys: 'new',
    setting: 'JWT_JWKS=new',
    kept: '',
  },
])(
  'and its script sets $what',
  async ({ keys, app = 'old', event = 'schedule', setting, kept }) => {
    const stage = await mkdtemp(join(tmpdir(), 'workflow-'));
    try {
      const [called, keep] = [join(stage, 'called'), join(stage, 'keep')];
      const standIns = {
        // The name of the app, and its setting so far.
        az: `printf '%s\\n' "$@" >> '${called}'; printf '%s' '${app}'`,
        npm: `cp current.json '${keep}'; printf '%s' '${keys}'`,
      };
      await Promise.all(
        Object.entries(standIns).map(([name, script]) =>
          writeFile(join(stage, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 }),
        ),
      );
      await promisify(execFile)('bash', ['-e', '-c', runsOf('keys.yml').at(-1) ?? ''], {
        cwd: stage,
        env: {
          PATH: `${stage}:/usr/bin:/bin`,
          AZURE_RESOURCE_GROUP: 'group',
          GITHUB_EVENT_NAME: event,
          JWT_ISSUER: 'issuer',
        },
      });
      const args = (await readFile(called, 'utf8')).split('\n');
      expect(args).toContain('list');
      expect(args.find((arg) => arg.startsWith('JWT_JWKS'))).toBe(setting);
      expect(args.includes('set')).toBe(setting !== undefined);
      expect(await readFile(keep, 'utf8').catch(() => undefined)).toBe(kept);
    } finally {
      await rm(stage, { recursive: true });
    }
  },
);

test('nobody deploys while keys are set', () => {
  const groups = ['deploy.yml', 'keys.yml'].map((name) => workflows.get(name));
  for (const group of groups) {
    expect(group).toMatchObject({ concurrency: { group: 'azure', 'cancel-in-progress': false } });
  }
});

describe('azure.yaml', () => {
  test('publishes the package as it is, to the app that Bicep tags', async () => {
    expect(azure.services).toEqual({
      api: { project: './dist', host: 'function', language: 'js', remoteBuild: false },
    });
    const app = await readFile(new URL('bicep/functionApp.bicep', root), 'utf8');
    expect(app).toContain("'azd-service-name': 'api'");
  });

  test('makes what bicep/ describes', async () => {
    expect(azure.infra).toEqual({ provider: 'bicep', path: 'bicep', module: 'main' });
    expect(await readdir(new URL('bicep/', root))).toContain('main.bicep');
  });

  test('fetches the keys before Bicep reads them, and packages before it publishes', () => {
    expect(Object.keys(azure.hooks).sort()).toEqual(['prepackage', 'preprovision']);
    for (const { posix, windows } of Object.values(azure.hooks)) {
      expect(posix.run).toBe(windows.run);
      expect(Object.keys(scripts)).toEqual(expect.arrayContaining([...scriptsIn(posix.run)]));
    }
    expect(azure.hooks['preprovision']?.posix.run).toBe('npm run keys -- --azd');
    expect(azure.hooks['prepackage']?.posix.run).toBe('npm run package');
  });
});
