/** What contacts and agents write to each other in the Messenger. */
import { MAX_MESSAGES } from '#domain/call/bounds.ts';
import type { Conversation, Message, MessageStore } from '#domain/ports/live-stores.ts';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** How many messages of a conversation are shown, the newest. */
const SHOWN_MESSAGES = 200;

/** Makes the store. */
export function createMessages({ query }: Database): MessageStore {
  const read = async (workspaceId: number, ids: readonly number[]): Promise<Conversation[]> => {
    if (ids.length === 0) return [];
    const [heads, messages] = await Promise.all([
      query
        .selectFrom('conversation')
        .innerJoin('contact', 'contact.id', 'conversation.contact_id')
        .select([
          'conversation.id',
          'conversation.read_to',
          'contact.id as contact_id',
          'contact.name',
          'contact.phone',
        ])
        .where('conversation.workspace_id', '=', workspaceId)
        .where('conversation.id', 'in', ids)
        .execute(),
      sql<Selectable<Tables['message']>>`
        select m.* from unnest(${ids}::bigint[]) as c (id) cross join lateral (
          select * from message where conversation_id = c.id and workspace_id = ${workspaceId} order by id desc limit ${SHOWN_MESSAGES}
        ) m order by m.id`.execute(query),
    ]);
    return heads.map((head) => {
      const own = messages.rows.filter((row) => row.conversation_id === head.id).map(readMessage);
      const isUnread = own.some((message) => message.by === 'contact' && message.id > head.read_to);
      const contact = { id: head.contact_id, name: head.name, phone: head.phone };
      return { id: head.id, contact, messages: own, isUnread };
    });
  };

  return {
    async add(workspaceId, { conversationId, by, agentId, text, at }) {
      return query.transaction().execute(async (transaction) => {
        const head = await transaction
          .selectFrom('conversation')
          .select(['id', 'contact_id'])
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', conversationId)
          .forUpdate() // So that two at once are both counted.
          .executeTakeFirst();
        if (head === undefined) return null;
        const { count } = await transaction
          .selectFrom('message')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('conversation_id', '=', conversationId)
          .executeTakeFirstOrThrow();
        if (count >= MAX_MESSAGES) return 'full';
        const { id } = await transaction
          .insertInto('message')
          .values({
            workspace_id: workspaceId,
            conversation_id: conversationId,
            contact_id: head.contact_id,
            author: by,
            agent_id: agentId,
            text,
            at,
          })
          .returning('id')
          .executeTakeFirstOrThrow();
        if (by === 'agent')
          await transaction.updateTable('conversation').set({ read_to: id }).where('id', '=', conversationId).execute();
        return { id, conversationId, by, agentId, text, at };
      });
    },
    conversation: async (workspaceId, conversationId) => (await read(workspaceId, [conversationId]))[0] ?? null,
    async latest(workspaceId, limit) {
      const rows = await query
        .selectFrom('message')
        .select(({ fn }) => ['conversation_id', fn.max('id').as('newest')])
        .where('workspace_id', '=', workspaceId)
        .groupBy('conversation_id')
        .orderBy('newest', 'desc')
        .limit(limit)
        .execute();
      const ids = rows.map((row) => row.conversation_id);
      const found = await read(workspaceId, ids);
      return found.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
    },
  };
}

/** A row as a message. */
export function readMessage(row: Selectable<Tables['message']>): Message {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    // The table's check admits these two alone.
    by: row.author as Message['by'],
    agentId: row.agent_id,
    text: row.text,
    at: row.at,
  };
}
