/**
 * The query of an authorize address, as one word of another address: what reads that one changes nothing in it, neither
 * a number nor an order.
 */
import { MAX_QUERY } from './authorize.ts';

/** The word begins so, and is therefore never taken for a number. */
const BEGINS = 'q';

/** The word. A query that is too long is cut: it is refused then. */
export function writeAsk(query: string): string {
  return BEGINS + Buffer.from(query.slice(0, MAX_QUERY + 1)).toString('base64url');
}

/** The query; empty where it is no such word. */
export function readAsk(word: unknown): string {
  return typeof word === 'string' && word.startsWith(BEGINS) ? Buffer.from(word.slice(1), 'base64url').toString() : '';
}
