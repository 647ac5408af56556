/** What webhooks of this vendor tell of contacts and admins. Source: Intercom, "Webhook Topics", "Webhook Models". */
import type { Directory } from '#domain/directory/workspace.ts';
import type { Subject } from '#domain/ports/event-log.ts';
import { writeAdminOf } from './admins.ts';
import { writeContact } from './contact-write.ts';

/** The item of a notification. Of a contact who is gone it has nothing but which one it was. */
export function writeTopicItem(subject: Subject, directory: Directory): object {
  switch (subject.kind) {
    case 'contact': {
      const { contact, mergedFrom } = subject;
      const merged = mergedFrom === null ? {} : { merged_from: { type: 'contact', id: mergedFrom.uid } };
      return { ...writeContact(contact, directory.workspace.id), ...merged };
    }
    case 'deleted_contact':
      return { type: 'contact', id: subject.contact.uid, deleted: true };
    case 'agent':
      return {
        ...writeAdminOf(directory, subject.agent),
        away_status_reason: subject.agent.status === 'available' ? null : subject.agent.statusName,
      };
    case 'message':
      return {};
    default:
      return subject satisfies never;
  }
}
