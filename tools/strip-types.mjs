// Loaded before everything where Patchbay is itself a package: Node takes no TypeScript below node_modules.
import childProcess from 'node:child_process';
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes, syncBuiltinESMExports } from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import workerThreads from 'node:worker_threads';

const OURS = new URL('../src/', import.meta.url).href;

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith(OURS) || !/\.ts(\?|$)/.test(url)) return nextLoad(url, context);
    const source = stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'), { mode: 'strip', sourceUrl: url });
    return { format: 'module', source, shortCircuit: true };
  },
});

// Threads and child processes of ours begin without this process's arguments; what makes them run at all goes along.
const ARGUMENTS = ['--disable-warning=ExperimentalWarning', '--import', import.meta.url];
const withOurs = (execArgv = []) => [...ARGUMENTS, ...execArgv];
const { Worker } = workerThreads;
const { fork } = childProcess;
workerThreads.Worker = class extends Worker {
  constructor(file, options = {}) {
    super(file, { ...options, execArgv: withOurs(options.execArgv ?? []) });
  }
};
childProcess.fork = (file, ...rest) => {
  const args = Array.isArray(rest[0]) ? rest[0] : [];
  const options = (Array.isArray(rest[0]) ? rest[1] : rest[0]) ?? {};
  return fork(file, args, { ...options, execArgv: withOurs(options.execArgv ?? []) });
};
syncBuiltinESMExports();
process.execArgv = [];
