/** Azurite, the emulator of Azure Storage, as a process of its own: the Functions host keeps its keys and leases there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

export interface AzuriteOptions {
  /** 0: any free port. Absent: the emulator's well-known ports, which `UseDevelopmentStorage=true` means. */
  readonly ports?: { readonly blob: number; readonly queue: number; readonly table: number };
}

export interface Azurite extends AsyncDisposable {
  readonly blob: string;
  readonly queue: string;
  readonly table: string;
  /** What `AzureWebJobsStorage` must be to reach it. */
  readonly connectionString: string;
  close(): Promise<void>;
}

// Azurite's published development account: no secret.
const account = 'devstoreaccount1';
const accountKey =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

const flags = ['--silent', '--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry'];
const services = ['Blob', 'Queue', 'Table'] as const;

/** Nothing is kept on disk. A taken port rejects with the line that Azurite prints. */
export async function startAzurite(options: AzuriteOptions = {}): Promise<Azurite> {
  const ports = options.ports ?? { blob: 10_000, queue: 10_001, table: 10_002 };
  const hosts = Object.entries(ports).map(([name, port]) => [name, String(port)] as const);
  const main = join(
    dirname(createRequire(import.meta.url).resolve('azurite/package.json')),
    'dist/src/azurite.js',
  );
  const child = spawn(
    process.execPath,
    [
      main,
      ...hosts.flatMap(([name, port]) => [`--${name}Host`, '127.0.0.1', `--${name}Port`, port]),
      ...flags,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const exited = once(child, 'exit');
  const orphaned = () => child.kill();
  process.once('exit', orphaned);
  child.once('exit', () => process.off('exit', orphaned));
  let failure = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    failure += text;
  });

  async function close(): Promise<void> {
    child.kill('SIGTERM');
    await exited;
  }

  const found = new Map<string, string>();
  // Reads to the end even when all are found: a full pipe would stop the process.
  const lines = createInterface(child.stdout);
  const ready = new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      const [, service, url] =
        /^Azurite (\w+) service is successfully listening at (\S+)/.exec(line) ?? [];
      if (service !== undefined && url !== undefined) found.set(service, url);
      if (services.every((each) => found.has(each))) resolve();
    });
    child.once('close', () => reject(new Error(failure.trim() || 'Azurite ended at once')));
    child.once('error', reject);
  });
  await ready;
  const url = (service: (typeof services)[number]) => `${found.get(service) ?? ''}/${account}`;
  const [blob, queue, table] = [url('Blob'), url('Queue'), url('Table')];
  return {
    blob,
    queue,
    table,
    connectionString:
      `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${accountKey};` +
      `BlobEndpoint=${blob};QueueEndpoint=${queue};TableEndpoint=${table};`,
    close,
    [Symbol.asyncDispose]: close,
  };
}
