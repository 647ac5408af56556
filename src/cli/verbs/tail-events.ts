/** `patchbay tail events`: what happens to calls, contacts and agents, as it happens. */
import { follow } from '../event-stream.ts';
import { typesOf } from '../event-types.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { MessageShape } from '../shapes.ts';
import type { Verb } from '../verb.ts';
import { printMessage } from '../watch-call.ts';
import { reconnecting, sinceOf } from './listen.ts';

/** The verb. */
export const tailEvents: Verb = {
  name: 'tail events',
  about: 'print what happens to calls, contacts and agents, as it happens',
  takes: [],
  options: {
    event: { short: 'e', value: 'TYPE', isList: true, about: 'only events of the type; `call.*` is all that begin so' },
    since: { value: 'SEQUENCE', about: 'begin behind that sequence; 0 is everything there was' },
    count: { value: 'N', about: 'end after this many' },
  },
  examples: [
    'patchbay tail events',
    "patchbay tail events -e 'call.*' -e voicemail.received",
    'patchbay tail events --since 0 --json',
  ],
  async run(asked) {
    const { around, given } = asked;
    const most = given.count('count', Infinity, 1, 1_000_000);
    const query = { types: typesOf('standard', given.list('event')) };
    const following = { query, after: sinceOf(given) };
    let seen = 0;
    for await (const { data } of follow(await asked.server(), following, around.signal, reconnecting(around))) {
      await printMessage(asked, JSON.parse(data) as MessageShape); // The format `standard`.
      if ((seen += 1) >= most) break;
    }
    return EXIT_CODES.done;
  },
};
