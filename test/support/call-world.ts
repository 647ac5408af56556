/** A far end that calls over a trunk whose user agent, sound and clock the test has. */
import { IncomingLine } from '#carriers/sip/lines/incoming-line.ts';
import { Place } from '#carriers/sip/lines/place.ts';
import type { Reply } from '#carriers/sip/signalling.ts';
import type { UserAgent } from '#carriers/sip/user-agent.ts';
import { sipUri } from '#sip/address/uri.ts';
import { createFakeMedia } from './fake-media.ts';
import { createManualClock } from './manual-clock.ts';
import { aRequest } from './sip.ts';
import { aTrunk, FLOW, linePartsOf } from './talk-world.ts';

/** An INVITE has come in; `isOpen`: it can still be answered. */
export function callWorld(fields: Readonly<Record<string, string>> = {}, offer = '', isOpen = true) {
  const [replies, sent, told]: [Reply[], string[], string[]] = [[], [], []];
  const clock = createManualClock(new Date('2026-11-27T20:00:00Z'));
  const media = createFakeMedia();
  // As much of the user agent as a line asks.
  const agent = {
    viaFor: () => ({ version: '2.0', transport: 'UDP', host: '192.0.2.9', port: 5060, parameters: [] }),
    contactFor: () => sipUri('us', '192.0.2.9', 5060),
    within(_place, { method }) {
      sent.push(method);
      return { cancel: () => undefined };
    },
    respond(_key, reply) {
      if (isOpen) replies.push(reply);
      return isOpen;
    },
  } satisfies Partial<UserAgent> as unknown as UserAgent;
  const trunk = aTrunk();
  const request = aRequest('INVITE', fields, offer);
  const line = new IncomingLine(
    linePartsOf({ agent, media, clock, told }),
    { key: 'key', trunk, trunks: [trunk], request, flow: FLOW, localTag: 'ours' },
    trunk,
  );
  const place = new Place(7, clock, {
    left: ({ by }) => void told.push(`left by ${by}`),
    pressed: () => undefined,
    touched: () => undefined,
    moved: () => undefined,
    transfer: () => undefined,
  });
  /** What the last reply describes. */
  const body = (): string => Buffer.from(replies.at(-1)?.body ?? []).toString();
  return { line, place, replies, sent, told, media, clock, body };
}
