/** `npm start`: looks whether the server can start, builds its pages if they changed, and starts it. */
import process from 'node:process';
import { readCommand } from '../src/app/command-line.ts';
import { readConfig } from '../src/config/config.ts';
import { prepareStart } from '../src/app/prepare-start.ts';
import { buildPages } from './build-pages.ts';

try {
  if (readCommand(process.argv.slice(2)).kind === 'start') {
    await prepareStart(readConfig(process.env));
    await buildPages();
  }
} catch (error) {
  // Each of them says in a sentence what to do; anything else is a bug and shows where.
  const isExpected = error instanceof Error && ('fault' in error || 'faults' in error);
  process.stderr.write(`${isExpected ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
}
await import('../src/main.ts');
