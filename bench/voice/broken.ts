/** Whatever breaks under the voice agent, does its caller end with a person, each of twenty times at each point? */
import type { BrokenContext } from '../../test/support/broken-engines.ts';
import { BROKEN, endsWithPerson, hearingIsKilled, voiceIsKilled } from '../../test/support/broken-engines.ts';
import { makeScratchDirectory, removeDirectory } from '../../test/support/scratch-directory.ts';
import type { Figure } from '../support/figure.ts';
import { atMost } from '../support/figure.ts';

const TIMES = 20;

/** How many of the callers are lost, by what broke and how. */
export async function broken(): Promise<Figure[]> {
  const directory = await makeScratchDirectory();
  try {
    const figures: Figure[] = [];
    for (const [point, ways] of Object.entries(BROKEN))
      for (const [way, broken] of Object.entries(ways))
        figures.push(await lostOf(`${point} ${way}`, async (context) => endsWithPerson(context, broken)));
    figures.push(
      await lostOf('the process that hears is killed', async (context) => hearingIsKilled(context, directory)),
      await lostOf('the process that speaks is killed', async (context) => voiceIsKilled(context, directory)),
    );
    return figures;
  } finally {
    await removeDirectory(directory);
  }
}

async function lostOf(what: string, run: (context: BrokenContext) => Promise<void>): Promise<Figure> {
  let lost = 0;
  for (let time = 0; time < TIMES; time += 1) {
    const undo: (() => void)[] = [];
    try {
      await run({ after: (undone) => void undo.push(undone) });
    } catch (error) {
      console.error(`${what}:`, error);
      lost += 1;
    }
    for (const each of undo) each();
  }
  return atMost(`${what}: callers of ${TIMES} without a person`, lost, '', 0);
}
