/** The reporter of `test-together.ts`: tells the process that started it how each file ended. */
import process from 'node:process';
import type { TestEvent } from 'node:test/reporters';
import { spec } from 'node:test/reporters';

/** How a file ended among others. */
export type FileEnd = {
  readonly file: string;
  readonly passed: boolean;
  readonly seconds: number;
  /** What Node would have reported of the file alone; empty when it passed. */
  readonly report: string;
  readonly counts: Readonly<Record<string, number>>;
};

/** The name of what `test-together.ts` puts behind the tests of each file, and nobody hears of. */
export const LAST_TEST = 'the file is over';

/** How Node begins to tell of an error that came after its test was over; the process ends with 1 then. */
const LEFT_BEHIND = /^(Error|Warning): /;

/** Reads all events of a process. The ends of files are sent; written is only what a test left behind. */
// oxlint-disable-next-line import/no-default-export -- Node takes it so.
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  let ofFile: TestEvent[] = [];
  for await (const event of events) {
    if (event.data !== undefined && 'name' in event.data && event.data.name === LAST_TEST) continue;
    if (event.type === 'test:diagnostic' && LEFT_BEHIND.test(event.data.message)) yield `${event.data.message}\n`;
    ofFile.push(event);
    const end = event.type === 'test:pass' || event.type === 'test:fail' ? event.data : null;
    if (end === null || end.nesting > 0) continue;
    const passed = event.type === 'test:pass';
    process.send?.({
      file: end.name,
      passed,
      seconds: end.details.duration_ms / 1000,
      report: passed ? '' : await written(ofFile),
      counts: counted(ofFile),
    } satisfies FileEnd);
    ofFile = [];
  }
  yield '';
}

/** The events of one file as text. */
async function written(events: readonly TestEvent[]): Promise<string> {
  const writer = new spec();
  for (const event of events) writer.write(event);
  writer.end();
  return (await writer.toArray()).join('');
}

/** The tests in the file, as Node counts them; one more has failed when the file itself has, as by an import. */
function counted(events: readonly TestEvent[]): Record<string, number> {
  const counts = { tests: 0, pass: 0, fail: 0, skipped: 0 };
  for (const event of events) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    const { details, skip, nesting } = event.data;
    if (details.type === 'suite' || (nesting === 0 && !failedItself(event))) continue;
    counts.tests += 1;
    counts[event.type === 'test:fail' ? 'fail' : skip === undefined ? 'pass' : 'skipped'] += 1;
  }
  return counts;
}

function failedItself(event: TestEvent): boolean {
  if (event.type !== 'test:fail') return false;
  const { error } = event.data.details;
  return !('failureType' in error) || error.failureType !== 'subtestsFailed';
}
