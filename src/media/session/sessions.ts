/**
 * The media of all calls. It is told every stored call, reads off its state who must hear whom, and makes it so,
 * whichever carrier has the call's far end. The near ends are its own: the legs of agents' pages, which last as long as
 * they are online.
 */
import { background } from '#background/background.ts';
import type { Call } from '#domain/call/call.ts';
import type { LiveWords } from '#domain/call/live-words.ts';
import { presentAgents } from '#domain/call/participant.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { LegEvent, Media } from '../media-server.ts';
import type { Recorder } from '../recordings/recorder.ts';
import { createAgentVoices } from './agent-voices.ts';
import type { AgentVoices } from './agent-voices.ts';
import { createCallRecordings } from './call-recordings.ts';
import type { CallMedia, FarEndLeft, FarEnds, PlayedPeople } from './far-ends.ts';
import { createInsistence } from './insistence.ts';
import type { PressedBy } from './key-presses.ts';
import { createLegs, soundOf } from './leg-registry.ts';
import type { LegState, Offered, PageSound } from './leg-registry.ts';
import { createLine } from './line.ts';
import type { Line } from './line.ts';
import { createPlaylists } from './playlist.ts';
import type { CallWords } from './live-words.ts';
import type { MediaWorld, Prompts } from './ports.ts';
import type { SoundQuality } from './sound-quality.ts';
import { createSoundQuality } from './sound-quality.ts';

/** A message shorter than this is none. Seconds. */
const MIN_MESSAGE = 1;

/** How a caller ends a message who does not hang up. */
const END_OF_MESSAGE = '#';

/** Of carriers without sound: no one is at the far end, and nothing comes of that. */
const NO_FAR_ENDS: FarEnds = {
  isLive: false,
  legOf: () => undefined,
  agentIsReady: async () => undefined,
  release: async () => undefined,
};

/** What it is made of. */
export type MediaSessionParts = {
  readonly media: Media;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly prompts: Prompts;
  readonly played: PlayedPeople;
  readonly world: MediaWorld;
  /** Writes down what is said in calls while they are in progress; absent: no one does. */
  readonly words?: CallWords;
};

/** What became of keys pressed for the far end of a call. */
export type DigitsSent = 'sent' | 'not_taken' | 'not_there';

/** The media of all calls, and its doors for pages. */
export type MediaSessions = CallMedia & {
  /** The call is now as given. To be called after every commit; told the same again, it does nothing. */
  follow(call: Call): void;
  /** Whether the call's sound passes, or has passed, through here, so that its recording is written here. */
  carries(call: Call): boolean;
  /** Offers come with the IP address of the page, which decides what addresses of ours it is told. */
  offerAgent(agentId: number, sdp: string, asker: string): Promise<Offered>;
  isAgentConnected(agentId: number): boolean;
  /** What the voice agent says in its calls. */
  readonly voices: Pick<AgentVoices, 'say' | 'quiet'>;
  /** The far end of the first call is the other's from now on. False: the first has none. */
  passOn(from: Call, to: Call): Promise<boolean>;
  muteAgent(agentId: number, isMuted: boolean): Promise<void>;
  closeAgent(agentId: number): Promise<void>;
  onAgentSound(listener: (agentId: number, state: PageSound) => void): void;
  /** In which codec the agent's page is heard without a conversion; null without a page. */
  agentCodec(agentId: number): string | null;
  /** Tells that it is another. */
  onAgentCodec(listener: (agentId: number, codec: string) => void): void;
  /** Whether those whom the caller talks with are gone for the moment. */
  isCallerAlone(call: Call): boolean;
  /** Tells that the caller, or all whom they talk with, have gone or are back, or that their microphone has. */
  onMediaChanged(listener: (call: Call) => void): void;
  /**
   * Presses keys at the far end of the call. `not_taken`: it agreed to none. `not_there`: its sound is gone for the
   * moment.
   */
  sendDigits(callId: number, digits: string): Promise<DigitsSent>;
  /** What was said so far in a call in progress; null where nothing is written down now. */
  wordsOf(callId: number): LiveWords | null;
  /** Tells that there are other words. */
  onWords(listener: (call: Call) => void): void;
  /** Takes up what an earlier process was recording of these calls. Before it is told of any call. */
  takeUp(open: readonly Call[]): Promise<void>;
  /** How the ends of calls sounded; whoever has kept it drops it. */
  readonly quality: Omit<SoundQuality, 'ends'>;
  stop(): Promise<void>;
  /** Resolves when nothing is under way; for tests. */
  settled(): Promise<void>;
};

/** Makes it; carriers bring their far ends by `addFarEnds`. */
export function createMediaSessions(parts: MediaSessionParts): MediaSessions {
  const { media, recorder, clock, prompts, played, world, words } = parts;
  const failed = (error: unknown): void => world.failed('media.session', error);
  const agents = createLegs<number>(media);
  const playlists = createPlaylists(media, failed);
  const voices = createAgentVoices(media);
  const quality = createSoundQuality(media, clock);
  const recordings = createCallRecordings({ recorder, clock, ...world, ...(words === undefined ? {} : { words }) });
  const insistence = createInsistence(clock, failed);
  const farEnds = new Map<string, FarEnds>();
  const lines = new Map<number, Line>();
  const agentListeners: ((agentId: number, state: PageSound) => void)[] = [];
  const codecListeners: ((agentId: number, codec: string) => void)[] = [];
  const lineListeners: ((call: Call) => void)[] = [];

  const farEndsOf = ({ carrier }: Pick<Call, 'carrier'>): FarEnds =>
    farEnds.get(carrier) ?? farEnds.get(kindOf(carrier)) ?? NO_FAR_ENDS;

  const concerns = (call: Call): boolean => {
    if (farEndsOf(call).isLive || lines.has(call.id) || recordings.has(call)) return true;
    return presentAgents(call.participants).some((agentId) => agents.get(agentId) !== undefined);
  };

  const follow = (call: Call): void => {
    if (!concerns(call)) return;
    const known = lines.get(call.id);
    const line = known ?? createLine(call, lineParts);
    if (known === undefined) lines.set(call.id, line);
    line.follow(call);
    if (!line.isOver()) return;
    background(
      'media.line',
      line.settled().finally(() => {
        if (lines.get(call.id) === line && line.isOver()) lines.delete(call.id);
      }),
    );
  };

  const release = (callId: number): void => {
    const line = lines.get(callId);
    lines.delete(callId);
    if (line !== undefined) farEndsOf(line.call()).release(line.call()).catch(failed);
  };
  const moved = (call: Call): void => {
    for (const listener of lineListeners) listener(call);
  };
  const ends = { agents, farEndsOf, played, voices, quality };
  const lineParts = { media, clock, prompts, world, ...ends, playlists, recordings, release, moved };

  /** How long the caller has spoken to the voicemail. Who had talked before is recorded from then on. */
  const messageSeconds = async (call: Call): Promise<number> =>
    call.recording?.kind === 'call' ? (lines.get(call.id)?.messageSeconds() ?? 0) : recordings.secondsOf(call);

  const hangUp = async (call: Call, how: FarEndLeft): Promise<unknown> =>
    world.report(
      call.id,
      call.state === 'voicemail' && (await messageSeconds(call)) >= MIN_MESSAGE
        ? { type: 'voicemail_left', by: 'end_user' }
        : how,
    );

  /** Ends the call as it stands then; one whose caller was told that no one is there is over already. */
  const farEndLeft = async (call: Call, how: FarEndLeft): Promise<void> =>
    insistence.insist(call.id, async () => {
      await hangUp(lines.get(call.id)?.call() ?? call, how);
      if (lines.get(call.id)?.call().state === 'deflected') release(call.id);
    });

  /** The engine of a leg died: the call it was part of ends, and no other. */
  const mediaFailed = async (line: Line): Promise<unknown> =>
    line.call().state === 'voicemail'
      ? hangUp(line.call(), { type: 'hung_up', by: 'system', reason: 'voip_conn_timeout' })
      : world.report(line.call().id, { type: 'media_failed', reason: 'voip_conn_general' });

  const linesWith = (agentId: number): Line[] =>
    [...lines.values()].filter((line) => presentAgents(line.call().participants).includes(agentId));

  const tellAgent = (agentId: number, state: PageSound): void => {
    for (const listener of agentListeners) listener(agentId, state);
  };

  const agentMoved = (agentId: number, state: LegState): void => {
    tellAgent(agentId, soundOf(state));
    for (const line of linesWith(agentId)) {
      if (state === 'worker') mediaFailed(line).catch(failed);
      else line.touch();
    }
  };

  const pressed = (line: Line | undefined, digit: string, by: PressedBy): void => {
    if (line?.keys.counts(digit, by, clock.elapsed()) !== true) return;
    const call = line.call();
    if (call.origin === 'fin') world.voiceAgent.pressed(call, digit);
    if (call.state === 'selecting') world.press(call, digit).catch(failed);
    if (call.state === 'voicemail' && digit === END_OF_MESSAGE)
      background('media.session', farEndLeft(call, { type: 'hung_up', by: 'end_user' }));
  };
  const lineOf = (legId: string): Line | undefined => lines.values().find((line) => line.farLeg() === legId);

  const lost = (legId: string): void => {
    for (const line of lines.values()) {
      if (line.isOf(legId)) mediaFailed(line).catch(failed);
      line.lost(legId);
    }
  };

  media.onEvent((event: LegEvent) => {
    playlists.heard(event);
    voices.heard(event);
    const agentId = agents.ownerOf(event.legId);
    const state = agents.heard(event);
    if (agentId !== undefined && state !== undefined) agentMoved(agentId, state);
    if (agentId !== undefined && (event.type === 'silent' || event.type === 'sounding')) tellAgent(agentId, event.type);
    if (agentId !== undefined && event.type === 'codec')
      for (const listener of codecListeners) listener(agentId, event.codec);
    if (event.type === 'digit') pressed(lineOf(event.legId), event.digit, 'sound');
    if (event.type === 'lost' && event.reason === 'worker') lost(event.legId);
  });
  world.onMenus((callId) => lines.get(callId)?.touch());

  const settled = async (): Promise<void> => {
    await Promise.all([...lines.values()].map(async (line) => line.settled()));
  };

  return {
    addFarEnds: (carrier, ends) => void farEnds.set(carrier, ends),
    touch: (callId) => lines.get(callId)?.touch(),
    moved,
    callOf: (callId) => lines.get(callId)?.call(),
    farEndLeft,
    pressed: (callId, digit) => pressed(lines.get(callId), digit, 'signalling'),
    follow,
    carries: (call) => farEndsOf(call).isLive || recordings.has(call),
    async offerAgent(agentId, sdp, asker) {
      const offered = await agents.offer(agentId, sdp, asker);
      const leg = agents.get(agentId);
      if (offered.ok && leg !== undefined) await media.mute(leg.legId, false);
      return offered;
    },
    isAgentConnected: agents.isConnected,
    async muteAgent(agentId, isMuted) {
      const leg = agents.get(agentId);
      if (leg !== undefined) await media.mute(leg.legId, isMuted);
    },
    closeAgent: agents.close,
    voices,
    async passOn(from, to) {
      const ends = farEndsOf(from);
      if (ends.passOn === undefined || ends.legOf(from) === undefined) return false;
      await lines.get(from.id)?.letGo();
      ends.passOn(from, to);
      lines.get(to.id)?.touch();
      return true;
    },
    agentCodec: (agentId) => agents.get(agentId)?.codec ?? null,
    onAgentCodec: (listener) => void codecListeners.push(listener),
    onAgentSound: (listener) => void agentListeners.push(listener),
    isCallerAlone: (call) => lines.get(call.id)?.isAlone() === true,
    onMediaChanged: (listener) => void lineListeners.push(listener),
    async sendDigits(callId, digits) {
      const line = lines.get(callId);
      const legId = line?.farLeg();
      if (line === undefined || legId === undefined) return 'not_there';
      if (await media.sendDtmf(legId, digits)) return 'sent';
      return farEndsOf(line.call()).press?.(line.call(), digits) === true ? 'sent' : 'not_taken';
    },
    wordsOf: (callId) => words?.of(callId) ?? null,
    onWords: (listener) => words?.onChanged(listener),
    takeUp: recordings.takeUp,
    quality,
    async stop() {
      insistence.stop();
      await settled();
      await words?.stop();
      await recorder.shutDown();
      await media.shutDown();
    },
    settled,
  };
}

/** What stands before the colon in the names of carriers of which there are several. */
function kindOf(carrier: string): string {
  const [kind = carrier] = carrier.split(':', 1);
  return kind;
}
