/** What webhooks and event streams are told of contacts, agents and messages. */
import type { Agent } from '#domain/directory/agent.ts';
import type { Subject } from '#domain/ports/event-log.ts';
import { writeMessage } from './contact-history.ts';
import { writeAgent, writeContact } from './write.ts';

/** The subject of an event. `callsOf`: how many calls an agent has. */
export function writeSubject(subject: Subject, callsOf: (agentId: Agent['id']) => number): object {
  switch (subject.kind) {
    case 'agent':
      return { agent: writeAgent(subject.agent, callsOf(subject.agent.id)), online: subject.isOnline };
    case 'contact':
      return {
        contact: writeContact(subject.contact),
        ...(subject.mergedFrom === null ? {} : { merged_from: subject.mergedFrom }),
      };
    case 'deleted_contact':
      return { contact: subject.contact };
    case 'message':
      return { message: { ...writeMessage(subject.message), contact_id: subject.contactId } };
    default:
      return subject satisfies never;
  }
}
