/** What each format of webhooks tells of a call: written by the API of the same words. */
import { writeSessionEvent } from '#api/ccaip/session-events.ts';
import type { DialectParts } from '#api/dialect.ts';
import { writeCall as writeIntercomCall } from '#api/intercom/write.ts';
import { recordingUrl } from '#api/kit.ts';
import { writeCall } from '#api/patchbay/call-write.ts';
import { writeDeliveredCall } from '#api/vcita/write.ts';
import type { Writers } from '#webhooks/gather.ts';

/** Makes the writers. */
export function webhookWriters(
  parts: Pick<DialectParts, 'clock' | 'signer' | 'publicUrl'> & Pick<DialectParts['engine'], 'directory'>,
): Writers {
  const { directory, publicUrl } = parts;
  const url = recordingUrl(parts);
  return {
    standard: async (call) => ({ call: writeCall(call, url) }),
    intercom: async (call) => writeIntercomCall(call, publicUrl()),
    ccaip: async (call, event) => writeSessionEvent(call, event, await directory.load(call.workspaceId), url),
    vcita: async (call) => writeDeliveredCall(call, await directory.load(call.workspaceId), url),
  };
}
