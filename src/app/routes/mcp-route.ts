/** `/mcp`: the MCP server over Streamable HTTP, without sessions: every request stands for itself. */
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { lruOf } from '#http/lru.ts';
import type { Allowed } from '#api/mcp/guard.ts';
import { createGuard } from '#api/mcp/guard.ts';
import { createMcpServer } from '#api/mcp/mcp-server.ts';
import type { Ask, Guard } from '#api/mcp/tool.ts';
import { ToolRefusal } from '#api/mcp/tool.ts';
import { VERSION } from '#config/version.ts';
import { setHeaders } from '#http/set-headers.ts';

export type McpRouteParts = {
  readonly allowed: Allowed;
  now(): number;
  publicUrl(): string;
};

/** Workspaces whose changes are counted; the one that was longest silent begins anew. */
const MAX_GUARDS = 10_000;

/** What `GET /v1/token` answers, as far as it is read here. */
type OwnToken = { readonly workspace_id: number; readonly operations: readonly string[] };

/** Adds it. */
export function addMcp(server: FastifyInstance, parts: McpRouteParts): void {
  const guards = lruOf<number, Guard>(MAX_GUARDS);
  const guardOf = (workspaceId: number): Guard => {
    const guard = guards.get(workspaceId) ?? createGuard(parts.allowed, parts.now);
    guards.set(workspaceId, guard);
    return guard;
  };
  for (const method of ['GET', 'DELETE'] as const)
    server.route({
      method,
      url: '/mcp',
      // Nothing is sent by itself, and there is no session to end.
      handler: async (_request, reply) => reply.status(405).header('allow', 'POST').send({ error: 'Use POST.' }),
    });
  server.post('/mcp', async (request, reply) => {
    const { origin, authorization } = request.headers;
    // A page of another site: browsers say which one it is. Source: MCP, "Transports", security warning.
    if (origin !== undefined && origin !== new URL(parts.publicUrl()).origin)
      return reply.status(403).send({ error: 'Requests of other sites are refused.' });
    const token = await server.inject({
      url: '/v1/token',
      remoteAddress: request.ip,
      headers: credentials(authorization),
    });
    if (token.statusCode !== 200) {
      if (token.statusCode === 401) setHeaders(reply, { 'www-authenticate': 'Bearer' });
      return reply.status(token.statusCode).type('application/problem+json').send(token.body);
    }
    const { workspace_id: workspaceId, operations } = token.json<OwnToken>();
    const { allowed } = parts;
    const ask = askWith(server, request);
    const mcp = createMcpServer({ version: VERSION, ask, operations, allowed, guard: guardOf(workspaceId) });
    return answered(mcp, request, reply, parts.publicUrl());
  });
}

function credentials(authorization: string | undefined): Readonly<Record<string, string>> {
  return authorization === undefined ? {} : { authorization };
}

/** Asks the server itself, as the client would: with its token, from its address. */
function askWith(server: FastifyInstance, request: FastifyRequest): Ask {
  return async (method, url, body) => {
    const answer = await server.inject({
      method,
      url,
      remoteAddress: request.ip,
      headers: credentials(request.headers.authorization),
      ...(body === undefined ? {} : { payload: body }),
    });
    if (answer.statusCode >= 400) throw new ToolRefusal(sentenceOf(answer.json()));
    return answer.statusCode === 204 ? null : answer.json<unknown>();
  };
}

/** What our own API says of a "no". Source: RFC 9457. */
function sentenceOf(problem: {
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer?: string; readonly parameter?: string; readonly detail: string }[];
}): string {
  const fields = (problem.errors ?? []).map(
    ({ pointer, parameter, detail }) => `${pointer ?? parameter ?? ''} ${detail}`,
  );
  return [problem.title ?? 'Refused', ...(fields.length > 0 ? fields : [problem.detail ?? ''])].join(': ');
}

/** Lets the SDK answer the request, and writes what it answered. */
async function answered(
  mcp: ReturnType<typeof createMcpServer>,
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string,
): Promise<FastifyReply> {
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await mcp.connect(transport);
  try {
    const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[name, value]] : [],
    );
    const asked = new Request(`${publicUrl}/mcp`, { method: 'POST', headers: Object.fromEntries(headers) });
    const answer = await transport.handleRequest(asked, { parsedBody: request.body ?? null });
    return await reply
      .status(answer.status)
      .headers(Object.fromEntries(answer.headers))
      .send(await answer.text());
  } finally {
    await mcp.close();
  }
}
