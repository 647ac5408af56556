/** Whatever breaks, the caller hears who speaks and goes to a person. Each point twenty times: `bench -- voice`. */
import { test } from 'node:test';
import { BROKEN, endsWithPerson, hearingIsKilled, voiceIsKilled } from '../../../test/support/broken-engines.ts';
import { scratchDirectory } from '../../../test/support/scratch-directory.ts';

for (const [point, ways] of Object.entries(BROKEN))
  for (const [way, broken] of Object.entries(ways))
    test(`${point} ${way}: a person takes over`, async (context) => endsWithPerson(context, broken));

test('the process that hears is killed: a person takes over', async (context) =>
  hearingIsKilled(context, await scratchDirectory(context)));

test('the process that speaks is killed: a person takes over', async (context) =>
  voiceIsKilled(context, await scratchDirectory(context)));
