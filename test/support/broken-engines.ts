/**
 * The six points at which an engine of the voice agent can break, each broken as engines do: it refuses, it dies, or it
 * takes what it is given and never answers. Wherever it is, the caller must hear who speaks, and go to a person.
 */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Reasoner } from '#domain/ports/reasoner.ts';
import type { Speaker } from '#domain/ports/speaker.ts';
import { DIALOGUE_WORDS } from '#domain/voice-agent/dialogue-words.ts';
import { converse } from '#domain/voice-agent/dialogue.ts';
import { createEmbeddedReasoner } from '#voice-agent/embedded-reasoner.ts';
import { createEmbeddedLive } from '#voice-agent/stt/embedded/embedded-live.ts';
import { createSpeechChild } from '#voice-agent/stt/embedded/speech-child.ts';
import type { AgentLine } from '#voice-agent/talk/ports.ts';
import { createEmbeddedSpeaker } from '#voice-agent/tts/embedded/embedded-speaker.ts';
import { until } from './until.ts';
import type { TalkTroubles } from './voice-talk.ts';
import { createTalkWorld } from './voice-talk.ts';

/** A test, or whoever else breaks engines; `after`: does this when it is over. */
export type BrokenContext = { after(undo: () => void): void };
type TalkWorld = Awaited<ReturnType<typeof createTalkWorld>>;

const never = async (): Promise<never> => new Promise(() => undefined);
const dies = async (): Promise<never> => Promise.reject(new Error('The engine died.'));

/** A reasoner that greets, and breaks once it is asked something. */
function breakingReasoner(breaks: () => Promise<never>): Reasoner {
  return {
    find: async () => ({ by: 'meaning', found: [] }),
    reply: async ({ dialogue }, event) => (event.type === 'said' ? breaks() : converse(dialogue, event)),
  };
}

/** A voice that breaks in the middle of its second sentence. */
function breakingSpeaker(breaks: () => Promise<never>): Speaker {
  let sentences = 0;
  return {
    name: 'breaking',
    async *speak() {
      sentences += 1;
      yield new Int16Array(8000);
      if (sentences > 1) await breaks();
      yield new Int16Array(8000);
    },
    warm: () => undefined,
    close: async () => undefined,
  };
}

/** The caller asks something. */
const asks = async (world: TalkWorld): Promise<void> => {
  await world.listenToEnd();
  await world.say('where is my order');
};

type Broken = {
  readonly troubles?: TalkTroubles;
  /** What the caller, or the engine, does. */
  readonly happens?: (world: TalkWorld) => Promise<void>;
};

/** Point -> how it breaks -> what happens. */
export const BROKEN: Readonly<Record<string, Readonly<Record<string, Broken>>>> = {
  'the transcriber before speech': {
    'is full': { troubles: { hasInput: false } },
    dies: { troubles: { listen: dies } },
    'never answers': { troubles: { listen: never }, happens: async ({ clock }) => clock.advance(6000) },
    'is lost': { happens: async (world) => world.hear({ type: 'lost' }) },
  },
  'the transcriber in the middle of an utterance': {
    'is lost': {
      async happens(world) {
        await world.listenToEnd();
        world.speech(true);
        world.hear({ type: 'partial', text: 'where is my', confidence: 0.9 });
        world.hear({ type: 'lost' });
      },
    },
  },
  'the reasoner': {
    dies: { troubles: { reasoner: breakingReasoner(dies) }, happens: asks },
    'never answers': {
      troubles: { reasoner: breakingReasoner(never) },
      async happens(world) {
        await asks(world);
        await world.clock.advance(6000);
        assert.ok(world.spoken.includes(DIALOGUE_WORDS.one_moment[0]), 'the caller hears nothing for four seconds');
      },
    },
  },
  'the speaker in the middle of a sentence': {
    dies: { troubles: { speaker: breakingSpeaker(dies) } },
    stalls: {
      troubles: { speaker: breakingSpeaker(never) },
      happens: async ({ clock }) => clock.advance(8000),
    },
  },
  'the search of articles': {
    dies: {
      troubles: { reasoner: createEmbeddedReasoner({ find: dies }, { unlearned: () => undefined }) },
      happens: asks,
    },
    'never answers': {
      troubles: { reasoner: createEmbeddedReasoner({ find: never }, { unlearned: () => undefined }) },
      async happens(world) {
        await asks(world);
        await world.clock.advance(6000);
      },
    },
  },
};

/** Breaks it, and holds that the caller ends with a person, who is told that there was trouble. */
export async function endsWithPerson(context: BrokenContext, { troubles = {}, happens }: Broken): Promise<void> {
  const world = await createTalkWorld(context, troubles);
  await happens?.(world);
  await arrives(world);
  if (troubles.speaker === undefined)
    assert.ok(world.spoken.includes(DIALOGUE_WORDS.greeting_recorded[0]), 'the caller does not hear who speaks');
}

async function arrives(world: TalkWorld): Promise<void> {
  for (let rounds = 0; rounds < 20 && world.briefs.length === 0; rounds += 1) {
    await world.listenToEnd();
    await world.clock.advance(100);
  }
  assert.equal(world.briefs.length, 1, 'no person took over');
  assert.match(world.briefs[0]?.summary ?? '', /had trouble on its side/);
  assert.equal(world.state.end?.outcome.resolution, 'escalated');
  assert.ok(world.state.isOurs, 'the leg is not given on');
  const said = world.spoken.map((text) => text.replace('(spare) ', ''));
  assert.deepEqual(said.slice(-3), DIALOGUE_WORDS.to_person_trouble);
}

/** A program of one's own in the place of the engine's. */
async function program(directory: string, name: string, lines: string): Promise<URL> {
  const path = join(directory, name);
  await writeFile(path, lines);
  return pathToFileURL(path);
}

/** The process that hears is killed while it has sound: a real one. */
export async function hearingIsKilled(context: BrokenContext, directory: string): Promise<void> {
  const lines = `process.on('message', ({ verb }) => verb === 'live' && process.kill(process.pid, 'SIGKILL'));`;
  const speech = createSpeechChild({
    niceness: 0,
    program: await program(directory, 'recognizer.mjs', lines),
  });
  let isLost = false;
  const listen: AgentLine['listen'] = async (hear) => {
    const options = { lang: 'en', vocabulary: { phrases: [], names: [] } };
    const stream = createEmbeddedLive(speech).listen(options, ({ type }) => {
      if (type !== 'lost') return;
      isLost = true;
      hear({ type });
    });
    stream?.hear(0, new Int16Array(640));
    return stream === null ? null : { finish: stream.finish, end: () => undefined };
  };
  const world = await createTalkWorld(context, { listen });
  await until(() => isLost, 'the stream is not lost with its process');
  await arrives(world);
  await speech.close();
}

/** The process that speaks is killed after its first sentence: a real one. */
export async function voiceIsKilled(context: BrokenContext, directory: string): Promise<void> {
  const lines = `let said = 0;
    process.on('message', ({ id, sentence }) => {
      if (sentence === undefined) return;
      said += 1;
      if (said > 1) process.kill(process.pid, 'SIGKILL');
      process.send({ id, samples: new Int16Array(800) });
    });`;
  const speaker = createEmbeddedSpeaker({
    failed: () => undefined,
    program: await program(directory, 'voice.mjs', lines),
  });
  const world = await createTalkWorld(context, { speaker });
  await until(async () => {
    await world.listenToEnd();
    return world.briefs.length === 1;
  }, 'no person took over');
  await arrives(world);
  await speaker.close();
}
