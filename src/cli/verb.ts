/** What a verb is, and what it has around it. */
import type { ExitCode } from './exit-codes.ts';
import type { Server } from './server.ts';

/** An option as it is declared. `value`: what stands for its value in the usage; absent: it is a switch. */
export type Option = {
  readonly about: string;
  readonly value?: string;
  readonly short?: string;
  /** It may be given several times. */
  readonly isList?: boolean;
};

/** The options that were given. */
export type Given = {
  has(name: string): boolean;
  text(name: string): string | null;
  list(name: string): readonly string[];
  /** A whole number in the range. Throws a usage fault for anything else. */
  count(name: string, absent: number, least: number, most: number): number;
};

/** Where a verb runs. Tests bring another. */
export type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The directory with the profile. */
  readonly configDirectory: string;
  /** Ends what follows events; an interrupt, mostly. */
  readonly signal: AbortSignal;
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** Prints a line; resolves when there is room for the next one. */
  out(line: string): Promise<void>;
  /** The same, of what is no result. */
  err(line: string): Promise<void>;
};

/** What a verb is asked with. */
export type Asked = {
  /** What follows the verb and is no option. */
  readonly names: readonly string[];
  readonly given: Given;
  readonly isJson: boolean;
  readonly around: Surroundings;
  /** The server of the profile, or of the environment. */
  server(): Promise<Server>;
};

/** A verb: one file each. */
export type Verb = {
  /** One word or two. */
  readonly name: string;
  readonly about: string;
  /** The names it takes, as the usage shows them: `ID`, `[URL]`. */
  readonly takes: readonly string[];
  readonly options: Readonly<Record<string, Option>>;
  /** What the page of the verbs tells beyond that, in Markdown. */
  readonly details?: string;
  readonly examples: readonly string[];
  run(asked: Asked): Promise<ExitCode>;
};

/** The first name, which the usage says is there. */
export function nameOf({ names }: Pick<Asked, 'names'>, place = 0): string {
  return names[place] ?? '';
}
