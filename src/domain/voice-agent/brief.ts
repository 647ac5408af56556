/** What the voice agent tells those who take a caller over from it. */
import type { FinOutcome } from '../call/external-call.ts';

/** Its own summary, what the caller wanted, and what they said last; empty: nothing. */
export type Brief = Pick<FinOutcome, 'summary' | 'intents'> & { readonly lastWords: string };
