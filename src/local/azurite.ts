/** Azurite, the emulator of Azure Storage, as a process of its own: the Functions host keeps its keys and leases there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

export interface Azurite extends AsyncDisposable {
  readonly blob: string;
  /** What `AzureWebJobsStorage` must be to reach it. */
  readonly connectionString: string;
}

// Azurite's published development account: no secret.
const account = 'devstoreaccount1';
const accountKey =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

const flags = ['--silent', '--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry'];

/** The well-known ones, which `UseDevelopmentStorage=true` means. */
const usualPorts = { blob: 10_000, queue: 10_001, table: 10_002 };

/** Nothing is kept on disk. A port of 0 is any free one; a taken port rejects with the line that Azurite prints. */
export async function startAzurite(ports = usualPorts): Promise<Azurite> {
  const main = createRequire(import.meta.url).resolve('azurite/dist/src/azurite.js');
  const places = Object.entries(ports).flatMap(([service, port]) => [
    `--${service}Host=127.0.0.1`,
    `--${service}Port=${port}`,
  ]);
  const child = spawn(process.execPath, [main, ...places, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const orphaned = () => child.kill();
  process.once('exit', orphaned);
  child.once('exit', () => process.off('exit', orphaned));
  const failure = text(child.stderr);

  const found = new Map<string, string>();
  for await (const line of createInterface(child.stdout)) {
    const listening = /^Azurite (\w+) service is successfully listening at (\S+)/.exec(line);
    const [, service = '', url = ''] = listening ?? [];
    if (listening) found.set(service, `${url}/${account}`);
    if (found.size === 3) break;
  }
  // A full pipe would stop the process.
  child.stdout.resume();
  if (found.size < 3) throw new Error((await failure).trim() || 'Azurite ended at once');
  const [blob = '', queue, table] = ['Blob', 'Queue', 'Table'].map((name) => found.get(name));
  return {
    blob,
    connectionString:
      `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${accountKey};` +
      `BlobEndpoint=${blob};QueueEndpoint=${queue};TableEndpoint=${table};`,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
