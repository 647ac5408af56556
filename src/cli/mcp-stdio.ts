/** The MCP server on standard input and output. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { PassThrough, Readable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createGuard, NUMBER_PATTERN } from '#api/mcp/guard.ts';
import { createMcpServer } from '#api/mcp/mcp-server.ts';
import type { Ask } from '#api/mcp/tool.ts';
import { ToolRefusal } from '#api/mcp/tool.ts';
import { VERSION } from '#config/version.ts';
import type { ExitCode } from './exit-codes.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { CliFault, misused } from './fault.ts';
import type { Server } from './server.ts';
import type { TokenShape } from './shapes.ts';
import type { Asked, Surroundings } from './verb.ts';

/** Serves until the input ends. */
export async function serveMcp({ around, given, server }: Asked): Promise<ExitCode> {
  const numbers = given.list('number');
  const wrong = numbers.find((number) => !NUMBER_PATTERN.test(number));
  if (wrong !== undefined) throw misused(`${wrong} is no number, and not how one begins: +14155550148, +1415*.`);
  const asked = await server();
  const { operations } = (await asked.get('/v1/token')) as TokenShape; // As the operation is documented.
  const allowed = { mayWrite: given.has('write'), numbers };
  const guard = createGuard(allowed, Date.now);
  const serving = createMcpServer({ version: VERSION, ask: askOf(asked), operations, allowed, guard });
  const [input, output] = [new Readable().wrap(around.input), new PassThrough()];
  await serving.connect(new StdioServerTransport(input, output));
  const written = printLines(output, around);
  await once(input, 'end', { signal: around.signal });
  await serving.close();
  output.end();
  await written;
  return EXIT_CODES.done;
}

/** Each message is a line. */
async function printLines(output: Readable, around: Surroundings): Promise<void> {
  for await (const line of createInterface({ input: output })) await around.out(line);
}

/** What the API refuses is told to the model; a server that is away is, too. */
function askOf(server: Server): Ask {
  return async (method, path, body) => {
    try {
      return await server.send(method, path, body);
    } catch (error) {
      throw error instanceof CliFault ? new ToolRefusal(error.message, { cause: error }) : error;
    }
  };
}
