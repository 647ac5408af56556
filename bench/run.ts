/** `npm run bench [-- names … --write]`: runs the benchmarks in turn and prints each figure beside its goal. */
import process from 'node:process';
import { create } from './create.ts';
import { malformed } from './malformed.ts';
import { reads } from './reads.ts';
import { router } from './router.ts';
import { scheduled } from './scheduled.ts';
import { start } from './start.ts';
import { printTable } from './support/table.ts';

const BENCHES = {
  create,
  router,
  start,
  scheduled,
  malformed,
  reads: async () => reads(process.env['SIZES']?.split(',').map(Number)),
} as const;

for (const name of process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(BENCHES)) {
  console.log(name);
  const figures = await BENCHES[name as keyof typeof BENCHES]();
  printTable(figures);
}
