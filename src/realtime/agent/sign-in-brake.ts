/**
 * The brake on guessing at the sign-in, the same one for every door. It shuts out network addresses, and slows everyone
 * down where a person is guessed at from everywhere; it shuts no person out.
 */
import { lruOf } from '#http/lru.ts';
import { createAttempts, createPace } from '#http/attempts.ts';

/**
 * Failures within the window: of one person from one network address, of one address, and of one person from
 * everywhere. The first two shut that address out; the third shuts no one out, it slows everyone down who is not known
 * there.
 */
const MAX_OF_PAIR = 10;
const MAX_OF_ADDRESS = 50;
const MAX_OF_EMAIL = 200;
/** People with the addresses they signed in from that are remembered. Who guesses elsewhere does not lock these out. */
const MAX_KNOWN = 10_000;
const WINDOW_SECONDS = 300;
/**
 * Once a person is guessed at from everywhere: one attempt in so long, and the longest that one waits its turn.
 * Milliseconds.
 */
const SLOW_MS = 1000;
const MAX_SLOW_WAIT_MS = 10_000;

/** An attempt that may be made. It counts as a failure until it is let off. */
export type Guess = {
  /** Milliseconds to wait before it is made. */
  readonly waitMs: number;
  /** It was no failure. */
  letOff(): void;
  /** It was right, and the person is in: they are known at the address from now on. */
  succeeded(): void;
};

/** Counts attempts by the address they come from (see `addressKey`) and the person they are about. */
export type SignInBrake = {
  begin(address: string, email: string): Guess | { readonly retryAfterSeconds: number };
};

/** Makes it; `elapsed` in milliseconds. */
export function createSignInBrake(elapsed: () => number): SignInBrake {
  const pairs = createAttempts(MAX_OF_PAIR, WINDOW_SECONDS, elapsed);
  const addresses = createAttempts(MAX_OF_ADDRESS, WINDOW_SECONDS, elapsed);
  const emails = createAttempts(MAX_OF_EMAIL, WINDOW_SECONDS, elapsed);
  const slowLane = createPace(SLOW_MS, MAX_SLOW_WAIT_MS, elapsed);
  const known = lruOf<string, true>(MAX_KNOWN);
  return {
    begin(address, email) {
      const pair = `${address} ${email}`;
      const isKnown = known.get(pair) === true;
      if (!(pairs.begin(pair) && addresses.begin(address)))
        return { retryAfterSeconds: Math.max(pairs.retryAfterSeconds(pair), addresses.retryAfterSeconds(address)) };
      const isCounted = !isKnown && emails.begin(email);
      const waitMs = isKnown || isCounted ? 0 : slowLane.next(email);
      const letOff = (): void => {
        addresses.succeeded(address);
        pairs.succeeded(pair);
        if (isCounted) emails.succeeded(email);
      };
      if (waitMs === null) {
        letOff();
        return { retryAfterSeconds: SLOW_MS / 1000 };
      }
      return {
        waitMs,
        letOff,
        succeeded() {
          letOff();
          known.set(pair, true);
        },
      };
    },
  };
}
