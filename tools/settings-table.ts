/** The README's table of settings, written from the keys that the configuration reads. */
import { readFile } from 'node:fs/promises';
import { KEYS } from '../src/config/keys.ts';

const BEGIN = '<!-- settings -->\n';
const END = '<!-- /settings -->';

/** The README with its table as it should be. */
export async function writeReadme(): Promise<string> {
  const readme = await readFile('README.md', 'utf8');
  const from = readme.indexOf(BEGIN) + BEGIN.length;
  const to = readme.indexOf(END);
  if (from < BEGIN.length || to < from) throw new Error('The README has lost the marks around its settings.');
  const head = '| variable | default | |\n|---|---|---|\n';
  const rows = Object.entries(KEYS).map(
    ([key, { default: absent, about }]) => `| \`${key}\` | ${absent === '' ? '' : `\`${absent}\``} | ${about} |\n`,
  );
  return readme.slice(0, from) + head + rows.join('') + readme.slice(to);
}
