/** What the verbs say of themselves. */
import { VERSION } from '#config/version.ts';
import { EXIT_CODES, MEANT } from './exit-codes.ts';
import { LOCAL_VERBS } from './local-verbs.ts';
import type { Option, Verb } from './verb.ts';

/** Each exit code with what it means. The table of meanings has every name, as its type says. */
export const CODES = Object.entries(EXIT_CODES).map(
  ([name, code]) => [String(code), MEANT[name as keyof typeof EXIT_CODES]] as const,
);

/** The verb as it is written. */
export function formOf({ name, takes, options }: Verb): string {
  const shown = Object.entries(options).map(([option, { value, isList }]) => {
    const form = value === undefined ? `--${option}` : `--${option} ${value}`;
    return `[${form}]${isList === true ? '…' : ''}`;
  });
  return ['patchbay', name, ...takes, ...shown].join(' ');
}

/** One option as it is written. */
export function optionForm([name, { short, value }]: readonly [string, Option]): string {
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

/** All verbs, a line each. */
export function overview(verbs: readonly Verb[]): readonly string[] {
  const rows = (pairs: readonly (readonly [string, string])[]): readonly string[] => {
    const width = Math.max(...[...verbs, ...LOCAL_VERBS].map(({ name }) => name.length));
    return pairs.map(([name, about]) => `  ${name.padEnd(width)}  ${about}`);
  };
  return [
    `Patchbay ${VERSION}, a self-hosted voice contact center.`,
    '',
    'Verbs that ask a server:',
    '',
    ...rows(verbs.map(({ name, about }) => [name, about])),
    '',
    'Verbs that work on the data of this machine:',
    '',
    ...rows(LOCAL_VERBS.map(({ name, about }) => [name, about])),
    '',
    'They end with:',
    '',
    ...rows(CODES),
    '',
    '`patchbay VERB --help` says what a verb takes. `patchbay login` comes first; PATCHBAY_SERVER and PATCHBAY_TOKEN',
    'go before what it keeps.',
  ];
}

/** One verb. */
export function usageOf(verb: Verb, common: Readonly<Record<string, Option>>): readonly string[] {
  const options = Object.entries({ ...verb.options, ...common });
  const width = Math.max(...options.map((option) => optionForm(option).length));
  return [
    formOf(verb),
    '',
    `${verb.about[0]?.toUpperCase()}${verb.about.slice(1)}.`,
    '',
    ...options.map((option) => `  ${optionForm(option).padEnd(width)}  ${option[1].about}`),
    ...(verb.examples.length === 0 ? [] : ['', ...verb.examples.map((example) => `  $ ${example}`)]),
  ];
}
