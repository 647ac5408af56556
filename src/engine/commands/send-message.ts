/** A contact or an agent writes into a Messenger conversation. */
import type { Message } from '#domain/ports/live-stores.ts';
import type { Deps } from '../core/deps.ts';

/** What is written, where, and by which agent; null when the contact writes. */
export type SendMessage = {
  readonly workspaceId: number;
  readonly conversationId: number;
  readonly agentId: number | null;
  readonly text: string;
};

/** Null when the workspace has no such conversation; `full` when it has as many messages as are kept. */
export async function sendMessage(
  deps: Deps,
  { workspaceId, conversationId, agentId, text }: SendMessage,
): Promise<Message | 'full' | null> {
  const by = agentId === null ? 'contact' : 'agent';
  const at = deps.clock.now();
  const message = await deps.live.messages.add(workspaceId, { conversationId, by, agentId, text, at });
  if (message !== null && message !== 'full')
    deps.bus.publish('news', { type: 'conversation', workspaceId, conversationId });
  return message;
}
