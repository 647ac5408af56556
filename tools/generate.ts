/**
 * Writes the files that are read off the running product. `--check` writes nothing and fails when one of them is out of
 * date.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import process from 'node:process';
import { pino } from 'pino';
import { readConfig } from '../src/config/config.ts';
import { startPatchbay } from '../src/app/app.ts';
import { makeScratchDirectory } from '../test/support/scratch-directory.ts';
import { writeGaps, writeTranslationCoverage } from './catalogue-files.ts';
import { writeCliPage } from './cli-page.ts';
import { writeCoverage } from './coverage-page.ts';
import { writeLifecycle } from './lifecycle-page.ts';
import { NOTICES_FILE, writeNotices } from './notices.ts';
import { writeRowTypes } from './row-types.ts';
import { writeSettings } from './settings-page.ts';
import { writeStatements } from './statements.ts';

const SURFACES = ['ccaip', 'intercom', 'vcita', 'patchbay'];

type Get = (path: string) => Promise<string>;

/** Every generated file: its path, and its text. `get` asks a fresh server, which keeps its data in `directory`. */
const FILES: Readonly<Record<string, (get: Get, directory: string) => Promise<string>>> = {
  'docs/openapi/intercom.json': async (get) => pretty(await get('/openapi/intercom.json')),
  'docs/openapi/ccaip.json': async (get) => pretty(await get('/openapi/ccaip.json')),
  'docs/openapi/vcita.json': async (get) => pretty(await get('/openapi/vcita.json')),
  'docs/openapi/patchbay.json': async (get) => pretty(await get('/openapi/patchbay.json')),
  'src/storage/tables.ts': async (_get, directory) => writeRowTypes(directory),
  'src/catalogue/gaps.ts': writeGaps,
  'docs/translation-coverage.md': async () => writeTranslationCoverage(),
  'docs/cli.md': async () => writeCliPage(),
  'docs/lifecycle.md': async () => writeLifecycle(),
  'docs/statements.sql': async () => writeStatements(),
  [NOTICES_FILE]: async () => writeNotices(),
  'docs/settings.md': async () => writeSettings(),
  'docs/coverage.md': async (get) =>
    writeCoverage(await Promise.all(SURFACES.map(async (name) => get(`/openapi/${name}.json`)))),
};

function pretty(json: string): string {
  return `${JSON.stringify(JSON.parse(json), null, 2)}\n`;
}

/** The texts of all files. */
async function generate(): Promise<ReadonlyMap<string, string>> {
  const directory = await makeScratchDirectory();
  const config = readConfig({ PATCHBAY_PORT: '0', PATCHBAY_DATA_DIR: directory });
  const patchbay = await startPatchbay(config, pino({ level: 'silent' }));
  const get = async (path: string): Promise<string> => {
    const answer = await fetch(patchbay.address + path);
    if (!answer.ok) throw new Error(`${path} is ${answer.status}.`);
    return answer.text();
  };
  try {
    const texts = Object.entries(FILES).map(async ([file, write]) => [file, await write(get, directory)] as const);
    return new Map(await Promise.all(texts));
  } finally {
    await patchbay.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** The file as it is; null when there is none. */
async function written(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(() => null);
}

const isCheck = process.argv.includes('--check');
const stale: string[] = [];
for (const [file, text] of await generate()) {
  if ((await written(file)) === text) continue;
  stale.push(file);
  if (isCheck) continue;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
if (isCheck && stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run \`npm run generate\` and look at what it changes.`);
  process.exit(1);
}
console.log(stale.length === 0 ? 'Generated files are up to date.' : `Written: ${stale.join(', ')}`);
