/** Calls over sockets of loopback with a far end that is a program of its own; the clock on our side is the test's. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { background } from '#background/background.ts';
import { createDialogs } from '#carriers/sip/lines/dialogs.ts';
import { IncomingLine } from '#carriers/sip/lines/incoming-line.ts';
import type { Line, LineListener } from '#carriers/sip/lines/line.ts';
import type { LineParts } from '#carriers/sip/lines/line-parts.ts';
import { OutgoingLine } from '#carriers/sip/lines/outgoing-line.ts';
import type { Talk } from '#carriers/sip/lines/talk.ts';
import type { SipNews } from '#carriers/sip/news.ts';
import type { SipResolver } from '#carriers/sip/resolver.ts';
import type { Inbound } from '#carriers/sip/signalling.ts';
import type { UserAgent } from '#carriers/sip/user-agent.ts';
import { createUserAgent } from '#carriers/sip/user-agent.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import type { Trunk } from '#domain/directory/trunk.ts';
import type { Header, SipMessage } from '#sip/message/message.ts';
import { NO_BODY } from '#sip/message/write-message.ts';
import { NO_DNS } from './agent-world.ts';
import { cleanUp } from './clean-up.ts';
import type { FakeMedia } from './fake-media.ts';
import { createFakeMedia } from './fake-media.ts';
import type { ManualClock } from './manual-clock.ts';
import { createManualClock } from './manual-clock.ts';
import { readSip } from './sip.ts';
import { aTrunk, linePartsOf } from './talk-world.ts';
import { until } from './until.ts';

/** They. */
export type ClockedCalls = {
  readonly clock: ManualClock;
  readonly agent: UserAgent;
  /** Where the agent listens. */
  readonly port: number;
  readonly media: FakeMedia;
  readonly news: readonly SipNews[];
  /** What was told of the calls. */
  readonly told: readonly string[];
  /** Messages so far: `< UPDATE` was sent, `> 200 UPDATE` came. */
  readonly passed: readonly string[];
  /** Dials a number over the trunk; `more` stands in the INVITE. */
  dial(trunk: Trunk, more?: readonly Header[]): Promise<Line>;
  /** The dialog of the newest call, once that is answered. */
  talk(): Promise<Talk>;
  /** Waits until the message has passed so often. */
  passes(message: string, times?: number): Promise<void>;
  /** Asks the far end by OPTIONS, for which its scenario waits; resolves once it has answered. */
  nudge(): Promise<void>;
};

const NUMBER = '+14155550199' as E164; // It is written as one.

/** Without calls yet. Who calls is answered. */
export async function openClockedCalls(t: TestContext, dns: SipResolver = NO_DNS): Promise<ClockedCalls> {
  const [news, told, passed]: [SipNews[], string[], string[]] = [[], [], []];
  const lines: Line[] = [];
  const clock = createManualClock(new Date('2026-11-28T08:00:00Z'));
  const media = createFakeMedia();
  const agent = createUserAgent({
    clock,
    dns,
    tell: (each) => void news.push(each),
    listening: [{ transport: 'UDP', address: '127.0.0.1', port: 0 }],
    publicAddress: null,
    tls: { authorities: [], own: null },
    trace: {
      sent: (bytes) => void passed.push(`< ${nameOf(readSip(bytes))}`),
      received: (message) => void passed.push(`> ${nameOf(message)}`),
    },
  });
  const dialogs = createDialogs(agent.respond);
  const parts: LineParts = { ...linePartsOf({ agent, media, clock, told }), dialogs };
  const listener: LineListener = {
    holder: lines,
    ringing: () => undefined,
    answered: () => void told.push('answered'),
    failed: (_outcome, status) => void told.push(`failed: ${status}`),
    left: ({ by, reason }) => void told.push(`left by ${by}${reason === undefined ? '' : `: ${reason}`}`),
    pressed: (digit) => void told.push(`pressed ${digit}`),
    transfer: () => undefined,
  };
  const take = async (inbound: Inbound): Promise<void> => {
    const line = new IncomingLine(parts, inbound, aTrunk());
    lines.push(line);
    assert.equal(await line.open(), null);
    assert.ok(line.answer(listener));
  };
  agent.on({ ...dialogs, cancelled: () => undefined, invite: (inbound) => background('test.call', take(inbound)) });
  agent.use([aTrunk({ host: '127.0.0.1' })]);
  await agent.listen();
  cleanUp(t, async () => agent.close());

  const passes = async (message: string, times = 1): Promise<void> => {
    await until(() => passed.filter((each) => each === message).length >= times, message);
  };
  const talk = async (): Promise<Talk> => until(() => lines.at(-1)?.talk() ?? null, 'the call is answered');
  return {
    clock,
    agent,
    port: agent.portOf('UDP') ?? assert.fail(),
    media,
    news,
    told,
    passed,
    async dial(trunk, more = []) {
      agent.use([trunk]);
      const line = new OutgoingLine(
        parts,
        { trunk, number: NUMBER, own: null, sipCallId: newCallId(), more },
        listener,
      );
      lines.push(line);
      await line.dial();
      return line;
    },
    talk,
    passes,
    async nudge() {
      const answered = Promise.withResolvers<null>();
      (await talk()).request('OPTIONS', [], NO_BODY, () => answered.resolve(null));
      await answered.promise;
    },
  };
}

let calls = 0;

function newCallId(): string {
  calls += 1;
  return `clocked-${calls}`;
}

function nameOf(message: SipMessage): string {
  return message.kind === 'request' ? message.method : `${message.status} ${message.cseq.method}`;
}
