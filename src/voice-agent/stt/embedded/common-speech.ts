/**
 * What is often said, written for this project: common words of spoken English and of what support desks talk about,
 * and what either side of a desk's line says, from which the recognizer learns which word follows which.
 */
import { readFileSync } from 'node:fs';

const DIGITS = ['zero', 'oh', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** Numbers are said digit by digit: any digit may follow any other, and the words before a number. */
const NUMBERS = DIGITS.flatMap((digit) => [
  ...DIGITS.map((next) => `${digit} ${next}`),
  `number is ${digit}`,
  `it is ${digit}`,
  `at ${digit}`,
]);

/** About 1,300 words, in small letters, each once. Many more would make the recognizer slower and no better. */
export function commonWords(): readonly string[] {
  return read('common-words.txt').split(/\s+/);
}

/** Phrases, in small letters. */
export function deskPhrases(): readonly string[] {
  return [...read('desk-phrases.txt').split('\n'), ...NUMBERS];
}

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8').trim();
}
