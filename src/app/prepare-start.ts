/**
 * What is looked at before anything is made: a restore that was cut off, the port, a database that is there already,
 * and the data directory.
 */
import { makeDataDirectory } from '#storage/embedded/data-directory.ts';
import { examineDatabase } from '#storage/examine.ts';
import type { Config } from '#config/config.ts';
import { refuseUnfinished } from './backup/unfinished.ts';
import { checkPort } from './port.ts';

/** Throws an error with a sentence for the operator; makes nothing but the data directory, and that last. */
export async function prepareStart({ host, port, dataDirectory, databaseConnections, secrets }: Config): Promise<void> {
  await refuseUnfinished(dataDirectory);
  await checkPort(host, port);
  if (secrets.databaseUrl !== null)
    await examineDatabase({ connectionString: secrets.databaseUrl }, databaseConnections);
  await makeDataDirectory(dataDirectory);
}
