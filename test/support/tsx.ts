/**
 * Lets Node run the console's `.tsx` files in tests: JSX is compiled by the compiler that Vite builds the pages with,
 * and an asset asked for by its address (`./icon.svg?url`) is that address. Loaded by `--import` before the tests; most
 * need none of it.
 */
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as Rolldown from 'rolldown/utils';

/** Tells the router whether it draws for a browser; it asks which kind of program resolves this. */
const IS_SERVER = '@tanstack/router-core/isServer';

let compiler: typeof Rolldown | null = null;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier.endsWith('?url'))
      return { url: new URL(specifier, context.parentURL).href, format: 'asset', shortCircuit: true };
    return next(specifier, specifier === IS_SERVER ? { ...context, conditions: ['browser', 'import'] } : context);
  },
  load(url, context, next) {
    if (context.format === 'asset')
      return {
        format: 'module',
        source: `export default ${JSON.stringify(new URL(url).pathname)};`,
        shortCircuit: true,
      };
    if (!url.endsWith('.tsx')) return next(url, context);
    return { format: 'module', source: compile(fileURLToPath(url)), shortCircuit: true };
  },
});

function compile(file: string): string {
  // Loaded with the first `.tsx` file. `require` gives what the package's types say.
  compiler ??= createRequire(import.meta.url)('rolldown/utils') as typeof Rolldown;
  const { code, errors } = compiler.transformSync(file, readFileSync(file, 'utf8'), { jsx: { runtime: 'automatic' } });
  if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ message }) => message).join('; ')}`);
  return code;
}
