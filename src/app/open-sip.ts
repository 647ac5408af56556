/** The signalling of telephones: the user agent, how each trunk is doing, and when SIP is listened for at all. */
import { networkInterfaces } from 'node:os';
import { background } from '#background/background.ts';
import type { Listening } from '#carriers/sip/flow.ts';
import { createNodeResolver } from '#carriers/sip/resolver.ts';
import { probeTrunk } from '#carriers/sip/trunk-probe.ts';
import { createTrunkWatch } from '#carriers/sip/trunk-watch.ts';
import type { SipLadders } from '#carriers/sip/ladder.ts';
import { createSipLadders } from '#carriers/sip/ladder.ts';
import type { UserAgent } from '#carriers/sip/user-agent.ts';
import { createUserAgent } from '#carriers/sip/user-agent.ts';
import type { SipConfig } from '#config/sip.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { ProbeStep, TrunkBook, TrunkProbe } from '#domain/ports/trunk-book.ts';
import { trunksByState } from './metrics.ts';
import type { Reporter } from './reporter.ts';

/** Signalling. */
export type Sip = {
  /** What makes calls of it sends and hears by this. */
  readonly agent: UserAgent;
  /** What passes, by whose calls it is. */
  readonly ladders: SipLadders;
  /** Behind `POST /v1/trunks/{id}/test`; null where the settings turn SIP off. */
  readonly probe: TrunkProbe | null;
  /** Listens, where there is a trunk or the settings say so; rejects where what they say cannot be listened at. */
  start(): Promise<void>;
  /**
   * Has sockets open while the work lasts, though no trunk is enabled. Where the settings turn SIP off these are at
   * ports of no one's choice, and nothing that comes is answered.
   */
  whileOpen<T>(work: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
};

export type SipOpening = {
  readonly config: SipConfig;
  readonly clock: Clock;
  readonly book: TrunkBook;
  readonly reporter: Reporter;
};

/** After a port could not be had, it is tried again. Milliseconds. */
const TRY_AGAIN = 30_000;
/** What is said of a trunk that is there, and whose password is not to be had. */
const SEALED: ProbeStep = {
  step: 'register',
  ok: false,
  sentence: 'The password was encrypted with a key that this server does not have. Enter the password again.',
};

/** Makes it; nothing is listened at before `start`. */
export function openSip({ config, clock, book, reporter }: SipOpening): Sip {
  const ladders = createSipLadders(clock);
  const isOff = config.listening?.length === 0;
  const isAlways = config.listening !== null && !isOff;
  const agent = createUserAgent({
    clock,
    dns: createNodeResolver(),
    tell: reporter.sipTold,
    listening: isOff ? placesOfNoOne() : (config.listening ?? usualPlaces(config)),
    publicAddress: config.publicAddress,
    tls: { authorities: config.authorities, own: config.certificate },
    trace: ladders,
  });
  /** Works that need sockets whatever the trunks are. */
  let works = 0;
  let isOpen = false;
  let isStopped = false;
  let fault: string | null = null;
  let turn: Promise<void> = Promise.resolve();
  let stopTrying: (() => void) | null = null;

  const watch = createTrunkWatch({
    agent,
    clock,
    changed(trunkId, health) {
      trunksByState(watch.health().values());
      background('sip.health', book.noteHealth(trunkId, health));
    },
  });

  /** Brings the sockets and the watch in line with the trunks that there are. */
  const align = async (): Promise<void> => {
    const trunks = isOff || isStopped ? [] : await book.enabled();
    agent.use(trunks);
    const isWanted = !isStopped && (isAlways || trunks.length > 0 || works > 0);
    if (isWanted && !isOpen) await open();
    for (const { id, registers } of fault === null ? [] : trunks)
      await book.noteHealth(id, { state: 'down', isRegistered: registers ? false : null, fault });
    watch.use(isOpen ? trunks : []);
    if (isWanted || !isOpen) return;
    await watch.stop();
    isOpen = false;
    await agent.unlisten();
  };

  const open = async (): Promise<void> => {
    stopTrying?.();
    try {
      await agent.listen();
      [isOpen, fault] = [true, null];
    } catch (error) {
      fault = sentenceOf(error);
      if (isAlways) throw new Error(fault, { cause: error });
      reporter.failed('sip.listen', error);
      stopTrying = clock.after(TRY_AGAIN, next);
    }
  };

  const next = async (): Promise<void> => {
    turn = turn.then(align, align);
    return turn;
  };
  const endFollowing = book.onChanged(() => background('sip.trunks', next));

  const whileOpen: Sip['whileOpen'] = async (work) => {
    works += 1;
    try {
      await next();
      return await work();
    } finally {
      works -= 1;
      background('sip.trunks', next);
    }
  };

  const probe: TrunkProbe = async (trunkId) => {
    const trunk = await book.find(trunkId);
    if (trunk === null) return [SEALED];
    return whileOpen(async () => {
      if (fault !== null) return [{ step: 'connect', ok: false, sentence: fault }];
      return probeTrunk(trunk, { agent, clock });
    });
  };

  return {
    agent,
    ladders,
    probe: isOff ? null : probe,
    start: next,
    whileOpen,
    async stop() {
      endFollowing();
      stopTrying?.();
      isStopped = true;
      try {
        await next();
      } finally {
        await agent.close();
      }
    },
  };
}

/** Every address of the machine: providers have to reach us. */
function usualPlaces({ certificate }: SipConfig): readonly Listening[] {
  return everyAddress().flatMap((address): Listening[] => [
    { transport: 'UDP', address, port: 5060 },
    { transport: 'TCP', address, port: 5060 },
    ...(certificate === null ? [] : [{ transport: 'TLS' as const, address, port: 5061 }]),
  ]);
}

/** Where answers to what we ask come, and no one else is told of. */
function placesOfNoOne(): readonly Listening[] {
  return everyAddress().map((address) => ({ transport: 'UDP', address, port: 0 }));
}

/** Of IPv6 only where the machine has it. */
function everyAddress(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return all.some(({ family }) => family === 'IPv6') ? ['0.0.0.0', '::'] : ['0.0.0.0'];
}

/** Why nothing can be listened at, and what to do about it. */
function sentenceOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const port = error instanceof Error && 'port' in error ? ` ${String(error.port)}` : '';
  if (code === 'EADDRINUSE')
    return `The SIP port${port} is taken by another program. Stop that one, or set PATCHBAY_SIP to other ports.`;
  if (code === 'EADDRNOTAVAIL') return 'PATCHBAY_SIP names an address that this machine does not have.';
  return `SIP cannot be listened for (${code}). Correct PATCHBAY_SIP.`;
}
