/** A far end that is dialed over a trunk whose user agent, sound and clock the test has. */
import { createDialogs } from '#carriers/sip/lines/dialogs.ts';
import { OutgoingLine } from '#carriers/sip/lines/outgoing-line.ts';
import type { AskFault, Draft, Hear } from '#carriers/sip/signalling.ts';
import type { UserAgent } from '#carriers/sip/user-agent.ts';
import { sipUri } from '#sip/address/uri.ts';
import type { WritableRequest } from '#sip/transaction/derived-requests.ts';
import { createFakeMedia } from './fake-media.ts';
import { createManualClock } from './manual-clock.ts';
import { aRequest, aResponse } from './sip.ts';
import type { Sent } from './talk-world.ts';
import { aTrunk, FLOW, linePartsOf } from './talk-world.ts';

/** The last value that was set. */
type Cell<T> = { value: T | null };

/** Dials. */
export async function dialWorld() {
  const [sent, acks, told]: [Sent[], WritableRequest[], string[]] = [[], [], []];
  const clock = createManualClock(new Date('2026-11-27T20:00:00Z'));
  const media = createFakeMedia();
  const asked: Cell<{ readonly draft: Draft; readonly hear: Hear }> = { value: null };
  let isCancelled = false;
  // As much of the user agent as a line asks.
  const agent = {
    viaFor: () => ({ version: '2.0', transport: 'UDP', host: '192.0.2.9', port: 5060, parameters: [] }),
    contactFor: () => sipUri('us', '192.0.2.9', 5060),
    locate: async () => [{ address: '192.0.2.1', port: 5060, transport: 'UDP', name: '192.0.2.1' }],
    request(_trunk, draft, hear) {
      asked.value = { draft, hear };
      return { cancel: () => void (isCancelled = true) };
    },
    within(_place, request, hear) {
      sent.push({ request, hear });
      return { cancel: () => undefined };
    },
    ack: (_place, request) => void acks.push(request),
    respond: () => true,
  } satisfies Partial<UserAgent> as unknown as UserAgent;
  const dialogs = createDialogs(agent.respond);
  const parts = { ...linePartsOf({ agent, media, clock, told }), dialogs };
  const line = new OutgoingLine(
    parts,
    { trunk: aTrunk(), number: '+14155550199', own: '+13392195276', sipCallId: 'call-id' },
    {
      holder: sent,
      ringing: () => void told.push('rings'),
      answered: () => void told.push('answered'),
      failed: ({ reason }, status) => void told.push(`failed: ${reason} ${status}`),
      left: ({ by }) => void told.push(`left by ${by}`),
      pressed: () => undefined,
      transfer: () => undefined,
    },
  );
  await line.dial();
  const hear = (heard: Parameters<Hear>[0]): void => asked.value?.hear(heard);
  const invite = aRequest('INVITE', { 'Call-ID': 'call-id', CSeq: '1 INVITE', From: '<sip:us@192.0.2.9>;tag=word' });
  return {
    line,
    told,
    sent,
    acks,
    media,
    dialogs,
    clock,
    isCancelled: () => isCancelled,
    draft: (): Draft => {
      if (asked.value === null) throw new Error('Nothing was asked.');
      return asked.value.draft;
    },
    /** The far end answers the INVITE. */
    async says(status: number, fields: Readonly<Record<string, string>> = {}, body = ''): Promise<void> {
      const given = {
        'Call-ID': 'call-id',
        CSeq: '1 INVITE',
        From: '<sip:us@192.0.2.9>;tag=word',
        To: status === 100 ? '<sip:them@192.0.2.1>' : '<sip:them@192.0.2.1>;tag=theirs',
        ...fields,
      };
      hear({ type: 'response', response: aResponse(status, given, body), request: invite, flow: FLOW });
      await new Promise(setImmediate);
    },
    fails: (reason: AskFault) => hear({ type: 'failed', reason, detail: '' }),
  };
}
