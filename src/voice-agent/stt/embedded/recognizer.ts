/**
 * The recognizer: soundswallower, which is PocketSphinx's decoder as WebAssembly with CMU's acoustic model of American
 * English on telephones inside. For the speech process only: its glue code takes the process's error handlers.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type createModule from 'soundswallower';
import type { Decoder, SoundSwallowerModule } from 'soundswallower';
import type { HeardWord } from '#domain/call/heard.ts';
import type { Vocabulary } from '#domain/ports/transcriber.ts';
import { commonWords, deskPhrases } from './common-speech.ts';
import { grammarOf, phrasesOf } from './grammar.ts';

/** Samples a second that it listens to. */
export const RECOGNIZER_RATE = 8000;

/** What was found to do best on telephone speech of people. The beams are wide: narrow ones lose whole texts. */
const SETTINGS = { loglevel: 'FATAL', samprate: RECOGNIZER_RATE, wip: 0.02, lw: 6.5, beam: 1e-60, pbeam: 1e-60 };

/** Samples that are handed over at a time: 20 ms. */
const STEP = RECOGNIZER_RATE / 50;

/** What the package has besides what it declares. */
type Module = SoundSwallowerModule & {
  _malloc(bytes: number): number;
  _s3file_init(address: number, bytes: number): number;
  _s3file_free(file: number): void;
  _decoder_init_grammar_s3file(decoder: number, fsg: number, jsgf: number): number;
};
type OpenDecoder = Decoder & { readonly cdecoder: number };

/** A word or a silence as the package tells it: its text, how probable it is, when it begins and how long it is. */
type Segment = { readonly t: string; readonly p: number; readonly b: number; readonly d: number };

/** A word and when it was said: seconds from the beginning of what was heard. */
export type TimedWord = HeardWord & { readonly startSeconds: number; readonly endSeconds: number };

/** Hears words in what one person says between two pauses. */
export type Recognizer = {
  /** Which words there are; it takes a third of a second. The same vocabulary again takes none. */
  expect(vocabulary: Vocabulary): void;
  /** Whether it expects just these. */
  expects(vocabulary: Vocabulary): boolean;
  begin(): void;
  /** Samples, -1 to 1 at {@link RECOGNIZER_RATE}, some tens of milliseconds at a time. */
  hear(samples: Float32Array): void;
  /** The words since `begin`; later ones may differ. */
  soFar(): readonly TimedWord[];
  /** The words since `begin`; none where there is nothing it knows. */
  end(): readonly TimedWord[];
};

/** Loads the engine, about 70 MB; what is answered makes a recognizer of 50 MB, in a quarter of a second. */
export async function loadRecognizers(): Promise<() => Promise<Recognizer>> {
  const program = createRequire(import.meta.url).resolve('soundswallower');
  const { default: create } = (await import(pathToFileURL(program).href)) as { readonly default: typeof createModule };
  const made = await create({
    modelBase: join(dirname(program), 'model/'),
    print: () => {},
    printErr: () => {},
  } as object);
  const module = made as Module;
  return async () => {
    const decoder = new module.Decoder(SETTINGS) as OpenDecoder;
    await decoder.initialize();
    return createRecognizer(module, decoder);
  };
}

function createRecognizer(module: Module, decoder: OpenDecoder): Recognizer {
  let expected = '';
  const isKnown = (word: string): boolean => decoder.lookup_word(word) !== null;
  return {
    expect(vocabulary) {
      const key = JSON.stringify(vocabulary);
      if (key === expected) return;
      const phrases = phrasesOf([...vocabulary.phrases, ...deskPhrases()]);
      const names = phrasesOf(vocabulary.names).flat();
      useGrammar(module, decoder, grammarOf(phrases, [...names, ...commonWords()], isKnown));
      expected = key;
    },
    expects: (vocabulary) => JSON.stringify(vocabulary) === expected,
    begin: () => decoder.start(),
    hear(samples) {
      for (let at = 0; at < samples.length; at += STEP)
        decoder.process_audio(samples.subarray(at, at + STEP), false, false);
    },
    soFar: () => wordsOf(decoder),
    end() {
      const soFar = wordsOf(decoder);
      decoder.stop();
      const words = wordsOf(decoder);
      // What was heard may have no way to the end of the grammar; then what was heard last stands.
      return words.length > 0 ? words : soFar;
    },
  };
}

/* oxlint-disable no-underscore-dangle -- the package's names */
function useGrammar(module: Module, { cdecoder }: OpenDecoder, grammar: string): void {
  const bytes = Buffer.from(grammar);
  const address = module._malloc(bytes.length + 1);
  module.HEAPU8.set(bytes, address);
  module.HEAPU8[address + bytes.length] = 0;
  const file = module._s3file_init(address, bytes.length);
  if (module._decoder_init_grammar_s3file(cdecoder, file, 0) < 0) throw new Error('The grammar was refused.');
}
/* oxlint-enable no-underscore-dangle */

/** Silences and noises have their texts in brackets; a second pronunciation has its number behind it. */
function wordsOf(decoder: Decoder): readonly TimedWord[] {
  const { w = [] } = decoder.get_alignment({}) as { readonly w?: readonly Segment[] };
  return w
    .filter(({ t }) => /^[a-z']/.test(t))
    .map(({ t, p, b, d }) => ({
      text: t.replace(/\(\d+\)$/, ''),
      confidence: Math.max(0, Math.min(1, p)),
      startSeconds: Math.max(0, b),
      endSeconds: b + d,
    }));
}
