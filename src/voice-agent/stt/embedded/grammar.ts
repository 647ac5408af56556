/**
 * What the recognizer may hear, as a grammar: which word follows which in the given phrases, and behind one back-off
 * state every word that it knows. Pure.
 *
 * ```text
 *  start --bigram--> [hello] --bigram--> [how] … --> end
 *     \                 |  back off        ^
 *      +--------------> * -----------------+     every word is equally likely from here
 * ```
 *
 * Source: CMU Sphinx, "FSG" grammar format: `TRANSITION from to probability [word]`.
 */

/** How likely it is that a word does not follow as it did in the phrases. */
const BACK_OFF = 0.4;

/** More phrases, words of one, or words in all are left out: a grammar of 8,000 words takes seconds to load. */
export const MAX_PHRASES = 600;
export const MAX_PHRASE_WORDS = 40;
export const MAX_WORDS = 2500;

const START = '<s>';
const END = '</s>';

/** The phrases as the recognizer's words: in small letters; a phrase is broken where something else stands. */
export function phrasesOf(texts: readonly string[]): readonly (readonly string[])[] {
  return texts
    .flatMap((text) =>
      text
        .toLowerCase()
        .replaceAll('\u2019', "'")
        .split(/[.!?;:,()[\]"/\n]+/),
    )
    .map((phrase) => (phrase.match(/[a-z][a-z']*/g) ?? []).slice(0, MAX_PHRASE_WORDS))
    .filter((phrase) => phrase.length > 0);
}

/**
 * The grammar's text. `isKnown`: whether the recognizer can pronounce the word; a phrase is broken at one that it
 * cannot.
 */
export function grammarOf(
  phrases: readonly (readonly string[])[],
  words: readonly string[],
  isKnown: (word: string) => boolean,
): string {
  const known = phrases
    .slice(0, MAX_PHRASES)
    .flatMap((phrase) => brokenAt(phrase, (word) => !isKnown(word)))
    .filter((phrase) => phrase.length > 0);
  const all = [...new Set([...known.flat(), ...words.filter(isKnown)])].slice(0, MAX_WORDS);
  const ids = new Map(all.map((word, place) => [word, place + 2]));
  const last = all.length + 2;
  const followers = followersIn(known.map((phrase) => phrase.filter((word) => ids.has(word))));
  const lines = ['FSG_BEGIN patchbay', `NUM_STATES ${last + 1}`, 'START_STATE 0', `FINAL_STATE ${last}`];
  const counts = countsIn(followers);
  const total = counts.values().reduce((sum, count) => sum + count, 0) + all.length + 1;
  const share = (word: string): string => (((counts.get(word) ?? 0) + 1) / total).toExponential(4);
  lines.push(`TRANSITION 1 ${last} ${share(END)}`);
  for (const [word, id] of ids) lines.push(`TRANSITION 1 ${id} ${share(word)} ${word}`);
  for (const [word, id] of [[START, 0] as const, ...ids]) lines.push(...transitionsFrom(id, followers.get(word)));
  lines.push('FSG_END');
  return `${lines.join('\n')}\n`;

  function transitionsFrom(from: number, next: ReadonlyMap<string, number> | undefined): readonly string[] {
    if (next === undefined) return [`TRANSITION ${from} 1 1.0`];
    const total = next.values().reduce((sum, count) => sum + count, 0);
    const bigrams = [...next].map(([word, count]) => {
      const probability = ((1 - BACK_OFF) * count) / total;
      return word === END
        ? `TRANSITION ${from} ${last} ${probability.toExponential(4)}`
        : `TRANSITION ${from} ${ids.get(word) ?? 1} ${probability.toExponential(4)} ${word}`;
    });
    return [...bigrams, `TRANSITION ${from} 1 ${BACK_OFF}`];
  }
}

/** Word -> how often it follows another. */
function countsIn(followers: ReadonlyMap<string, ReadonlyMap<string, number>>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const next of followers.values())
    for (const [word, count] of next) counts.set(word, (counts.get(word) ?? 0) + count);
  return counts;
}

/** Word -> how often which word follows. */
function followersIn(phrases: readonly (readonly string[])[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const followers = new Map<string, Map<string, number>>();
  for (const phrase of phrases) {
    const whole = [START, ...phrase, END];
    for (const [place, word] of whole.slice(0, -1).entries()) {
      const next = followers.get(word) ?? new Map<string, number>();
      const follower = whole[place + 1] ?? END;
      next.set(follower, (next.get(follower) ?? 0) + 1);
      followers.set(word, next);
    }
  }
  return followers;
}

function brokenAt(phrase: readonly string[], isBreak: (word: string) => boolean): string[][] {
  const parts: string[][] = [[]];
  for (const word of phrase)
    if (isBreak(word)) parts.push([]);
    else parts.at(-1)?.push(word);
  return parts;
}
