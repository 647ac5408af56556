/** `patchbay calls ls`: calls, newest first. */
import { EXIT_CODES } from '../exit-codes.ts';
import { table } from '../print.ts';
import type { CallShape } from '../shapes.ts';
import type { Verb } from '../verb.ts';

/** The verb. */
export const callsLs: Verb = {
  name: 'calls ls',
  about: 'list calls, newest first',
  takes: [],
  options: {
    limit: { value: 'N', about: 'how many, 25 unless said otherwise; 10,000 at most' },
    search: { value: 'TEXT', about: 'calls of a contact by name, email or number, and words that were said' },
    state: { value: 'STATE', about: 'only calls in that state' },
  },
  examples: ['patchbay calls ls --limit 5', 'patchbay calls ls --state failed --json'],
  async run({ around, isJson, given, server }) {
    const limit = given.count('limit', 25, 1, 10_000);
    const state = given.text('state');
    const found: CallShape[] = [];
    const query = { search: given.text('search'), limit: state === null ? Math.min(limit, 100) : 100 };
    for await (const item of (await server()).all('/v1/calls', query)) {
      const call = item as CallShape; // Our own API's shape of a list.
      if (state === null || call.state === state) found.push(call);
      if (found.length === limit) break;
    }
    const lines = isJson
      ? [JSON.stringify(found)]
      : table(
          ['ID', 'STATE', 'DIRECTION', 'CONTACT', 'AGENT', 'CREATED', 'TALK'],
          found.map((call) => [
            call.id,
            call.state,
            call.direction,
            call.contact_number,
            call.agent_id,
            call.created_at,
            call.talk_seconds === null ? null : `${call.talk_seconds} s`,
          ]),
        );
    for (const line of lines) await around.out(line);
    return EXIT_CODES.done;
  },
};
