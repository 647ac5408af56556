/** Where someone speaks, from the probability of speech in each frame of a stream. Pure. */

/** A stretch of speech. Frames from the stream's beginning; `to` is not in it. */
export type Span = { readonly from: number; readonly to: number };

/** One frame lasts 32 ms. */
const FRAME_MS = 32;

/** Speech begins above the first and continues above the second: a word's quiet end is part of it. */
const BEGINS = 0.5;
const GOES_ON = 0.35;

/** So long must it be speech to be some, and so long silent to be over. Frames. */
const LEAST = Math.ceil(100 / FRAME_MS);
const PAUSE = Math.ceil(700 / FRAME_MS);

/** Kept around it: first and last sounds are weak. Frames. */
const AROUND = Math.ceil(200 / FRAME_MS);

/** A longer one is cut, at its quietest frame of the last third: an engine keeps all of a stretch in memory. Frames. */
const MOST = Math.ceil(20_000 / FRAME_MS);

/** Gathers the spans of one stream. */
export type SpanFinder = {
  /** Takes the next frame's probability, 0 to 1; answers a span that is over with it. */
  next(probability: number): Span | null;
  /** The span that the end of the stream ends. */
  end(): Span | null;
};

/** Makes one. */
export function createSpanFinder(): SpanFinder {
  let at = 0;
  let last = 0;
  /** Null where no one speaks. */
  let begun: number | null = null;
  let spoken: number[] = [];

  const span = (from: number, to: number): Span => {
    const found = { from: Math.max(last, from - AROUND), to: Math.min(at, to + AROUND) };
    last = found.to;
    return found;
  };

  /** Ends it there; what lies behind begins the next. */
  const cut = (from: number): Span => {
    const third = Math.floor((spoken.length * 2) / 3);
    const rest = spoken.slice(third);
    const place = third + rest.indexOf(Math.min(...rest));
    const found = { from: Math.max(last, from - AROUND), to: from + place };
    last = found.to;
    begun = from + place;
    spoken = spoken.slice(place);
    return found;
  };

  const over = (): Span | null => {
    const from = begun;
    const length = spoken.findLastIndex((each) => each >= GOES_ON) + 1;
    const isSpeech = spoken.filter((each) => each >= BEGINS).length >= LEAST;
    [begun, spoken] = [null, []];
    return from === null || !isSpeech ? null : span(from, from + length);
  };

  return {
    next(probability) {
      at += 1;
      if (begun === null) {
        if (probability < BEGINS) return null;
        begun = at - 1;
      }
      spoken.push(probability);
      if (spoken.slice(-PAUSE).every((each) => each < GOES_ON) && spoken.length > PAUSE) return over();
      return spoken.length >= MOST ? cut(begun) : null;
    },
    end: over,
  };
}
