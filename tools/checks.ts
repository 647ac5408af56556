/** The checks that are no tests, in the order in which faults are found fastest. */
import { spawn } from 'node:child_process';
import process from 'node:process';

const CHECKS = {
  types: ['node_modules/typescript/bin/tsc', '-p', '.'],
  'types of the pages': ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.web.json'],
  lint: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'],
  format: ['node_modules/oxfmt/bin/oxfmt', '--check'],
  'dead code': ['node_modules/knip/bin/knip.js'],
  'code for tests alone': ['node_modules/knip/bin/knip.js', '--production', '-c', 'knip.production.json'],
  'sizes, circles and tests': ['tools/measure.ts', '--check'],
  lock: ['tools/check-lock.mjs'],
  'generated files': ['tools/generate.ts', '--check'],
} as const satisfies Record<string, readonly string[]>;

/** Node's arguments with which it runs the tests of the console's `.tsx` files. */
export const RUNS_TSX = ['--import', './test/support/tsx.ts'] as const;

/** The name of a check. */
export type Check = keyof typeof CHECKS;

/** Runs a script on this Node and resolves with its exit code. */
export async function run(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

/** Runs the named checks, or all, until one fails; whether all passed. */
export async function passes(...names: readonly Check[]): Promise<boolean> {
  const chosen = Object.entries(CHECKS).filter(([name]) => names.length === 0 || names.some((each) => each === name));
  for (const [name, command] of chosen) {
    console.log(`\n── ${name}`);
    if ((await run(command)) !== 0) return false;
  }
  return true;
}
