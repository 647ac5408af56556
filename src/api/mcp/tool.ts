/** What a tool of the MCP server is: one request to our own API, or some, in words that a model reads. */
import type { Static, TObject } from 'typebox';
import { createBodyValidator } from '#http/body-validator.ts';
import type { TOKEN_RIGHTS } from '../token-rights.ts';

/**
 * Asks our own API in the name of the token of whoever is connected, so that rights, limits, workspaces and the audit
 * log are those of the API. Throws a ToolRefusal for anything but a good answer.
 */
export type Ask = (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => Promise<unknown>;

/** A "no", in a sentence that the model is told. */
export class ToolRefusal extends Error {
  override name = 'ToolRefusal';
}

/** What only a tool that writes may be held to. */
export type Guard = {
  /** Throws a ToolRefusal where the number is not among those that may be called. */
  mayCall(number: string): void;
  /** Counts a change. Throws a ToolRefusal where there were too many. */
  count(): void;
};

/** A tool. */
export type Tool = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The operation of our own API that the token must be open to. */
  readonly needs: keyof (typeof TOKEN_RIGHTS)['patchbay'];
  /** Whether it changes something: then it is there only where the operator allows it. */
  readonly writes: boolean;
  /** Whether it calls numbers, which the operator lists. */
  readonly dials: boolean;
  readonly input: TObject;
  /** Resolves with an object. The input is judged before. */
  run(ask: Ask, input: unknown, guard: Guard): Promise<object>;
};

/** A tool as it is declared. */
export type ToolSpec<Input extends TObject> = Omit<Tool, 'input' | 'run' | 'writes' | 'dials'> & {
  readonly writes?: boolean;
  readonly dials?: boolean;
  readonly input: Input;
  run(ask: Ask, input: Static<Input>, guard: Guard): Promise<unknown>;
};

/** Makes it: its input is held to its schema, and what it writes is counted. */
export function tool<Input extends TObject>(spec: ToolSpec<Input>): Tool {
  const judge = createBodyValidator(spec.input);
  const { writes = false, dials = false } = spec;
  return {
    ...spec,
    writes,
    dials,
    async run(ask, input, guard) {
      const wrong = judge(input);
      if (wrong.length > 0)
        throw new ToolRefusal(
          `Invalid: ${wrong.map(({ pointer, detail }) => `${pointer} ${detail}`.trim()).join('; ')}`,
        );
      if (writes) guard.count();
      // The judge has held it to the schema.
      const answer = await spec.run(ask, input as Static<Input>, guard);
      return typeof answer === 'object' && answer !== null ? answer : { done: true };
    },
  };
}
