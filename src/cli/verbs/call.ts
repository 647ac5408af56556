/** `patchbay call`: an agent calls a number. */
import { chooseAgent, chooseNumber } from '../choose.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { placed } from '../scenarios.ts';
import type { CallShape, MessageShape } from '../shapes.ts';
import type { Verb } from '../verb.ts';
import { nameOf } from '../verb.ts';
import { printMessage, watchCall } from '../watch-call.ts';

/** The verb. */
export const call: Verb = {
  name: 'call',
  about: 'place an outbound call',
  takes: ['NUMBER'],
  options: {
    agent: { value: 'ID', about: 'who talks, by id or email; a simulated agent unless it is said' },
    from: { value: 'NUMBER', about: 'a number of the workspace; its default one unless it is said' },
    wait: { about: 'follow it until it has ended; 3 when no one answered' },
    timeout: { value: 'SECONDS', about: 'with --wait: how long it may take, 3,600 unless said otherwise' },
  },
  examples: ['patchbay call +14155550148', 'patchbay call +14155550001 --wait'],
  async run(asked) {
    const { around, given, isJson } = asked;
    const server = await asked.server();
    const agent = await chooseAgent(server, given.text('agent'));
    const from = given.text('from') ?? (await chooseNumber(server, 'queue'));
    const begin = async (): Promise<CallShape> =>
      placed(await server.post('/v1/outbound_calls', { to: nameOf(asked), agent_id: agent.id, from }));
    if (!given.has('wait')) {
      const made = await begin();
      await around.out(isJson ? JSON.stringify(made) : `call ${made.id} is ${made.state}`);
      return EXIT_CODES.done;
    }
    const heard = async (message: MessageShape): Promise<void> => printMessage(asked, message);
    const seconds = given.count('timeout', 3_600, 1, 86_400);
    const ended = await watchCall(server, { seconds, begin, heard, isEndEnough: true }, around.signal);
    if (!isJson) await around.out(`call ${ended.id} is ${ended.state}${reasonOf(ended)}`);
    return ended.connected_at === null ? EXIT_CODES.unwanted : EXIT_CODES.done;
  },
};

function reasonOf({ fail_reason: reason }: CallShape): string {
  return reason === 'nothing' ? '' : ` (${reason})`;
}
