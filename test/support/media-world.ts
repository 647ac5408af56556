/**
 * A media engine under test with people around it: peers that connect, events that can be waited for, files to be
 * played.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { encodeOgg } from '#media/prompts/encode-ogg.ts';
import type { LegEvent, LegId, Media } from '#media/media-server.ts';
import { createRecorder } from '#media/recordings/running-recordings.ts';
import { tone } from '#media/codec/pcm.ts';
import { writeDurably } from '#media/durable-file.ts';
import { cleanUp } from './clean-up.ts';
import { scratchDirectory } from './scratch-directory.ts';
import { createWebrtcPeer, toneFrames } from './webrtc-peer.ts';
import type { WebrtcPeer } from './webrtc-peer.ts';

/** What is tested: an engine, and the killing of whatever holds a leg. */
export type MediaUnderTest = {
  readonly media: Media;
  /** Kills the part of the engine that holds the leg, as a fault would. */
  kill(legId: LegId): Promise<void>;
};

/** Makes an engine for one test. */
export type MakeMedia = (limits: { readonly legsMax?: number; readonly workers?: number }) => Promise<MediaUnderTest>;

/** One who talks by the engine. */
export type Person = { readonly peer: WebrtcPeer; readonly legId: LegId; readonly answer: string };

/** Everything of one test, cleaned up after it. */
export type MediaWorld = Awaited<ReturnType<typeof createMediaWorld>>;

const FRAMES = new Map<number, readonly Uint8Array[]>();

/** The engine is shut down with the test. */
export async function createMediaWorld(
  context: TestContext,
  make: MakeMedia,
  limits: { readonly legsMax?: number; readonly workers?: number } = {},
) {
  const { media, kill } = await make(limits);
  cleanUp(context, () => media.shutDown());
  const recorder = createRecorder({ media });
  cleanUp(context, () => recorder.shutDown());
  const directory = await scratchDirectory(context);
  const events: LegEvent[] = [];
  const waiting = new Set<() => void>();
  media.onEvent((event) => {
    events.push(event);
    for (const look of waiting) look();
  });

  /** The first event that fits, come or to come. */
  function happens(fits: (event: LegEvent) => boolean, milliseconds = 60_000): Promise<LegEvent> {
    return new Promise((resolve, reject) => {
      const timeout = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`that did not happen; what did: ${JSON.stringify(events)}`));
      }, milliseconds);
      function look(): void {
        const found = events.find(fits);
        if (found === undefined) return;
        clearTimeout(timeout);
        waiting.delete(look);
        resolve(found);
      }
      waiting.add(look);
      look();
    });
  }

  /** `change`: what becomes of the answer on its way to the peer. */
  async function connect(
    legId?: LegId,
    change: (answer: string) => Promise<string> = async (answer) => answer,
    peer = createWebrtcPeer(),
  ): Promise<Person> {
    cleanUp(context, () => peer.close());
    const made = await media.createLeg({ kind: 'browser', offer: await peer.offer() }, legId);
    if (!made.ok) throw new Error(`the offer was refused: ${made.refusal}`);
    await peer.accept(await change(made.answer));
    return { peer, legId: made.legId, answer: made.answer };
  }

  return {
    media,
    recorder,
    kill,
    directory,
    events,
    happens,
    connect,
    /** A person who is connected, and says a tone without end. */
    async speaker(hertz: number, peer?: WebrtcPeer): Promise<Person> {
      const person = await connect(undefined, undefined, peer);
      person.peer.say(framesOf(hertz));
      await happens((event) => event.type === 'connected' && event.legId === person.legId);
      return person;
    },
    /** A file of a tone. */
    toneFile(hertz: number, seconds: number): string {
      mkdirSync(directory, { recursive: true });
      const path = join(directory, `${hertz}-${seconds}.ogg`);
      const samples = tone({ hertz, seconds, sampleRate: 16_000, level: 0.5 });
      writeDurably(path, encodeOgg(samples, 16_000, 'speech'));
      return path;
    },
  };
}

/** A tone's packets, made once for all tests. */
export function framesOf(hertz: number): readonly Uint8Array[] {
  const frames = FRAMES.get(hertz) ?? toneFrames(hertz);
  FRAMES.set(hertz, frames);
  return frames;
}
