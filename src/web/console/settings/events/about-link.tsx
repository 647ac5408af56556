/** What an event is about, with the way there. */
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import type { EventView } from '#realtime/agent/events-protocol.ts';
import { useWorld } from '../../link/use-desk.ts';
import { say } from '../../parts/language.ts';

const LINK = 'text-accent-ink underline';

/** A call, a contact or an agent; a contact that is gone, and an agent, have no page to go to. */
export function AboutLink({
  event: { type, callId, contactId, agentId },
}: {
  readonly event: EventView;
}): ReactElement | null {
  const { agents } = useWorld();
  if (callId !== null)
    return (
      <Link to="/calls/$id" params={{ id: String(callId) }} search={{}} className={LINK}>
        {say('calls.callTitle', { id: String(callId) })}
      </Link>
    );
  if (contactId !== null) {
    const words = say('events.contact', { id: String(contactId) });
    if (type === 'contact.deleted') return <span>{words}</span>;
    return (
      <Link to="/contacts/$id" params={{ id: String(contactId) }} className={LINK}>
        {words}
      </Link>
    );
  }
  if (agentId === null) return null;
  return <span>{agents.get(agentId)?.name ?? say('events.agent', { id: String(agentId) })}</span>;
}
