/** From what was typed to how it ended. */
import { parseArgs } from 'node:util';
import { didYouMean } from '#config/did-you-mean.ts';
import { VERSION } from '#config/version.ts';
import type { ExitCode } from './exit-codes.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { CliFault, misused } from './fault.ts';
import { overview, usageOf } from './help.ts';
import { LOCAL_VERBS } from './local-verbs.ts';
import { readProfile } from './profile.ts';
import { createServer } from './server.ts';
import type { Asked, Given, Option, Surroundings, Verb } from './verb.ts';
import { VERBS } from './verbs.ts';

/** What every verb takes. */
export const COMMON: Readonly<Record<string, Option>> = {
  json: { about: 'print JSON: one document, or a line for each event' },
  help: { short: 'h', about: 'say what the verb does and takes' },
};

/** Runs a command. Everything that can be expected to go wrong ends in a sentence and a code. */
export async function runCli(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  try {
    return await run(args, around);
  } catch (error) {
    if (around.signal.aborted) return EXIT_CODES.done;
    if (!(error instanceof CliFault)) throw error;
    const { message, code } = error;
    await around.err(args.includes('--json') ? JSON.stringify({ error: message, exit_code: code }) : message);
    return code;
  }
}

async function run(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const [first] = args;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    for (const line of overview(VERBS)) await around.out(line);
    return EXIT_CODES.done;
  }
  if (first === '--version' || first === '-v') {
    await around.out(`patchbay ${VERSION}`);
    return EXIT_CODES.done;
  }
  const verb = findVerb(args);
  const { values, positionals } = parse(args.slice(verb.name.split(' ').length), verb);
  if (values['help'] === true) {
    for (const line of usageOf(verb, COMMON)) await around.out(line);
    return EXIT_CODES.done;
  }
  checkNames(verb, positionals);
  const asked: Asked = {
    names: positionals,
    given: givenOf(values),
    isJson: values['json'] === true,
    around,
    server: async () => createServer(await readProfile(around.configDirectory, around.env), around.signal),
  };
  return verb.run(asked);
}

function findVerb(args: readonly string[]): Verb {
  const [first = '', second = ''] = args;
  const found = VERBS.find(({ name }) => name === first || name === `${first} ${second}`);
  if (found !== undefined) return found;
  const family = VERBS.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  if (family.length > 0) throw misused(`${first} is followed by another word: ${family.join(', ')}.`);
  const names = [...VERBS, ...LOCAL_VERBS].map(({ name }) => name.split(' ')[0] ?? '');
  const meant = didYouMean(first, [...new Set(names)]);
  throw misused(
    `There is no verb ${first}. ${meant === null ? '`patchbay --help` lists them.' : `Did you mean ${meant}?`}`,
  );
}

type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

function parse(args: readonly string[], verb: Verb): { values: Values; positionals: readonly string[] } {
  const options = Object.entries({ ...COMMON, ...verb.options }).map(([name, { value, short, isList }]) => {
    const type = value === undefined ? ('boolean' as const) : ('string' as const);
    return [name, { type, multiple: isList === true, ...(short === undefined ? {} : { short }) }] as const;
  });
  try {
    return parseArgs({ args: [...args], options: Object.fromEntries(options), allowPositionals: true });
  } catch (error) {
    const why = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw misused(`${why}. \`patchbay ${verb.name} --help\` says what it takes.`);
  }
}

function checkNames({ name, takes }: Verb, names: readonly string[]): void {
  const needed = takes.filter((each) => !each.startsWith('['));
  const missing = needed[names.length];
  const more = takes.at(-1)?.endsWith('…') === true ? undefined : names[takes.length];
  if (missing !== undefined) throw misused(`${name} needs ${missing}. \`patchbay ${name} --help\` says what it takes.`);
  if (more !== undefined) throw misused(`${more} is too much. \`patchbay ${name} --help\` says what it takes.`);
}

function givenOf(values: Values): Given {
  const text = (name: string): string | null => {
    const value = values[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    text,
    has: (name) => values[name] === true,
    list(name) {
      const value = values[name];
      return Array.isArray(value) ? value.map(String) : [];
    },
    count(name, absent, least, most) {
      const given = text(name);
      if (given === null) return absent;
      const number = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
      if (number >= least && number <= most) return number;
      throw misused(`--${name} is a whole number from ${least} to ${most}, not ${given}.`);
    },
  };
}
