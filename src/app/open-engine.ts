/** The calls at work: the engine on its stores, with a carrier for what is simulated and one for browsers. */
import { randomUUID, randomUUIDv7 } from 'node:crypto';
import type { DialGuard } from '#domain/ports/dial-guard.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { currentAuthor } from '#background/author.ts';
import type { Call } from '#domain/call/call.ts';
import type { AuditStore } from '#domain/identity/audit.ts';
import { createAudit } from '#storage/audit.ts';
import type { Media } from '#media/media-server.ts';
import type { Recorder } from '#media/recordings/recorder.ts';
import type { Carrier } from '#carriers/carrier.ts';
import type { CallMedia } from '#media/session/far-ends.ts';
import type { MediaSessions } from '#media/session/sessions.ts';
import type { Simulator } from '#carriers/simulator/simulator.ts';
import { createSimulator } from '#carriers/simulator/simulator.ts';
import { createSpeech } from '#carriers/simulator/speech.ts';
import type { Engine } from '#engine/engine.ts';
import { createEventBus } from '#engine/core/event-bus.ts';
import { createEngine } from '#engine/engine.ts';
import { vocabularyOf } from '#jobs/vocabulary.ts';
import { createDialGuard } from '#storage/dial-guard.ts';
import { removeLeftFiles } from '#storage/file-removals.ts';
import { recordingFile, removeRecording } from '#storage/recordings.ts';
import { createPoster } from '#webhooks/post.ts';
import type { Config } from '#config/config.ts';
import type { CallTraceParts, CallTraces } from './call-traces.ts';
import { createCallTraces } from './call-traces.ts';
import type { Stores } from './open-stores.ts';
import { createDiskRoom } from './disk-room.ts';
import { createTextMessages } from './text-messages.ts';
import { simulatorHost } from './adapters/simulator-ports.ts';
import type { VoiceAgent } from './open-voice-agent.ts';
import { talkingAgent } from './open-voice-agent.ts';
import type { LiveSound } from './open-media.ts';
import { startSound } from './open-media.ts';
import type { Transcribers } from './open-transcribers.ts';
import type { Reporter } from './reporter.ts';

/** What a carrier can be made of. */
export type CarrierParts = {
  readonly media: Media;
  readonly calls: CallMedia;
  readonly engine: Engine;
  readonly clock: Clock;
};

/** Makes a carrier. */
export type MakeCarrier = (parts: CarrierParts) => Carrier;

/** The engine and its carriers. */
export type Calls = {
  readonly engine: Engine;
  readonly simulator: Simulator;
  readonly traces: CallTraces;
} & LiveSound;

export type EngineOpening = {
  readonly config: Config;
  readonly clock: Clock;
  readonly stores: Stores;
  readonly voiceAgent: Pick<VoiceAgent, 'articles' | 'reasoner' | 'embedded' | 'speaker'>;
  /** What writes recordings down. */
  readonly transcribers: Transcribers;
  /** It knows the SIP messages of calls. */
  readonly sip: { readonly ladders: CallTraceParts['ladders'] };
  /** Sound without threads and ports, for tests. */
  readonly media: Media | (Media & Recorder) | undefined;
  /** Carriers besides those that are always there, which come before them. */
  readonly carriers: readonly MakeCarrier[];
  /** Stops what is started here. */
  readonly started: AsyncDisposableStack;
  readonly reporter: Reporter;
  failed(what: string, error: unknown): void;
  publicUrl(): string;
};

/** Makes them. Nothing happens to a call before `engine.start()`. */
export function openEngine(opening: EngineOpening): Calls {
  const { config, clock, stores, started, reporter, failed, publicUrl, transcribers } = opening;
  const { store, live, directory } = stores;
  const engine = createEngine({
    store,
    live,
    clock,
    bus: createEventBus(),
    setAgentStatus: async (workspaceId, agentId, status, name) =>
      directory.setAgentStatus(workspaceId, agentId, status, name),
    newUid: randomUUIDv7,
    newToken: randomUUID,
    publicUrl,
    directoryChanged: directory.changed,
    removeFiles: async () =>
      removeLeftFiles(stores.database, async (uid) => removeRecording(config.dataDirectory, uid)).then(
        () => undefined,
        (error: unknown) => failed('file_removal', error),
      ),
    removeRecording: async (uid, call) => {
      if (call !== null) await noteDeletion(createAudit(stores.database), call);
      await removeRecording(config.dataDirectory, uid);
    },
    dialGuard: openDialGuard(opening),
    refusals: stores.refusals,
    log: { moved: reporter.callMoved, failed },
  });
  const hasRoom = createDiskRoom(config.dataDirectory, config.diskReserveBytes);
  const recordingPath = (uid: string): string => recordingFile(config.dataDirectory, uid).path;
  // What live callers are to hear never waits behind simulated calls, nor is it refused because of them.
  const [speech, liveSpeech] = [createSpeech(), createSpeech({ waitingMax: Infinity })];
  for (const each of [speech, liveSpeech]) started.defer(async () => each.close());
  const liveSound = startSound({
    ...opening,
    engine,
    speech: liveSpeech,
    recordingPath,
    hasRoom,
    promptStore: stores.prompts,
    store,
    listener: (workspace) => transcribers.listener(workspace),
    liveWords: {
      store: store.transcripts,
      engineFor: async (call: Call) => liveEngineFor(transcribers, directory, call),
    },
    isTranscribed: transcribes(transcribers, directory),
  });
  const { callMedia } = liveSound;
  const simulator = createSimulator({
    clock,
    speed: config.simulatorSpeed,
    speech,
    world: {
      ...simulatorHost(engine, store, recordingPath, failed, (call) => callMedia.carries(call)),
      hasRoom,
      voiceAgent: talkingAgent(opening.voiceAgent),
    },
  });
  const traces = openTraces(opening, callMedia);
  const parts: CarrierParts = { media: liveSound.media, calls: callMedia, engine, clock };
  const others = [...opening.carriers.map((make) => make(parts)), openTexts(opening, simulator)];
  for (const carrier of [...others, ...simulator.carriers, liveSound.webrtc.carrier, followed(callMedia)]) {
    engine.addCarrier(carrier);
    started.defer(async () => carrier.stop());
  }
  engine.addCarrier(traces);
  return { engine, simulator, traces, ...liveSound };
}

function openDialGuard({ stores: { database, directory }, clock, reporter }: EngineOpening): DialGuard {
  return createDialGuard({ database, directory, now: () => clock.now(), refused: reporter.dialRefused });
}

/** Text messages are offered to it before the simulator's carriers, which play those that no provider sends. */
function openTexts({ config, stores, started }: EngineOpening, { carriers: [played] }: Simulator): Carrier {
  const poster = createPoster({ mayReachPrivate: config.mayWebhooksReachPrivate });
  started.defer(() => poster.close());
  return createTextMessages({
    trunks: stores.trunks.store,
    outbox: stores.store.redirects,
    poster,
    played: played ?? { sendText: async () => false },
  });
}

/** They are stopped after the carriers: what is left of calls is stored when no one has anything to add. */
function openTraces(opening: EngineOpening, { quality, callOf }: MediaSessions): CallTraces {
  const { sip, stores, clock, started, failed } = opening;
  const traces = createCallTraces({
    ladders: sip.ladders,
    quality,
    store: stores.traces,
    clock,
    hasSound: (callId) => callOf(callId) !== undefined,
    failed: (error) => failed('call_trace', error),
  });
  started.defer(async () => traces.stop());
  return traces;
}

/** Whether an engine writes the call down that knows its language. */
function transcribes(transcribers: Transcribers, directory: Pick<Stores['directory'], 'load'>) {
  return async ({ workspaceId, lang }: Call): Promise<boolean> =>
    transcribers.of((await directory.load(workspaceId)).workspace)?.knows(lang) === true;
}

/** Notes who has had the recording of the call deleted. */
async function noteDeletion(audit: AuditStore, { workspaceId, id }: Pick<Call, 'workspaceId' | 'id'>): Promise<void> {
  const { agentId = null, tokenId = null, address = null } = currentAuthor() ?? {};
  await audit.noted({ workspaceId, action: 'recording.deleted', targetId: id, agentId, tokenId, address });
}

/**
 * The media of calls is told every call, as carriers are, and carries none. After the carriers: their far ends are made
 * by then.
 */
function followed({ follow, stop }: MediaSessions): Carrier & { readonly reachesPhones: false } {
  return { name: 'media', reachesPhones: false, follow, sendText: async () => false, stop };
}

/** What hears the call while it is in progress; the voice agent hears its own. */
async function liveEngineFor(transcribers: Transcribers, directory: Stores['directory'], call: Call) {
  const engine = transcribers.live();
  const { workspaceId, contact, lang, origin } = call;
  const whole = await directory.load(workspaceId);
  if (engine?.knows(lang) !== true || whole.workspace.transcripts === 'off' || origin === 'fin') return null;
  const caller = contact === null ? null : await directory.contact(workspaceId, contact.id);
  return { engine, vocabulary: vocabularyOf(whole, caller) };
}
