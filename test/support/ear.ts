/** An ear in a page: what its audio element plays at this moment, told by tone. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';

/**
 * Runs in the page before its own scripts. The microphone is opened without the filters that take a steady tone for
 * noise; what is heard is read off the element that plays, and only while it plays.
 */
export const EAR = `
if (navigator.mediaDevices !== undefined) {
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async () =>
    open({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
}
{
  const ears = new WeakMap();
  let context = null;
  const earOf = (stream) => {
    const known = ears.get(stream);
    if (known !== undefined) return known;
    context ??= new AudioContext({ sampleRate: 48000 });
    const analyser = context.createAnalyser();
    analyser.fftSize = 16384;
    analyser.smoothingTimeConstant = 0;
    context.createMediaStreamSource(stream).connect(analyser);
    ears.set(stream, analyser);
    return analyser;
  };
  globalThis.heardNow = (tones) => {
    const isPlaying = (each) => each.srcObject !== null && !each.paused && !each.muted && each.volume > 0;
    const player = [...document.querySelectorAll('audio')].find(isPlaying);
    if (player === undefined) return { at: 0, hertz: 0, decibels: -200, levels: tones.map(() => -200) };
    const ear = earOf(player.srcObject);
    const bins = new Float32Array(ear.frequencyBinCount);
    ear.getFloatFrequencyData(bins);
    let best = 1;
    for (let bin = 1; bin < bins.length; bin += 1) if (bins[bin] > bins[best]) best = bin;
    const decibels = Number.isFinite(bins[best]) ? bins[best] : -200;
    const binOf = (hertz) => Math.round((hertz * ear.fftSize) / context.sampleRate);
    const levels = tones.map((hertz) => Math.max(-200, ...bins.subarray(binOf(hertz) - 2, binOf(hertz) + 3)));
    return { at: context.currentTime, hertz: (best * context.sampleRate) / ear.fftSize, decibels, levels };
  };
}`;

/** The strongest tone of the last third of a second. `at`: seconds of the page's clock of sound. */
type Heard = {
  readonly at: number;
  readonly hertz: number;
  readonly decibels: number;
  /** How loud the tones are that were asked for. */
  readonly levels: readonly number[];
};

/** Louder than this is heard; quieter than that is silence. Decibels below the loudest there is. */
const LOUD = -40;
const SILENT = -65;
/** A tone is that tone when it is so near. */
const NEAR_HERTZ = 8;
/** So many readings in a row, each of new sound, are no accident. */
const READINGS = 4;
const EVERY_MS = 100;
/** Only ever reached by a failing test. */
const PATIENCE_MS = 60_000;

async function heardNow(page: Page, tones: readonly number[]): Promise<Heard> {
  return page.evaluate<Heard>(`heardNow(${JSON.stringify(tones)})`);
}

/** Waits until the page plays what fits, several readings in a row. A page that is being loaded anew hears nothing. */
async function waitUntilHeard(
  page: Page,
  what: string,
  fits: (heard: Heard) => boolean,
  readings = READINGS,
  tones: readonly number[] = [],
): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  const lately: Heard[] = [];
  let inRow = 0;
  let last = -1;
  while (inRow < readings) {
    const heard = await heardNow(page, tones);
    if (heard.at !== last) {
      inRow = fits(heard) ? inRow + 1 : 0;
      lately.push(heard);
    }
    last = heard.at;
    assert.ok(performance.now() < end, `never heard: ${what}; but ${JSON.stringify(lately.slice(-5))}`);
    await sleep(EVERY_MS);
  }
}

/** The page plays that tone, and nothing as loud; for this many tenths of a second without a gap. */
export async function hears(page: Page, hertz: number, readings = READINGS): Promise<void> {
  await waitUntilHeard(page, `${hertz} Hz`, (heard) => isTone(heard, hertz), readings);
}

/** The page plays all these tones at once, and not that one. */
export async function hearsAll(page: Page, tones: readonly number[], not: number): Promise<void> {
  const fits = ({ levels }: Heard): boolean =>
    levels.slice(1).every((each) => each > LOUD) && (levels[0] ?? 0) < LOUD - 15;
  await waitUntilHeard(page, `${tones.join(' and ')} Hz without ${not}`, fits, READINGS, [not, ...tones]);
}

/** The page plays something, and it is none of the tones. */
export async function hearsOther(page: Page, tones: readonly number[]): Promise<void> {
  const isOther = (heard: Heard): boolean =>
    heard.decibels > LOUD - 15 && !tones.some((hertz) => isTone({ ...heard, decibels: 0 }, hertz));
  await waitUntilHeard(page, `something besides ${tones.join(', ')} Hz`, isOther);
}

/** The page plays nothing; for this many tenths of a second without a gap. */
export async function isSilent(page: Page, readings = READINGS): Promise<void> {
  await waitUntilHeard(page, 'silence', ({ at, decibels }) => at > 0 && decibels < SILENT, readings);
}

function isTone({ decibels, hertz }: Heard, wanted: number): boolean {
  return decibels > LOUD && Math.abs(hertz - wanted) < NEAR_HERTZ;
}
