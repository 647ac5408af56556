/** Calls over trunks: the carrier on the user agent, with the trunks that there are. */
import { background } from '#background/background.ts';
import { newWord, random } from '#carriers/sip/randomness.ts';
import type { SipCarrier } from '#carriers/sip/sip-carrier.ts';
import { createSipCarrier } from '#carriers/sip/sip-carrier.ts';
import type { UserAgent } from '#carriers/sip/user-agent.ts';
import { homeRegion } from '#domain/directory/workspace.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { TrunkBook } from '#domain/ports/trunk-book.ts';
import type { Engine } from '#engine/engine.ts';
import type { Media } from '#media/media-server.ts';
import type { CallMedia } from '#media/session/far-ends.ts';
import type { Reporter } from './reporter.ts';

/** What they are made of. */
export type TrunkCallParts = {
  readonly sip: { readonly agent: UserAgent; start(): Promise<void> };
  readonly book: TrunkBook;
  readonly media: Media;
  readonly callMedia: CallMedia;
  readonly engine: Pick<Engine, 'report' | 'takeCall' | 'directory' | 'addCarrier'>;
  /** Stops what is started here. */
  readonly started: AsyncDisposableStack;
  readonly clock: Clock;
  readonly reporter: Pick<Reporter, 'failed' | 'sipTold'>;
};

/** The carrier, and the trunks that it knows. */
export type TrunkCalls = {
  readonly carrier: SipCarrier;
  /** Reads the trunks anew; resolves once calls can go over them. By itself it does so after every change. */
  readTrunks(): Promise<void>;
};

/** Makes them, with the trunks that there are, adds their carrier to the engine, and has SIP listened for. */
export async function openTrunkCalls(parts: TrunkCallParts): Promise<TrunkCalls> {
  const { sip, book, reporter, engine, media, callMedia, clock, started } = parts;
  const carrier = createSipCarrier({
    agent: sip.agent,
    media,
    clock,
    calls: callMedia,
    random,
    newWord,
    homeOf: async (workspaceId) => homeRegion(await engine.directory.load(workspaceId)),
    failed: (error) => reporter.failed('sip.call', error),
    report: async (callId, event) => engine.report(callId, event),
    house: {
      destinationOf: async (workspaceId, number) => book.destinationOf(workspaceId, number),
      takeCall: async (arrived) => engine.takeCall({ ...arrived, origin: 'phone', lang: 'en', requestKey: null }),
    },
    unknownNumber: ({ id: trunkId }) => reporter.sipTold({ type: 'number_unknown', trunkId }),
  });
  let turn: Promise<void> = Promise.resolve();
  const read = async (): Promise<void> => carrier.use(await book.enabled());
  const readTrunks = async (): Promise<void> => {
    turn = turn.then(read, read);
    return turn;
  };
  const endFollowing = book.onChanged(() => background('sip.trunks', readTrunks));
  started.defer(async () => {
    endFollowing();
    await turn;
    await carrier.stop();
  });
  engine.addCarrier(carrier);
  await readTrunks();
  await sip.start();
  return { carrier, readTrunks };
}
