/** The MCP server: what models may ask of a workspace. Source: Model Context Protocol, 2025-11-25. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { Allowed } from './guard.ts';
import { READ_TOOLS, UNTRUSTED } from './read-tools.ts';
import type { Ask, Guard, Tool } from './tool.ts';
import { ToolRefusal } from './tool.ts';
import { WRITE_TOOLS } from './write-tools.ts';

/** What it is made of. `operations`: what the token may ask our own API, by `operationId`. */
export type McpParts = {
  readonly version: string;
  readonly ask: Ask;
  readonly operations: readonly string[];
  readonly allowed: Allowed;
  readonly guard: Guard;
};

const INSTRUCTIONS = `A voice contact center: calls, queues, agents, contacts, webhooks. Times are UTC. ${UNTRUSTED}`;

/** The documents that can be read: address -> path on the server. */
const RESOURCES = ['patchbay', 'intercom', 'ccaip', 'vcita'].map((name) => ({
  uri: `patchbay://openapi/${name}`,
  name: `openapi-${name}`,
  description: `The OpenAPI document of the ${name} API`,
  mimeType: 'application/json',
  path: `/openapi/${name}.json`,
}));

/** The tools that the token and the operator leave. */
export function toolsFor({ operations, allowed }: Pick<McpParts, 'operations' | 'allowed'>): readonly Tool[] {
  const { mayWrite, numbers } = allowed;
  return [...READ_TOOLS, ...WRITE_TOOLS].filter(
    ({ needs, writes, dials }) => operations.includes(needs) && (mayWrite || !writes) && (numbers.length > 0 || !dials),
  );
}

/** Makes it. It is connected to one transport, which is to say to one client. */
export function createMcpServer(parts: McpParts): Server {
  const { version, ask, guard } = parts;
  const tools = toolsFor(parts);
  const server = new Server(
    { name: 'patchbay', title: 'Patchbay', version },
    { capabilities: { tools: {}, resources: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: tools.map(described) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const found = tools.find(({ name }) => name === params.name);
    if (found === undefined) throw new McpError(ErrorCode.InvalidParams, `There is no tool ${params.name}.`);
    return carryOut(found, params.arguments ?? {}, ask, guard);
  });
  server.setRequestHandler(ListResourcesRequestSchema, async () => ({
    resources: RESOURCES.map(({ path: _path, ...resource }) => resource),
  }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }) => {
    const found = RESOURCES.find((resource) => resource.uri === uri);
    if (found === undefined) throw new McpError(ErrorCode.InvalidParams, `There is no resource ${uri}.`);
    const text = JSON.stringify(await ask('GET', found.path));
    return { contents: [{ uri, mimeType: found.mimeType, text }] };
  });
  return server;
}

function described({ name, title, description, input, writes }: Tool) {
  return {
    name,
    title,
    description,
    // TypeBox's schemas are JSON Schema; an object's says so, as the protocol wants it.
    inputSchema: { ...structuredClone(input), type: 'object' as const },
    annotations: { readOnlyHint: !writes, destructiveHint: false, openWorldHint: writes },
  };
}

/** Carries it out; a refusal is told to the model, which may ask otherwise. */
async function carryOut(called: Tool, input: unknown, ask: Ask, guard: Guard) {
  try {
    const answer = await called.run(ask, input, guard);
    const structuredContent = { ...answer };
    return { content: [{ type: 'text' as const, text: JSON.stringify(answer) }], structuredContent };
  } catch (error) {
    if (!(error instanceof ToolRefusal)) throw error;
    return { content: [{ type: 'text' as const, text: error.message }], isError: true };
  }
}
