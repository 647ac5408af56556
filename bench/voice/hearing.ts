/** How well, how soon and at what cost callers are heard by the embedded engine, and whether their article is found. */
import assert from 'node:assert/strict';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KnownArticle } from '#domain/directory/article.ts';
import type { LiveHeard, LiveTranscriber } from '#domain/ports/live-transcriber.ts';
import { ANSWER_THRESHOLD } from '#domain/voice-agent/meaning.ts';
import { DEMO_ARTICLES } from '#domain/voice-agent/demo-articles.ts';
import { SPOKEN_WORDS } from '#domain/voice-agent/dialogue-words.ts';
import { createArticleFinder } from '#voice-agent/article-finder.ts';
import { createEncoder } from '#voice-agent/encoder.ts';
import { createEmbeddedLive } from '#voice-agent/stt/embedded/embedded-live.ts';
import { createSpeechChild } from '#voice-agent/stt/embedded/speech-child.ts';
import { wordErrors } from '../../test/support/spoken.ts';
import type { Figure } from '../support/figure.ts';
import { atMost, known, percentile, ratioOf } from '../support/figure.ts';
import { cpuOfChild } from '../support/usage.ts';
import { SENTENCES } from './sentences.ts';
import type { VoiceOf } from './synthetic.ts';
import { RATE, spoken, VOICES } from './synthetic.ts';

/** Of a whole run; fewer only to see that it works. */
const SENTENCES_HEARD = Number(process.env['BENCH_SENTENCES'] ?? SENTENCES.length);
const PIECE = 640;
const PIECE_MS = 40;
const PAUSE_MS = 700;

/** Words that the engine expects: those of the articles, as in a talk; none of the sentences that are said. */
const PHRASES = [...DEMO_ARTICLES.flatMap(({ title, phrasings }) => [title, ...phrasings]), ...SPOKEN_WORDS];
const ASKED = SENTENCES.slice(0, SENTENCES_HEARD);

/** The figures. */
export async function hearing(): Promise<Figure[]> {
  const speech = createSpeechChild({ niceness: 0 });
  const encoder = createEncoder({ failed: (what, error) => console.error(what, error) });
  // Neither of the two processes keeps this one alive.
  const alive = setInterval(() => undefined, 1_000);
  try {
    const live = createEmbeddedLive(speech);
    const heard = new Map<VoiceOf, readonly string[]>();
    for (const voice of Object.keys(VOICES) as VoiceOf[]) heard.set(voice, await heardOf(live, voice, PHRASES));
    const known = await heardOf(live, 'user', [...PHRASES, ...ASKED.map(([said]) => said)]);
    return [...errorFigures(heard, known), ...(await meaningFigures(encoder, heard)), ...(await paceFigures(live))];
  } finally {
    await Promise.all([speech.close(), encoder.close()]);
    clearInterval(alive);
  }
}

/** Each sentence as it was heard, given as fast as it is taken. */
async function heardOf(live: LiveTranscriber, voice: VoiceOf, phrases: readonly string[]): Promise<readonly string[]> {
  let finals: string[] = [];
  let finished = Promise.withResolvers<null>();
  const stream = live.listen({ lang: 'en', vocabulary: { phrases, names: [] } }, (each) => {
    if (each.type === 'final') finals.push(each.text);
    // What is finished ends with words or without any.
    if (each.type === 'lost' || (each.type === 'final' && each.text === '')) finished.resolve(null);
  });
  assert.ok(stream !== null);
  const texts: string[] = [];
  let given = 0;
  for (const [said] of ASKED) {
    [finals, finished] = [[], Promise.withResolvers<null>()];
    for (const samples of pieces(spoken(voice, said))) {
      stream.hear(given, samples);
      given += (samples.length / RATE) * 1000;
    }
    stream.finish();
    await finished.promise;
    texts.push(finals.join(' ').trim());
  }
  await stream.end();
  return texts;
}

/** Half a second of quiet, what is said, and a second of quiet. */
function* pieces(voice: Int16Array): Generator<Int16Array> {
  const sound = new Int16Array(voice.length + 1.5 * RATE);
  sound.set(voice, RATE / 2);
  for (let from = 0; from < sound.length; from += PIECE) yield sound.subarray(from, from + PIECE);
}

/** In percent of all words. */
function errorsIn(texts: readonly string[]): number {
  let [wrong, all] = [0, 0];
  for (const [place, [said]] of ASKED.entries()) {
    const count = said.split(' ').length;
    wrong += wordErrors(said, texts[place] ?? '') * count;
    all += count;
  }
  return (100 * wrong) / all;
}

function errorFigures(heard: ReadonlyMap<VoiceOf, readonly string[]>, best: readonly string[]): Figure[] {
  const rates = [...heard].map(([voice, texts]) => [voice, errorsIn(texts)] as const);
  const mean = rates.reduce((sum, [, rate]) => sum + rate, 0) / rates.length;
  return [
    atMost(`words wrong of every hundred of ${ASKED.length} sentences, three synthetic voices, mean`, mean, '', 22),
    ...rates.map(([voice, rate]) => known(`… flite ${VOICES[voice]}`, rate, '')),
    known('… flite slt, where the engine expects the very sentences', errorsIn(best), ''),
  ];
}

async function meaningFigures(
  encoder: ReturnType<typeof createEncoder>,
  heard: ReadonlyMap<VoiceOf, readonly string[]>,
): Promise<Figure[]> {
  const articles: KnownArticle[] = [];
  for (const [id, article] of DEMO_ARTICLES.entries())
    articles.push({ ...article, id, meaning: await encoder.encode([article.title, ...article.phrasings]) });
  const finder = createArticleFinder({
    store: { published: async () => articles },
    encoder,
    failed: (what, error) => console.error(what, error),
  });
  const times: number[] = [];
  const look = async (texts: readonly string[]) => {
    let [first, among, wrong] = [0, 0, 0];
    for (const [place, [, title]] of ASKED.entries()) {
      const from = performance.now();
      const { by, found } = await finder.find({ workspaceId: 1, lang: 'en', text: texts[place] ?? '' });
      times.push(performance.now() - from);
      assert.equal(by, 'meaning');
      first += Number(found[0]?.title === title);
      among += Number(found.some((each) => each.title === title));
      wrong += Number(found[0] !== undefined && found[0].score >= ANSWER_THRESHOLD && found[0].title !== title);
    }
    return { first, among, wrong };
  };
  const typed = await look(ASKED.map(([said]) => said));
  const all = [];
  for (const [voice, texts] of heard) all.push([VOICES[voice], await look(texts)] as const);
  const count = ASKED.length;
  const missed = (right: number): number => count - right;
  return [
    atMost(`questions of ${count} whose article is not the first, typed`, missed(typed.first), '', count / 15),
    ...all.map(([name, { first }]) => atMost(`… said by flite ${name}`, missed(first), '', (4 * count) / 30)),
    ...all.map(([name, { among }]) =>
      atMost(`… whose article is not among the three at the desk, flite ${name}`, missed(among), '', 0.3 * count),
    ),
    known('… answered with another article, typed', typed.wrong, ''),
    ...all.map(([name, { wrong }]) => known(`… flite ${name}`, wrong, '')),
    atMost('articles for a turn are found within, p95', percentile(times, 0.95), 'ms', 30),
  ];
}

/** At the pace of life, one caller: when words come, and what the process that hears costs. */
async function paceFigures(live: LiveTranscriber): Promise<Figure[]> {
  const events: { readonly heard: LiveHeard; readonly at: number }[] = [];
  const stream = live.listen({ lang: 'en', vocabulary: { phrases: PHRASES, names: [] }, pauseMs: PAUSE_MS }, (heard) =>
    events.push({ heard, at: performance.now() }),
  );
  assert.ok(stream !== null);
  const [partials, finals]: [number[], number[]] = [[], []];
  let talked = 0;
  const cpu = await cpuOfChild('speech-process');
  const began = performance.now();
  let given = 0;
  for (const [said] of ASKED.slice(0, 12)) {
    const voice = spoken('user', said);
    const from = began + given + 500;
    const to = from + (voice.length / RATE) * 1000;
    const count = events.length;
    for (const samples of pieces(voice)) {
      // Sound is there when it has been said.
      await sleep(Math.max(0, began + given + PIECE_MS - performance.now()));
      stream.hear(began + given, samples);
      given += (samples.length / RATE) * 1000;
    }
    talked += to - from;
    const fresh = events.slice(count);
    // What is late of the sentence before began earlier.
    const first = (type: 'partial' | 'final') =>
      fresh.find(({ heard }) => heard.type === type && heard.startMs > from - 400);
    const [partial, final] = [first('partial'), first('final')];
    if (partial !== undefined) partials.push(partial.at - from);
    if (final !== undefined) finals.push(final.at - to - PAUSE_MS);
  }
  const used = (await cpuOfChild('speech-process')) - cpu;
  await stream.end();
  return [
    atMost('first words of an utterance, after it began, p50', percentile(partials, 0.5), 'ms', 700),
    known('… p95', percentile(partials, 0.95), 'ms'),
    known(`all words, after the ${PAUSE_MS} ms of silence that end it, p95`, percentile(finals, 0.95), 'ms'),
    ratioOf('CPU of hearing a caller, beside the time they talk', used, talked / 1000, 's', { atMost: 0.2 }),
  ];
}
