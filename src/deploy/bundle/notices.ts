/** The licences of the packages of which something is in the bundle: they ask that their texts go along with it. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ScriptError } from '../../local/script.ts';

/** What may be deployed: licences that ask for their notice and text, and for nothing else. */
export const bundledLicences: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
];

/** Packages under the MIT licence that bring no text of it: the line that their repository or its history gives. */
export const copyrights: Readonly<Record<string, string>> = {
  '@graphql-tools/executor': 'Copyright (c) 2020 The Guild, Inc.',
  '@graphql-tools/utils': 'Copyright (c) 2020 The Guild, Inc.',
  '@whatwg-node/disposablestack': 'Copyright (c) 2023 Arda TANRIKULU',
  '@whatwg-node/fetch': 'Copyright (c) 2023 Arda TANRIKULU',
  '@whatwg-node/promise-helpers': 'Copyright (c) 2023 Arda TANRIKULU',
  '@whatwg-node/server': 'Copyright (c) 2023 Arda TANRIKULU',
  'cross-inspect': 'Copyright (c) 2020 The Guild, Inc.',
  priorityqueuejs: 'Copyright (c) 2013 Jano González',
  semaphore: 'Copyright (c) 2012 Andreas Brekken',
};

const root = fileURLToPath(new URL('../../..', import.meta.url));
const packageFolder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const line = '-'.repeat(80);

interface Notice {
  /** Of which package. */
  readonly title: string;
  readonly text: string;
  /** Why it cannot be deployed. */
  readonly problem: string | undefined;
}

/** `sources` are files from the folder of the project on. A text that many have is there once. */
export async function writeNotices(sources: readonly string[], project = root): Promise<string> {
  const folders = new Set(sources.flatMap((source) => packageFolder.exec(source) ?? []));
  const notices = await Promise.all(
    [...folders].sort().map((folder) => readNotice(join(project, folder))),
  );
  const problems = notices.flatMap(({ problem }) => problem ?? []);
  if (problems.length > 0) throw new ScriptError(problems.join('\n'));
  const sections = Array.from(
    Map.groupBy(notices, ({ text }) => text),
    ([text, same]) => `${same.map(({ title }) => title).join('\n')}\n\n${text}\n`,
  );
  return ['Order Desk has parts of these packages in it.\n', ...sections].join(`\n${line}\n\n`);
}

async function readNotice(folder: string): Promise<Notice> {
  // NOTE: mirrors the part of a package.json that matters here.
  const manifest: { readonly name: string; readonly version: string; readonly license?: string } =
    JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const copyright = copyrights[manifest.name];
  const licence = manifest.license ?? (copyright === undefined ? 'no licence' : 'MIT');
  const title = `${manifest.name} ${manifest.version} (${licence})`;
  const text = (await readTexts(folder)) || (copyright ? await writeMit(copyright) : '');
  return { title, text, problem: problemOf(title, licence, text) };
}

function problemOf(title: string, licence: string, text: string): string | undefined {
  if (!bundledLicences.includes(licence)) {
    return `${title} is in the bundle: allowed are ${bundledLicences.join(', ')}`;
  }
  return text === '' ? `${title} brings no text of its licence: notices.ts may have it` : undefined;
}

async function readTexts(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => /^(?:licen[cs]e|notice)\b/i.test(name));
  const texts = names.sort().map((name) => readFile(join(folder, name), 'utf8'));
  return (await Promise.all(texts)).map(tidy).join('\n\n');
}

async function writeMit(copyright: string): Promise<string> {
  const terms = await readFile(new URL('licences/MIT.txt', import.meta.url), 'utf8');
  return `MIT License\n\n${copyright}\n\n${tidy(terms)}`;
}

function tidy(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
