/** The checks that are no tests, in the order in which faults are found fastest. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
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

/** Node's arguments with which it runs tests: those of the console's `.tsx` files too, and each at a fair price. */
export const RUNS_TESTS = ['--import', './test/support/test-context.ts', '--import', './test/support/tsx.ts'] as const;

/** The name of a check. */
export type Check = keyof typeof CHECKS;

/** Runs a script on this Node and resolves with its exit code. */
export async function run(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

/** Runs the named checks, or all; whether all passed. */
export async function passes(...names: readonly Check[]): Promise<boolean> {
  return passAll(
    Object.entries(CHECKS).filter(([name]) => names.length === 0 || names.some((each) => each === name)),
    availableParallelism(),
  );
}

/**
 * Runs commands of this Node, each with its name, this many at once, and prints what each wrote when it has ended. When
 * one fails, no other is begun. Resolves with whether all passed.
 */
export async function passAll(
  commands: readonly (readonly [name: string, args: readonly string[]])[],
  atOnce: number,
): Promise<boolean> {
  const waiting = [...commands];
  let passed = true;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, args] = next;
      const { code, output } = await collect(args);
      console.log(`\n── ${name}`);
      process.stdout.write(output);
      passed &&= code === 0;
      if (!passed) return;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return passed;
}

/** Runs a script on this Node and resolves with its exit code and all that it wrote. */
async function collect(args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? 1, output })));
}
