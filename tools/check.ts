/**
 * `npm run check`: the fast lane of `npm test`. Types, lint, architecture, and the tests that need no database and no
 * sound to pass.
 */
import { globSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { passes, run, RUNS_TESTS } from './checks.ts';

/** What a test imports when it starts a server, a database, a browser, the media threads or the whole console. */
const IS_SLOW =
  /support\/(console\/app|patchbay|database|pages|browser|world|live-people|server-process|[a-z]+-conformance)\.tsx?'/;
const SLOW_ROOMS = /^src[/\\](storage|media[/\\](server|prompts|recordings)|carriers[/\\]simulator)[/\\]/;

if (!(await passes('types', 'types of the pages', 'lint', 'format', 'sizes, circles and tests'))) process.exit(1);
const files = [
  'test/architecture.test.ts',
  ...globSync('src/**/*.test.{ts,tsx}').filter(
    (file) => !SLOW_ROOMS.test(file) && !IS_SLOW.test(readFileSync(file, 'utf8')),
  ),
].toSorted();
console.log(`\n── ${files.length} test files`);
process.exit(await run([...RUNS_TESTS, '--test', '--test-reporter=dot', ...files]));
