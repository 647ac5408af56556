/** The user agent on the clock of the machine, with someone at it who takes every call and hangs up when asked to. */
import assert from 'node:assert/strict';
import type { Flow } from '#carriers/sip/flow.ts';
import type { SipNews } from '#carriers/sip/news.ts';
import type { Heard, Inbound } from '#carriers/sip/signalling.ts';
import type { SipTrunk } from '#carriers/sip/sip-trunk.ts';
import type { UserAgent } from '#carriers/sip/user-agent.ts';
import { createUserAgent } from '#carriers/sip/user-agent.ts';
import { sipUri, writeUri } from '#sip/address/uri.ts';
import type { Dialog } from '#sip/dialog/dialog.ts';
import { dialogKey, dialogKeyOfRequest, dialogOfRequest, dialogOfResponse } from '#sip/dialog/dialog.ts';
import { ackWithin, nextHopOf, requestWithin } from '#sip/dialog/request-within.ts';
import type { Header } from '#sip/message/message.ts';
import { bodyOf, NO_BODY } from '#sip/message/write-message.ts';
import { createSystemClock } from '../../src/app/system-clock.ts';
import { NO_DNS } from './agent-world.ts';

/** The agent, and what it has seen. */
export type AnsweringAgent = {
  readonly agent: UserAgent;
  readonly port: number;
  readonly tcpPort: number;
  readonly news: SipNews[];
  readonly tally: { invited: number; cancelled: number; acknowledged: number; unacknowledged: number; ended: number };
  /** Calls the trunk; what it was told so far, `hangUp` once it was answered, and `cancel`. */
  call(trunk: SipTrunk): OutgoingCall;
  close(): Promise<void>;
};

/** A call of ours. */
export type OutgoingCall = { readonly heard: Heard[]; cancel(): void; hangUp(): void };

const SDP = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', 'm=audio 9 RTP/AVP 0', ''];

/** Opens it. Whoever calls with the user `slow` is rung and not answered. */
export async function openAnsweringAgent(): Promise<AnsweringAgent> {
  const news: SipNews[] = [];
  const agent = createUserAgent({
    clock: createSystemClock(),
    dns: NO_DNS,
    tell: (each) => void news.push(each),
    listening: (['UDP', 'TCP'] as const).map((transport) => ({ transport, address: '127.0.0.1', port: 0 })),
    publicAddress: null,
    tls: { authorities: [], own: null },
  });
  const dialogs = new Map<string, { readonly dialog: Dialog; readonly trunk: SipTrunk; readonly flow: Flow }>();
  const tally = { invited: 0, cancelled: 0, acknowledged: 0, unacknowledged: 0, ended: 0 };
  const contact = (flow: Flow): Header => ({ name: 'Contact', value: `<${writeUri(agent.contactFor(flow, 'us'))}>` });
  const description = { name: 'Content-Type', value: 'application/sdp' };

  const invited = ({ key, request, flow, trunk, localTag }: Inbound): void => {
    tally.invited += 1;
    agent.respond(key, { status: 180, headers: [contact(flow)] });
    if (writeUri(request.uri).includes('slow')) return;
    const dialog = dialogOfRequest(request, localTag, 'confirmed');
    if (dialog !== null) dialogs.set(dialogKey(dialog), { dialog, trunk, flow });
    agent.respond(key, { status: 200, headers: [contact(flow), description], body: bodyOf(SDP.join('\r\n')) });
  };

  agent.on({
    invite: invited,
    cancelled: () => void (tally.cancelled += 1),
    acknowledged: () => void (tally.acknowledged += 1),
    unacknowledged: () => void (tally.unacknowledged += 1),
    within({ key, request }) {
      const known = dialogs.delete(dialogKeyOfRequest(request) ?? '');
      if (known) tally.ended += 1;
      agent.respond(key, { status: known ? 200 : 481 });
    },
    trunkOfDialog: (key) => dialogs.get(key)?.trunk ?? null,
  });
  await agent.listen();

  return {
    agent,
    port: agent.portOf('UDP') ?? assert.fail(),
    tcpPort: agent.portOf('TCP') ?? assert.fail(),
    news,
    tally,
    call(trunk) {
      const heard: Heard[] = [];
      const uri = sipUri('+15550100', trunk.host, trunk.port);
      const headers = [
        { name: 'From', value: `<sip:us@127.0.0.1>;tag=us${Math.random()}` },
        { name: 'To', value: `<${writeUri(uri)}>` },
        { name: 'Call-ID', value: `call-${Math.random()}` },
        { name: 'CSeq', value: '1 INVITE' },
        description,
      ];
      const draft = { method: 'INVITE', uri, headers, body: bodyOf(SDP.join('\r\n')), contact: { user: 'us' } };
      let hangUp = (): void => assert.fail('It was not answered.');
      const asked = agent.request(trunk, draft, (each) => {
        heard.push(each);
        if (each.type !== 'response' || each.response.status < 200 || each.response.status > 299) return;
        const dialog = dialogOfResponse(each.request, each.response) ?? assert.fail();
        const place = { trunk, flow: each.flow, nextHop: nextHopOf(dialog) };
        const hop = { via: agent.viaFor(each.flow), headers: [], body: NO_BODY };
        agent.ack(place, ackWithin(dialog, each.request.cseq.number, hop));
        hangUp = () =>
          agent.within(place, requestWithin(dialog, { ...hop, method: 'BYE' }).request, (end) => void heard.push(end));
      });
      return { heard, cancel: asked.cancel, hangUp: () => hangUp() };
    },
    close: async () => agent.close(),
  };
}
