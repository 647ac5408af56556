/** `patchbay calls watch`: one call as it happens, until it has ended. */
import { EXIT_CODES } from '../exit-codes.ts';
import type { CallShape } from '../shapes.ts';
import type { Verb } from '../verb.ts';
import { nameOf } from '../verb.ts';
import { printMessage, watchCall } from '../watch-call.ts';
import { callIdOf } from './calls-get.ts';

/** The verb. */
export const callsWatch: Verb = {
  name: 'calls watch',
  about: 'follow a call until it has ended, with its recording and transcript',
  takes: ['ID'],
  options: { timeout: { value: 'SECONDS', about: 'give up after so long, 1 to 86,400; never unless it is said' } },
  examples: ['patchbay calls watch 1042'],
  async run(asked) {
    const { around, given } = asked;
    const id = callIdOf(nameOf(asked));
    const server = await asked.server();
    const seconds = given.text('timeout') === null ? null : given.count('timeout', 0, 1, 86_400);
    const begin = async (): Promise<CallShape> => (await server.get(`/v1/calls/${id}`)) as CallShape;
    const heard = async (message: Parameters<typeof printMessage>[1]): Promise<void> => printMessage(asked, message);
    const call = await watchCall(server, { seconds, begin, heard }, around.signal);
    if (!asked.isJson) await around.out(`call ${id} is ${call.state}`);
    return EXIT_CODES.done;
  },
};
