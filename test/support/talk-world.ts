/** A talk over a trunk whose user agent, sound and clock the test has: what is sent, what is answered, what is told. */
import type { LineParts, TalkStart } from '#carriers/sip/lines/line-parts.ts';
import { createDialogs } from '#carriers/sip/lines/dialogs.ts';
import { createLiveness } from '#carriers/sip/lines/liveness.ts';
import { Place } from '#carriers/sip/lines/place.ts';
import { Talk } from '#carriers/sip/lines/talk.ts';
import type { Hear, Inbound, Reply } from '#carriers/sip/signalling.ts';
import type { UserAgent } from '#carriers/sip/user-agent.ts';
import { PRESET_FACTS } from '#domain/directory/trunk-presets.ts';
import type { Trunk } from '#domain/directory/trunk.ts';
import { sipUri } from '#sip/address/uri.ts';
import { dialogOfRequest } from '#sip/dialog/dialog.ts';
import type { SipRequest } from '#sip/message/message.ts';
import type { WritableRequest } from '#sip/transaction/derived-requests.ts';
import { createFakeMedia } from './fake-media.ts';
import { createManualClock } from './manual-clock.ts';
import { aRequest, aResponse } from './sip.ts';

/** A request that was sent, and who waits for its answer. */
export type Sent = { readonly request: WritableRequest; readonly hear: Hear };

/** The way that it is on. */
export const FLOW = {
  transport: 'UDP',
  local: { address: '192.0.2.9', port: 5060 },
  remote: { address: '192.0.2.1', port: 5060 },
  channel: { send: () => undefined, isOpen: () => true, trunkId: null },
} as const;

/** What every line needs, around a user agent and sound that the test has; what fails is told. */
export function linePartsOf({
  agent,
  media,
  clock,
  told,
}: Pick<LineParts, 'agent' | 'media' | 'clock'> & { readonly told: string[] }): LineParts {
  return {
    agent,
    media,
    clock,
    dialogs: createDialogs(agent.respond),
    liveness: createLiveness(clock, media),
    book: { keep: () => undefined, drop: () => undefined },
    random: () => 0.5,
    newWord: () => 'word',
    homeOf: async () => 'US',
    failed: (error) => void told.push(`failed: ${String(error)}`),
  };
}

/** Opens one: a call that came in, was answered, and whose far end allows what `allow` lists. */
export async function openTalk(given: Partial<TalkStart> & { allow?: string; trunk?: Trunk; callId?: number } = {}) {
  const { allow = 'INVITE, ACK, BYE, UPDATE, INFO', trunk = aTrunk(), callId = 7, ...start } = given;
  const [sent, acks, told]: [Sent[], WritableRequest[], string[]] = [[], [], []];
  const kept = new Set<string>();
  const replies = new Map<string, Reply>();
  const clock = createManualClock(new Date('2026-11-27T20:00:00Z'));
  const media = createFakeMedia();
  // As much of the user agent as a talk asks.
  const agent = {
    viaFor: () => ({ version: '2.0', transport: 'UDP', host: '192.0.2.9', port: 5060, parameters: [] }),
    contactFor: () => sipUri('us', '192.0.2.9', 5060),
    within(_place, request, hear) {
      sent.push({ request, hear });
      return { cancel: () => undefined };
    },
    ack: (_place, request) => void acks.push(request),
    respond(key, reply) {
      replies.set(key, reply);
      return true;
    },
  } satisfies Partial<UserAgent> as unknown as UserAgent;
  const dialogs = createDialogs(agent.respond);
  const parts: LineParts = {
    ...linePartsOf({ agent, media, clock, told }),
    dialogs,
    book: { keep: ({ key }) => void kept.add(key), drop: (key) => void kept.delete(key) },
  };
  let transfer = ({ request }: Inbound): void => void told.push(request.method);
  const invite = aRequest('INVITE', { Allow: allow });
  const dialog = dialogOfRequest(invite, 'ours', 'confirmed');
  const made = await media.createLeg({ kind: 'rtp', offer: 'theirs' });
  if (dialog === null || !made.ok) throw new Error('There is no dialog.');
  const place = new Place(callId, clock, {
    left: (how) => void told.push(`left by ${how.by}${how.reason === undefined ? '' : `: ${how.reason}`}`),
    pressed: (digit) => void told.push(`pressed ${digit}`),
    touched: () => undefined,
    moved: () => void told.push('moved'),
    transfer: (_place, _talk, asked) => transfer(asked),
  });
  const line = { legId: () => made.legId, early: () => undefined, talk: () => talk, close: () => talk.hangUp() };
  const talk: Talk = new Talk(
    parts,
    {
      trunk,
      flow: FLOW,
      dialog,
      legId: made.legId,
      description: 'answer to theirs',
      contactUser: 'us',
      expires: null,
      far: invite,
      awaitsAnswer: false,
      ...start,
    },
    place.hears(() => line),
  );
  place.take(line);
  let number = 314_159;
  /** A request of theirs within the dialog; its answer, once there is one. */
  const asks = async (method: string, fields: Readonly<Record<string, string>> = {}, body = ''): Promise<Reply> => {
    number += 1;
    const inDialog = { To: 'Bob <sip:bob@biloxi.example.com>;tag=ours', CSeq: `${number} ${method}` };
    dialogs.within(inbound(aRequest(method, { ...inDialog, ...fields }, body), `key ${number}`));
    await new Promise(setImmediate);
    return replies.get(`key ${number}`) ?? { status: 0 };
  };
  /** Answers the last request that was sent. */
  const answers = async (status: number, fields: Readonly<Record<string, string>> = {}, body = ''): Promise<void> => {
    const last = sent.at(-1);
    if (last === undefined) throw new Error('Nothing was sent.');
    const cseq = last.request.headers.find(({ name }) => name === 'CSeq')?.value ?? '';
    const request = aRequest(last.request.method, { CSeq: cseq });
    last.hear({ type: 'response', response: aResponse(status, { CSeq: cseq, ...fields }, body), request, flow: FLOW });
    await new Promise(setImmediate);
  };
  /** REFER and NOTIFY go there from now on. */
  const hears = (listener: (asked: Inbound) => void): void => void (transfer = listener);
  return { kept, hears, talk, place, clock, media, dialogs, sent, acks, told, asks, answers, parts };
}

function inbound(request: SipRequest, key: string): Inbound {
  const trunk = aTrunk();
  return { key, trunk, trunks: [trunk], request, flow: FLOW, localTag: 'ours' };
}

/** A trunk, as a PBX by its address. */
export function aTrunk(change: Partial<Trunk> = {}): Trunk {
  const { settings } = PRESET_FACTS.pbx;
  return {
    ...settings,
    name: 'PBX',
    preset: 'pbx',
    host: '192.0.2.1',
    id: 1,
    workspaceId: 1,
    position: 0,
    password: null,
    ...change,
  };
}
