/** What each format of webhooks tells: written by the API of the same words. */
import { writeSessionEvent } from '#api/ccaip/session-events.ts';
import type { DialectParts } from '#api/dialect.ts';
import { writeTopicItem } from '#api/intercom/neighbors/topic-write.ts';
import { writeCall as writeIntercomCall } from '#api/intercom/write.ts';
import { recordingUrl } from '#api/kit.ts';
import { writeCall } from '#api/patchbay/call-write.ts';
import { writeSubject } from '#api/patchbay/subject-write.ts';
import { writeDeliveredClient } from '#api/vcita/client-write.ts';
import { writeDeliveredCall } from '#api/vcita/write.ts';
import type { Writers } from '#webhooks/telling.ts';

/** Makes the writers. */
export function webhookWriters(
  parts: Pick<DialectParts, 'clock' | 'signer' | 'publicUrl'> &
    Pick<DialectParts['engine'], 'callsOf'> & {
      readonly directory: Pick<DialectParts['engine']['directory'], 'load'>;
    },
): Writers {
  const { directory, publicUrl, callsOf } = parts;
  const url = recordingUrl(parts);
  return {
    standard: {
      call: async (call) => ({ call: writeCall(call, url) }),
      subject: async (subject) => writeSubject(subject, callsOf),
    },
    intercom: {
      call: async (call) => writeIntercomCall(call, publicUrl()),
      subject: async (subject, _event, workspaceId) => writeTopicItem(subject, await directory.load(workspaceId)),
    },
    ccaip: {
      call: async (call, event) => writeSessionEvent(call, event, await directory.load(call.workspaceId), url),
    },
    vcita: {
      call: async (call) => writeDeliveredCall(call, await directory.load(call.workspaceId), url),
      subject: async (subject, _event, workspaceId) =>
        subject.kind === 'contact'
          ? writeDeliveredClient(subject.contact, (await directory.load(workspaceId)).workspace)
          : {},
    },
  };
}
