/** `patchbay mcp`: the MCP server on standard input and output, for models that start programs. */
import type { Verb } from '../verb.ts';

/** The verb. */
export const mcp: Verb = {
  name: 'mcp',
  about: 'be an MCP server on standard input and output, for models that start programs',
  takes: [],
  options: {
    write: {
      about: 'let the model change something, as far as the token may: simulate calls, set statuses, send again',
    },
    number: {
      value: 'NUMBER',
      isList: true,
      about: 'with --write: a number that may be called, or how it begins: +1415*',
    },
  },
  details:
    'Reads only, unless `--write` is given. Every tool asks the API with the token of `login`: give it one of the kind `read_only`. ' +
    'The server itself answers at `/mcp` ([how to](how-to/mcp.md)).',
  examples: ['patchbay mcp', 'patchbay mcp --write --number +14155550148'],
  async run(asked) {
    // Loaded only here: no other verb needs the protocol.
    const { serveMcp } = await import('../mcp-stdio.ts');
    return serveMcp(asked);
  },
};
