/** `patchbay simulate`: the scenarios of a file, once or many times, held against what is expected of them. */
import { writeFile } from 'node:fs/promises';
import { EXIT_CODES } from '../exit-codes.ts';
import { CliFault, misused } from '../fault.ts';
import { writeJunit } from '../junit.ts';
import { plain } from '../print.ts';
import { readScenarioFile } from '../scenario-file.ts';
import type { Result } from '../simulation.ts';
import { simulateCalls } from '../simulation.ts';
import type { Asked, Verb } from '../verb.ts';
import { nameOf } from '../verb.ts';

/** The most calls of one command. */
const MAX_CALLS = 10_000;

/** The verb. */
export const simulate: Verb = {
  name: 'simulate',
  about: 'play the scenarios of a file, and check what comes of them',
  takes: ['FILE'],
  options: {
    calls: { value: 'N', about: 'play each scenario this many times, once unless said otherwise' },
    rate: { value: 'R', about: 'how many calls begin in a second, 5 unless said otherwise; 100 at most' },
    report: { value: 'KIND', about: 'text (unless said otherwise) or junit' },
    out: { value: 'FILE', about: 'write the report of the kind junit there instead of printing it' },
  },
  details: `The file is YAML or JSON:

\`\`\`yaml
scenarios:
  - name: A caller who gives up is told of # its name in the report
    play: call.missed                      # a scenario of \`patchbay trigger\`
    from: "+1 303 555 0007"                # optional, as are menu and agent
    expect:                                # optional: the events that the scenario brings, unless it says others
      events: [call.queued, call.missed]   # these come, in this order, among others
      never: [call.answered]               # these do not
      state: failed
      fail_reason: eu_abandoned
      within: 60                           # seconds; 120 unless it is said
\`\`\`

Ends with 0 when everything is as expected, and with 3 when it is not.`,
  examples: [
    'patchbay simulate scenarios.yaml',
    'patchbay simulate scenarios.yaml --calls 20 --rate 5 --report junit --out report.xml',
  ],
  async run(asked) {
    const { around, given, isJson } = asked;
    const plan = await readScenarioFile(nameOf(asked));
    const report = given.text('report') ?? 'text';
    if (report !== 'text' && report !== 'junit') throw misused(`--report is text or junit, not ${report}.`);
    const times = given.count('calls', 1, 1, MAX_CALLS);
    if (times * plan.length > MAX_CALLS) throw misused(`That would be more than ${MAX_CALLS} calls.`);
    const isSilent = report === 'junit' && given.text('out') === null;
    const told = async (result: Result): Promise<void> => (isSilent ? undefined : printResult(asked, result));
    const simulation = { plan, times, perSecond: given.count('rate', 5, 1, 100), told };
    const results = await simulateCalls(await asked.server(), simulation, around.signal);
    if (report === 'junit') await writeReport(asked, writeJunit(results));
    const failed = results.filter(({ faults }) => faults.length > 0).length;
    if (!isJson && !isSilent) await around.out(`${results.length} calls, ${failed} not as expected`);
    return failed > 0 ? EXIT_CODES.unwanted : EXIT_CODES.done;
  },
};

async function writeReport({ around, given }: Asked, xml: string): Promise<void> {
  const file = given.text('out');
  if (file === null) return around.out(xml);
  await writeFile(file, `${xml}\n`).catch((error: unknown) => {
    throw new CliFault(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
  });
}

async function printResult({ around, isJson }: Asked, result: Result): Promise<void> {
  if (isJson) return around.out(JSON.stringify(result));
  const { name, callId, state, seconds, faults } = result;
  const mark = faults.length === 0 ? 'ok  ' : 'FAIL';
  await around.out(`${mark}  ${plain(name)}  call ${callId ?? '–'}  ${state ?? '–'}  ${seconds.toFixed(1)} s`);
  for (const fault of faults) await around.out(`      ${plain(fault)}`);
}
