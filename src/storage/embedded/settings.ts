import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from './endpoint.ts';
import type { Installation } from './postmaster.ts';

/** What it takes to start one cluster's server. */
export type Server = {
  readonly installation: Installation;
  readonly connection: Connection;
  readonly durable: boolean;
  /** Connections that Patchbay needs. */
  readonly connections: number;
};

/** What the bundled server is told, apart from where it listens. Small: one node, one pool, a modest machine. */
const COMMON = {
  shared_buffers: '64MB',
  maintenance_work_mem: '32MB',
  // The processes for parallel work, reading ahead and replication cost memory that this workload does not repay.
  io_method: 'sync',
  max_worker_processes: '4',
  max_parallel_workers_per_gather: '0',
  max_logical_replication_workers: '0',
  huge_pages: 'off',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  // A failed statement is told to its client. Its text stays out of the file: it may hold names, numbers and words
  // said.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
} as const;

/** For commands beside the server, and those that PostgreSQL keeps for its superuser. */
const SPARE_CONNECTIONS = 24;

/** A commit that was answered survives the loss of power. */
const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' } as const;

/** For tests alone: nothing outlives the run, and all test files of a run share the connections. */
const FLEETING = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '150' } as const;

/** Where the settings of the cluster are. Outside the cluster, so that PostgreSQL's user cannot change them. */
export function settingsFile(home: string): string {
  return join(home, 'postgresql.conf');
}

/**
 * Writes the settings and who may connect. True when both were so before: then a running server follows them, and it
 * comes from the same binaries, since the title names these.
 */
export async function writeSettings({ installation, connection, durable, connections }: Server): Promise<boolean> {
  const { place, binaries } = installation;
  const { home } = place;
  const access = join(home, 'pg_hba.conf');
  const settings = {
    ...COMMON,
    max_connections: String(connections + SPARE_CONNECTIONS),
    ...(durable ? DURABLE : FLEETING),
    ...listening(connection),
    hba_file: access,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quoteValue(value)}\n`);
  const title = `# Written at each start of ${binaries.version} in ${binaries.directory}. ALTER SYSTEM changes a setting.\n`;
  const written = await Promise.all([
    writeIfChanged(settingsFile(home), title + lines.join('')),
    writeIfChanged(access, connection.password === undefined ? 'local all all trust\n' : LOOPBACK_ONLY),
  ]);
  return !written.includes(true);
}

const LOOPBACK_ONLY = 'host all all 127.0.0.1/32 scram-sha-256\n';

function listening({ host, port, password }: Connection): Readonly<Record<string, string>> {
  if (password !== undefined) return { listen_addresses: host, port: String(port), unix_socket_directories: '' };
  return {
    listen_addresses: '',
    port: String(port),
    unix_socket_directories: `"${host.replaceAll('"', '""')}"`, // A list: unquoted, a comma in a path would part it.
    unix_socket_permissions: '0700',
  };
}

/** Source: PostgreSQL 18, 19.1.2: a quote is doubled; a backslash escapes; a line must end after its value. */
function quoteValue(value: string): string {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `'${escaped}'`;
}

async function writeIfChanged(file: string, text: string): Promise<boolean> {
  if ((await readFile(file, 'utf8').catch(() => null)) === text) return false;
  await writeFile(file, text);
  await chmod(file, 0o644); // Whatever the umask: PostgreSQL's user reads it.
  return true;
}
