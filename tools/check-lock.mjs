// Says which optional dependencies the lock names but does not hold (`npm ci` would stop at them), and what else must
// not be in it.
import { readFileSync } from 'node:fs';
import process from 'node:process';

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));

/** Whether a package at `from` finds `name` on its way up. */
function finds(from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`] !== undefined) return true;
    if (at === '') return false;
    if (!at.includes('/node_modules/')) at = '';
  }
}

const faults = Object.entries(packages).flatMap(([place, entry]) => [
  ...Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !finds(place, name))
    .map((name) => `${place || 'the project'} names ${name}, which the lock does not hold`),
  ...(entry.resolved === undefined ? [] : [`${place} carries a download address`]),
]);
for (const fault of faults) console.error(fault);
if (Object.keys(packages).length < 2) faults.push('the lock is empty');
console.log(`lock: ${Object.keys(packages).length} packages, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
