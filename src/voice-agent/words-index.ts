/**
 * Articles found by their words, parts of words and pairs of words, weighed by how rare each is among them: what is
 * left without the sentence encoder, and for languages that it does not know. Pure.
 */
import type { KnownArticle } from '#domain/directory/article.ts';

type Features = ReadonlyMap<string, number>;

/** One sentence of an article, as its weighed features, of length 1. */
type Sentence = { readonly place: number; readonly features: Features };

/** What questions are held against. */
export type WordsIndex = { readonly rarity: (feature: string) => number; readonly sentences: readonly Sentence[] };

/** Words that nearly every question has. */
const COMMON = new Set(
  'i a an the to of is it my me you your we our do does did in on at for and or was were be been have has had can could would will please that this what when how are am not with from by if'.split(
    ' ',
  ),
);
const WEIGHTS = { word: 1, common: 0.3, part: 0.25, pair: 0.6 } as const;
const PART = 3;

/** Works through the articles; between them others may work, since a thousand sentences take a while. */
export function* indexWords(articles: readonly KnownArticle[]): Generator<void, WordsIndex> {
  const raw: { place: number; counts: Features }[] = [];
  const seen = new Map<string, number>();
  for (const [place, { title, phrasings }] of articles.entries()) {
    for (const sentence of [title, ...phrasings]) {
      const counts = featuresOf(sentence);
      raw.push({ place, counts });
      for (const feature of counts.keys()) seen.set(feature, (seen.get(feature) ?? 0) + 1);
    }
    yield;
  }
  const rarity = (feature: string): number => Math.log(1 + raw.length / ((seen.get(feature) ?? 0) + 0.5));
  const sentences: Sentence[] = [];
  for (const { place, counts } of raw) {
    sentences.push({ place, features: weighed(counts, rarity) });
    if (sentences.length % 20 === 0) yield;
  }
  return { rarity, sentences };
}

/** How close each article is to the question, by its place: 1 is the same words. */
export function scoreWords({ rarity, sentences }: WordsIndex, question: string): ReadonlyMap<number, number> {
  const asked = weighed(featuresOf(question), rarity);
  const scores = new Map<number, number>();
  for (const { place, features } of sentences) {
    let product = 0;
    for (const [feature, weight] of asked) product += weight * (features.get(feature) ?? 0);
    scores.set(place, Math.max(scores.get(place) ?? 0, product));
  }
  return scores;
}

function featuresOf(text: string): Features {
  const words = text
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const counts = new Map<string, number>();
  const add = (feature: string, weight: number): void => void counts.set(feature, (counts.get(feature) ?? 0) + weight);
  for (const [at, word] of words.entries()) {
    add(`w ${stemOf(word)}`, COMMON.has(word) ? WEIGHTS.common : WEIGHTS.word);
    const next = words[at + 1];
    if (next !== undefined) add(`p ${word} ${next}`, WEIGHTS.pair);
    if (word.length <= PART || COMMON.has(word)) continue;
    const whole = ` ${word} `;
    for (let from = 0; from + PART <= whole.length; from += 1) add(`t ${whole.slice(from, from + PART)}`, WEIGHTS.part);
  }
  return counts;
}

/** Without the endings of English; what is left of a word of another language is as good. */
function stemOf(word: string): string {
  return word.length > 4 ? word.replace(/(?:ing|ed|es|s|ly)$/, '') : word;
}

function weighed(counts: Features, rarity: (feature: string) => number): Features {
  const weights = [...counts].map(([feature, count]) => [feature, count * rarity(feature)] as const);
  const length = Math.hypot(...weights.map(([, weight]) => weight));
  return new Map(weights.map(([feature, weight]) => [feature, length === 0 ? 0 : weight / length]));
}
