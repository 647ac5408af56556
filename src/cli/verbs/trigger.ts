/** `patchbay trigger`: a whole simulated call that comes out as it is wished. */
import { EXIT_CODES } from '../exit-codes.ts';
import { misused } from '../fault.ts';
import { SCENARIOS, scenarioOf } from '../scenarios.ts';
import type { CallShape, MessageShape } from '../shapes.ts';
import type { Verb } from '../verb.ts';
import { nameOf } from '../verb.ts';
import { printMessage, watchCall } from '../watch-call.ts';

const LIST = Object.entries(SCENARIOS)
  .map(([name, { about }]) => `- \`${name}\`: ${about}`)
  .join('\n');

/** The verb. */
export const trigger: Verb = {
  name: 'trigger',
  about: 'play a whole simulated call: a missed one, a voicemail, a transfer, a carrier that fails',
  takes: ['SCENARIO'],
  options: {
    from: { value: 'NUMBER', about: 'the number at the far end' },
    menu: { value: 'ID', about: 'the menu that the caller chooses' },
    agent: { value: 'ID', about: 'the agent, by id or email; a simulated one unless it is said' },
    timeout: { value: 'SECONDS', about: 'how long the call may take, 300 unless said otherwise' },
    until: { value: 'WHEN', about: 'settled (unless said otherwise: with its recording and transcript), or ended' },
    'no-wait': { about: 'end as soon as the call is there' },
  },
  details: `Prints the events of the call as they happen, until it has ended. The scenarios:\n\n${LIST}`,
  examples: ['patchbay trigger call.missed', 'patchbay trigger call.voicemail --from "+1 303 555 0008" --json'],
  async run(asked) {
    const { around, given, isJson } = asked;
    const scenario = scenarioOf(nameOf(asked));
    const menuId = given.text('menu') === null ? null : given.count('menu', 0, 1, Number.MAX_SAFE_INTEGER);
    const casting = { from: given.text('from'), menuId, agent: given.text('agent') };
    const seconds = given.count('timeout', 300, 1, 86_400);
    const isEndEnough = readUntil(given.text('until') ?? 'settled') === 'ended';
    const server = await asked.server();
    const going: { steps: Promise<void> } = { steps: Promise.resolve() };
    // A step that is refused leaves a call that does not end: it is waited for no longer.
    const stuck = new AbortController();
    const begin = async (): Promise<CallShape> => {
      const call = await scenario.begin(server, casting);
      if (!isJson) await around.out(`call ${call.id}`);
      going.steps = scenario.go?.(server, call, casting) ?? going.steps;
      going.steps.catch(() => stuck.abort());
      return call;
    };
    if (given.has('no-wait')) {
      const call = await begin();
      await going.steps;
      if (isJson) await around.out(JSON.stringify(call));
      return EXIT_CODES.done;
    }
    const heard = async (message: MessageShape): Promise<void> => printMessage(asked, message);
    const until = AbortSignal.any([around.signal, stuck.signal]);
    const call = await watchCall(server, { seconds, begin, heard, isEndEnough }, until);
    await going.steps;
    if (!isJson) await around.out(`call ${call.id} is ${call.state}`);
    return EXIT_CODES.done;
  },
};

function readUntil(text: string): 'settled' | 'ended' {
  if (text === 'settled' || text === 'ended') return text;
  throw misused(`--until is settled or ended, not ${text}.`);
}
