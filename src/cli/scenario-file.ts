/** Files of scenarios: what is played, and what is expected to come of it. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { misused } from './fault.ts';
import type { Casting } from './scenarios.ts';
import { scenarioOf } from './scenarios.ts';

/** What must be true of a call when it has ended. Null and empty: nothing is asked. */
export type Expected = {
  /** Event types that come, in this order, among others. */
  readonly events: readonly string[];
  /** Event types that do not come. */
  readonly never: readonly string[];
  readonly state: string | null;
  readonly failReason: string | null;
  /** Seconds in which it ends. */
  readonly within: number;
};

/** One scenario of a file. */
export type Planned = {
  readonly name: string;
  readonly scenario: string;
  readonly casting: Casting;
  readonly expected: Expected;
};

/** The most scenarios of a file, and the largest file. */
const MAX_SCENARIOS = 200;
const MAX_BYTES = 1_000_000;
const ORDINARY_SECONDS = 120;
const MAX_SECONDS = 3_600;

/** Reads the file, YAML or JSON. What is wrong in it is a usage fault that says where. */
export async function readScenarioFile(file: string): Promise<readonly Planned[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw misused(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  });
  if (text.length > MAX_BYTES) throw misused(`${file} has more than ${MAX_BYTES} characters.`);
  return readScenarios(text, file);
}

/** Reads the text of a file. */
export function readScenarios(text: string, file: string): readonly Planned[] {
  const read = fieldsOf(parsed(text, file), file, ['scenarios']);
  const { scenarios } = read;
  if (!Array.isArray(scenarios) || scenarios.length === 0)
    throw misused(`${file}: scenarios is a list of at least one.`);
  if (scenarios.length > MAX_SCENARIOS) throw misused(`${file}: scenarios are ${MAX_SCENARIOS} at most.`);
  return scenarios.map((each: unknown, place) => readPlanned(each, `${file}: scenarios[${place}]`));
}

function parsed(text: string, file: string): unknown {
  try {
    // Without aliases a small file cannot grow into a large one.
    return parse(text, { maxAliasCount: 0 }) as unknown;
  } catch (error) {
    throw misused(
      `${file} is no YAML: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`,
    );
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object that has no others. */
function fieldsOf(value: unknown, where: string, known: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw misused(`${where} is no object.`);
  const strange = Object.keys(value).find((key) => !known.includes(key));
  if (strange !== undefined) throw misused(`${where}: ${strange} is unknown; there are ${known.join(', ')}.`);
  return value as Fields; // As was just looked at.
}

function readPlanned(value: unknown, where: string): Planned {
  const fields = fieldsOf(value, where, ['name', 'play', 'from', 'menu', 'agent', 'expect']);
  const scenario = textOf(fields['play'], `${where}.play`) ?? '';
  const { brings } = scenarioOf(scenario);
  const { menu } = fields;
  if (menu !== undefined && !(Number.isInteger(menu) && Number(menu) > 0)) throw misused(`${where}.menu is no id.`);
  const agent =
    typeof fields['agent'] === 'number' ? String(fields['agent']) : textOf(fields['agent'], `${where}.agent`);
  return {
    name: textOf(fields['name'], `${where}.name`) ?? scenario,
    scenario,
    casting: { from: textOf(fields['from'], `${where}.from`), menuId: menu === undefined ? null : Number(menu), agent },
    expected: readExpected(fields['expect'] ?? {}, `${where}.expect`, brings),
  };
}

function readExpected(value: unknown, where: string, brings: readonly string[]): Expected {
  const fields = fieldsOf(value, where, ['events', 'never', 'state', 'fail_reason', 'within']);
  const within = fields['within'] ?? ORDINARY_SECONDS;
  if (typeof within !== 'number' || within < 1 || within > MAX_SECONDS)
    throw misused(`${where}.within is a number of seconds from 1 to ${MAX_SECONDS}.`);
  return {
    events: fields['events'] === undefined ? brings : textsOf(fields['events'], `${where}.events`),
    never: textsOf(fields['never'] ?? [], `${where}.never`),
    state: textOf(fields['state'], `${where}.state`),
    failReason: textOf(fields['fail_reason'], `${where}.fail_reason`),
    within,
  };
}

function textOf(value: unknown, where: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw misused(`${where} is no text; put quotes around it.`);
  return value;
}

function textsOf(value: unknown, where: string): readonly string[] {
  if (!Array.isArray(value)) throw misused(`${where} is no list.`);
  return value.map((each: unknown, place) => textOf(each, `${where}[${place}]`) ?? '');
}
