/**
 * Sound, put together: the media server, the prompts, the media of calls, and the far ends of the carriers that are
 * always there.
 */
import { join } from 'node:path';
import type { Call } from '#domain/call/call.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { Listening } from '#media/listening.ts';
import { createListening } from '#media/listening.ts';
import { withLastStats } from '#media/last-stats.ts';
import type { Media } from '#media/media-server.ts';
import type { Recorder } from '#media/recordings/recorder.ts';
import { createRecorder } from '#media/recordings/running-recordings.ts';
import type { Report } from '#carriers/carrier.ts';
import { SIMULATOR_NAMES } from '#carriers/simulator/names.ts';
import { createPlayedEnds } from '#carriers/simulator/played-ends.ts';
import type { Speech } from '#carriers/simulator/speech.ts';
import type { WebrtcCarrier } from '#carriers/webrtc/carrier.ts';
import { createWebrtcCarrier } from '#carriers/webrtc/carrier.ts';
import { createLazyMedia } from '#media/server/lazy-media.ts';
import { createMediaEngine } from '#media/server/media-engine.ts';
import type { Prompts } from '#media/prompts/prompts.ts';
import { createPrompts } from '#media/prompts/prompts.ts';
import { SPEECH_RATE } from '#media/prompts/flite/flite.ts';
import type { Engine } from '#engine/engine.ts';
import type { PromptStore } from '#storage/prompts.ts';
import type { Config } from '#config/config.ts';
import type { VoiceAgentDoor } from '#media/session/ports.ts';
import { createMediaSessions } from '#media/session/sessions.ts';
import type { LiveWordsParts } from '#media/session/live-words.ts';
import { createCallWords } from '#media/session/live-words.ts';
import type { MediaSessions } from '#media/session/sessions.ts';
import { mediaWorld } from './adapters/media-session-ports.ts';
import type { TalkKeeper } from '#voice-agent/talk/keeper.ts';
import type { TalkOpening } from './open-talks.ts';
import { openTalks } from './open-talks.ts';
import type { Reporter } from './reporter.ts';

export type SoundParts = Pick<TalkOpening, 'voiceAgent' | 'store' | 'listener'> & {
  readonly config: Config;
  readonly clock: Clock;
  readonly engine: Engine;
  readonly speech: Speech;
  readonly started: AsyncDisposableStack;
  readonly media: Media | (Media & Recorder) | undefined;
  readonly promptStore: PromptStore;
  recordingPath(uid: string): string;
  hasRoom(bytes: number): Promise<boolean>;
  isTranscribed(call: Call): Promise<boolean>;
  readonly reporter: Reporter;
  /** Who hears what is said in calls while they are in progress, and where it is kept. */
  readonly liveWords: Pick<LiveWordsParts, 'engineFor' | 'store'>;
  failed(what: string, error: unknown): void;
};

/** The media of calls, the carrier of browsers, and what callers hear besides people. */
export type LiveSound = {
  readonly media: Media;
  readonly callMedia: MediaSessions;
  readonly webrtc: WebrtcCarrier;
  readonly prompts: Prompts;
  /** What legs say, as samples with a clock. */
  readonly listening: Listening;
  /** The talks of the voice agent with callers who are there. */
  readonly talks: TalkKeeper;
};

/** Makes them. Their threads start with the first work, and end with `started`. */
export function startSound({
  config,
  clock,
  engine,
  speech,
  started,
  media,
  promptStore,
  recordingPath,
  hasRoom,
  isTranscribed,
  reporter,
  liveWords,
  failed,
  ...agent
}: SoundParts): LiveSound {
  const { ports, host, publicAddress, stunUrls } = config.media;
  const prompts = createPrompts({
    directory: join(config.dataDirectory, 'prompts'),
    async speech(text) {
      const said = await speech.run({ kind: 'say', speaker: 'agent', text });
      return said.ok ? { samples: said.value, sampleRate: SPEECH_RATE } : null;
    },
  });
  started.defer(async () => prompts.close());
  const fileOf = async (workspaceId: number, hash: string) =>
    prompts.fileOf(hash, async () => promptStore.audio(workspaceId, hash));
  const trouble = (event: string, fields: object): void => failed(event, new Error(JSON.stringify(fields)));
  const server = withLastStats(
    media ??
      createLazyMedia(() =>
        createMediaEngine({
          ports,
          stunUrls,
          ...(host === null ? {} : { host }),
          ...(publicAddress === null ? {} : { publicAddresses: [publicAddress] }),
          onTrouble: trouble,
        }),
      ),
  );
  server.onEvent(reporter.legChanged);
  const onIncomplete = (path: string): void => trouble('media.recording_incomplete', { path });
  const report: Report = async (callId, event) => engine.report(callId, event);
  const played = createPlayedEnds({ media: server, pathFor: async (text) => prompts.pathFor(text), report });
  const voiceAgent: VoiceAgentDoor = {
    meets: (...met) => talks.meets(...met),
    pressed: (...pressed) => talks.pressed(...pressed),
  };
  const listening = createListening(server);
  const words = createCallWords({ listening, clock, failed, ...liveWords });
  const callMedia = createMediaSessions({
    media: server,
    words,
    recorder: isRecorder(server) ? server : createRecorder({ media: server, onIncomplete }),
    clock,
    prompts,
    played: played.people,
    world: { ...mediaWorld({ engine, fileOf, recordingPath, voiceAgent, failed }), hasRoom, isTranscribed },
  });
  for (const name of SIMULATOR_NAMES) callMedia.addFarEnds(name, played.farEnds);
  const webrtc = createWebrtcCarrier({ media: server, calls: callMedia, clock, report });
  const talks = openTalks({ ...agent, clock, engine, callMedia, listening, speech, failed });
  started.defer(async () => talks.stop());
  return { media: server, callMedia: withTalks(callMedia, talks), webrtc, prompts, listening, talks };
}

/** The words of calls, also of those in which the voice agent is heard. */
function withTalks(callMedia: MediaSessions, { words }: TalkKeeper): MediaSessions {
  return {
    ...callMedia,
    wordsOf: (callId) => words.of(callId) ?? callMedia.wordsOf(callId),
    onWords(listener) {
      words.onChanged(listener);
      callMedia.onWords(listener);
    },
  };
}

function isRecorder(media: Media | (Media & Recorder)): media is Media & Recorder {
  return 'record' in media;
}
