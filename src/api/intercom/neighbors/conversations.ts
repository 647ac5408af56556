/**
 * Conversations of calls: read, listed, searched, noted and handled. The id is the `conversation_id` that calls show.
 * Source: the vendor's OpenAPI, "Conversations".
 */
import type { ConversationBook, ConversationField, ConversationHead } from '#domain/ports/conversation-book.ts';
import type { SearchTree } from '#domain/ports/contact-search.ts';
import type { AgentActor } from '#domain/identity/actor.ts';
import type { ApiRequest, ApiResponse, Route } from '#http/surface.ts';
import type { DialectParts } from '../../dialect.ts';
import { fieldsOf, readId } from '../../kit.ts';
import { answerRefusal, failure } from '../refusals.ts';
import { errors, named } from '../schema.ts';
import { unknownAdmin } from './admins.ts';
import { SearchBody } from './contact-schema.ts';
import { readAct, readConversationSearch, readReply } from './conversation-read.ts';
import { Act, ConversationList, ConversationObject, MAX_PARTS, Reply } from './conversation-schema.ts';
import { writeConversation, writeWithParts } from './conversation-write.ts';
import { PagingQuery, readPaging, writePages } from './pages.ts';

/** Where conversations are kept. */
export type Conversations = { readonly conversations: ConversationBook };
type Parts = Pick<DialectParts, 'engine' | 'clock'> & Conversations;

/** Source: the vendor's OpenAPI, "List all conversations". */
const ORDINARY_PAGE = 20;

/** The routes of conversations. */
export function conversationRoutes(parts: Parts): Route[] {
  return [...listRoutes(parts), showRoute(parts), replyRoute(parts), actRoute(parts)];
}

function listRoutes({ engine, conversations }: Parts): Route[] {
  const list = async (ask: ApiRequest, tree: SearchTree<ConversationField>): Promise<ApiResponse> => {
    const paging = readPaging(fieldsOf(ask.body)['pagination'], ask.query, ORDINARY_PAGE);
    if (!paging.ok) return failure(400, paging.wrong, ask.requestId);
    const { perPage, beyond } = paging.value;
    const { workspaceId } = ask.principal;
    const [found, total, { agents }] = await Promise.all([
      conversations.search(workspaceId, tree, { order: 'descending', beyond, limit: perPage + 1 }),
      conversations.count(workspaceId, tree),
      engine.directory.load(workspaceId),
    ]);
    const shown = found.slice(0, perPage).map(({ head }) => writeConversation(head, agents));
    const pages = writePages(paging.value, total, found);
    return { status: 200, body: { type: 'conversation.list', conversations: shown, total_count: total, pages } };
  };
  return [
    {
      method: 'GET',
      path: '/conversations',
      operationId: 'listConversations',
      summary: 'List all conversations, newest first',
      description: 'At most 10,000 are counted; the pages go on beyond.',
      schema: { querystring: PagingQuery, response: { 200: ConversationList, ...errors() } },
      handle: async (ask) => list(ask, { kind: 'all', of: [] }),
    },
    {
      method: 'POST',
      path: '/conversations/search',
      operationId: 'searchConversations',
      summary: 'Search conversations',
      description: 'Newest first. `source.type` is `phone_call`, or `phone_switch` of one that has only messages.',
      schema: { body: SearchBody, querystring: PagingQuery, response: { 200: ConversationList, ...errors() } },
      handle: async (ask) => {
        const asked = readConversationSearch(ask.body);
        return asked.ok ? list(ask, asked.value) : failure(400, asked.wrong, ask.requestId);
      },
    },
  ];
}

/** The conversation with its parts; 404 where there is none. */
async function answerConversation(
  { engine, conversations }: Parts,
  { principal: { workspaceId }, params, requestId }: ApiRequest,
): Promise<ApiResponse> {
  const id = readId(params['id']);
  const head = id === null ? null : await conversations.byId(workspaceId, id);
  if (head === null) return unknownConversation(requestId);
  const [calls, parts, { agents }] = await Promise.all([
    engine.calls.byConversations(workspaceId, [head.id]),
    conversations.parts(workspaceId, head.id, MAX_PARTS),
    engine.directory.load(workspaceId),
  ]);
  const turns = await engine.transcripts.byCalls(
    workspaceId,
    calls.map((call) => call.id),
  );
  return { status: 200, body: writeWithParts(head, { calls, turns, parts }, agents) };
}

function unknownConversation(requestId: string): ApiResponse {
  return failure(404, { code: 'not_found', message: 'Resource Not Found' }, requestId);
}

function showRoute(parts: Parts): Route {
  return {
    method: 'GET',
    path: '/conversations/:id',
    operationId: 'retrieveConversation',
    summary: 'Retrieve a conversation',
    description:
      'Its parts are its calls (`call_summary`), what was said in them (`call_transcript`), notes, messages, who took its calls, and ' +
      'what was done to it.',
    schema: { params: named('id'), response: { 200: ConversationObject, ...errors(404) } },
    handle: async (ask) => answerConversation(parts, ask),
  };
}

/** The conversation of the path and the admin of the body, or why not. */
async function findBoth(
  { engine, conversations }: Parts,
  { principal: { workspaceId }, params, requestId }: ApiRequest,
  adminId: number,
): Promise<{ readonly head: ConversationHead; readonly by: AgentActor } | ApiResponse> {
  const id = readId(params['id']);
  const head = id === null ? null : await conversations.byId(workspaceId, id);
  if (head === null) return unknownConversation(requestId);
  const { agents } = await engine.directory.load(workspaceId);
  if (!agents.has(adminId)) return unknownAdmin(requestId, 'Admin not found');
  // The token may note every call of the workspace; the admin is in whose name it does.
  return { head, by: { kind: 'agent', workspaceId, agentId: adminId, role: 'admin' } };
}

/** Writes the note to the latest call; the answer is null when it is written. */
async function note(
  { engine }: Parts,
  { workspaceId, by, head }: { readonly workspaceId: number; readonly by: AgentActor; readonly head: ConversationHead },
  text: string,
  requestId: string,
): Promise<ApiResponse | null> {
  const [latest] = await engine.calls.byConversations(workspaceId, [head.id]);
  if (latest === undefined) return failure(400, NO_CALL, requestId);
  const noted = await engine.addNote(by, latest.id, text);
  return noted.ok ? null : answerRefusal(noted.refusal, requestId);
}

const NO_CALL = { code: 'parameter_invalid', message: 'The conversation has no call that a note could be about' };
const FULL = { code: 'unprocessable_entity', message: 'The conversation is full' };

function replyRoute(parts: Parts): Route {
  return {
    method: 'POST',
    path: '/conversations/:id/reply',
    operationId: 'replyConversation',
    summary: 'Reply to a conversation',
    description: 'A note is one of the latest call, as agents write them. A comment is a message to the Messenger.',
    schema: { params: named('id'), body: Reply, response: { 200: ConversationObject, ...errors(404, 422) } },
    async handle(ask) {
      const asked = readReply(ask.body);
      if (!asked.ok) return failure(400, asked.wrong, ask.requestId);
      const { kind, adminId, text } = asked.value;
      const found = await findBoth(parts, ask, adminId);
      if ('status' in found) return found;
      const { workspaceId } = ask.principal;
      if (kind === 'note') {
        const refused = await note(parts, { workspaceId, ...found }, text, ask.requestId);
        if (refused !== null) return refused;
      } else {
        const sent = { workspaceId, conversationId: found.head.id, agentId: adminId, text };
        if ((await parts.engine.sendMessage(sent)) === 'full') return failure(422, FULL, ask.requestId);
      }
      return answerConversation(parts, ask);
    },
  };
}

function actRoute(parts: Parts): Route {
  return {
    method: 'POST',
    path: '/conversations/:id/parts',
    operationId: 'manageConversation',
    summary: 'Manage a conversation',
    description:
      'Closes, opens, snoozes or assigns it. It is open while a call of it is in progress, and closed after it unless something else ' +
      'was said. Words that come along are kept as a note; the caller is told nothing.',
    schema: { params: named('id'), body: Act, response: { 200: ConversationObject, ...errors(404, 422) } },
    async handle(ask) {
      const now = parts.clock.now();
      const asked = readAct(ask.body, now);
      if (!asked.ok) return failure(400, asked.wrong, ask.requestId);
      const { act, adminId, text } = asked.value;
      const found = await findBoth(parts, ask, adminId);
      if ('status' in found) return found;
      const { workspaceId } = ask.principal;
      const { agents } = await parts.engine.directory.load(workspaceId);
      if (act.kind === 'assignment' && act.assigneeId !== null && !agents.has(act.assigneeId))
        return failure(404, { code: 'assignee_not_found', message: 'Assignee not found' }, ask.requestId);
      if (text !== null) {
        const refused = await note(parts, { workspaceId, ...found }, text, ask.requestId);
        if (refused !== null) return refused;
      }
      if (!(await parts.conversations.act(workspaceId, found.head.id, adminId, act, now)))
        return failure(422, FULL, ask.requestId);
      return answerConversation(parts, ask);
    },
  };
}
