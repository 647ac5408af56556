/** `patchbay play`: the recording of a call, heard or saved. */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EXIT_CODES } from '../exit-codes.ts';
import { CliFault } from '../fault.ts';
import type { CallShape } from '../shapes.ts';
import type { Surroundings, Verb } from '../verb.ts';
import { nameOf } from '../verb.ts';
import { callIdOf } from './calls-get.ts';

/** Programs that play a file and end, the first that is there. */
const PLAYERS: readonly (readonly [program: string, ...args: string[]])[] = [
  ['ffplay', '-nodisp', '-autoexit', '-loglevel', 'error'],
  ['afplay'],
  ['paplay'],
  ['aplay', '-q'],
];

/** The verb. */
export const play: Verb = {
  name: 'play',
  about: 'play the recording of a call, or save it',
  takes: ['ID'],
  options: {
    save: { value: 'FILE', about: 'write it there instead, WAV with a side for each end; only its owner reads it' },
  },
  details: 'Plays with the first of ffplay, afplay, paplay and aplay that is there. The audit log says who listened.',
  examples: ['patchbay play 1042', 'patchbay play 1042 --save call.wav'],
  async run(asked) {
    const { around, given, isJson } = asked;
    const id = callIdOf(nameOf(asked));
    const call = (await (await asked.server()).get(`/v1/calls/${id}`)) as CallShape; // As it is documented.
    const url = call.recording?.url ?? null;
    if (url === null) throw new CliFault(`Call ${id} has no recording that can be heard.`);
    const file = given.text('save');
    if (file !== null) {
      await fetchTo(url, file, around);
      await around.out(isJson ? JSON.stringify({ file }) : `Saved as ${file}`);
      return EXIT_CODES.done;
    }
    const directory = await mkdtemp(join(tmpdir(), 'patchbay-'));
    try {
      const sound = join(directory, `call-${id}.wav`);
      await fetchTo(url, sound, around);
      await playFile(sound, around);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
    return EXIT_CODES.done;
  },
};

async function fetchTo(url: string, file: string, { signal }: Surroundings): Promise<void> {
  const answer = await fetch(url, { signal }).catch((error: unknown) => {
    throw new CliFault(`The recording cannot be fetched from ${new URL(url).origin}.`, EXIT_CODES.unavailable, {
      cause: error,
    });
  });
  if (!answer.ok || answer.body === null) throw new CliFault(`The recording was answered ${answer.status}.`);
  // Never over a file that is there: a recording may be all that is left of a call.
  const target = createWriteStream(file, { mode: 0o600, flags: 'wx' });
  await pipeline(Readable.fromWeb(answer.body), target).catch((error: unknown) => {
    throw new CliFault(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
  });
}

/** Plays the file to its end with the first player that is there. */
async function playFile(file: string, around: Surroundings): Promise<void> {
  for (const [program, ...args] of PLAYERS) {
    const child = spawn(program, [...args, file], { stdio: 'ignore', env: around.env, signal: around.signal });
    const code = await new Promise<number | 'missing'>((resolve, reject) => {
      child.on('error', (error) => ('code' in error && error.code === 'ENOENT' ? resolve('missing') : reject(error)));
      child.on('exit', (ended) => resolve(ended ?? 1));
    });
    if (code === 0) return;
    if (code !== 'missing') throw new CliFault(`${program} ended with ${code}.`);
  }
  throw new CliFault(`There is no player here (${PLAYERS.map(([name]) => name).join(', ')}): use --save FILE.`);
}
