/** `npm start`: looks whether the server can start, builds its pages if they changed, and starts it. */
import process from 'node:process';
import { readCommand } from '../src/app/command-line.ts';
import { exitCodeOf, lastWordsOf } from '../src/app/exit-code.ts';
import { readConfig } from '../src/config/config.ts';
import { prepareStart } from '../src/app/prepare-start.ts';
import { buildPages } from './build-pages.ts';

try {
  if (readCommand(process.argv.slice(2)).kind === 'start') {
    await prepareStart(readConfig(process.env));
    await buildPages();
  }
} catch (error) {
  process.stderr.write(`${lastWordsOf(error)}\n`);
  process.exit(exitCodeOf(error));
}
await import('../src/main.ts');
