/** Builds the browser's pages into `dist/web`, when what they are made of has changed since they were built last. */
import process from 'node:process';
import { BuildFault, buildPages } from './build-pages.ts';

try {
  await buildPages();
} catch (error) {
  if (!(error instanceof BuildFault)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
