/** `patchbay calls get`: one call, and what happened in it. */
import type { ExitCode } from '../exit-codes.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { misused } from '../fault.ts';
import { clockOf, listing, plain, table } from '../print.ts';
import type { CallShape, EventShape } from '../shapes.ts';
import type { Asked, Verb } from '../verb.ts';
import { nameOf } from '../verb.ts';
import type { View } from '../views.ts';
import { diffViews, readView, viewOf } from '../views.ts';

/** The verb. */
export const callsGet: Verb = {
  name: 'calls get',
  about: 'show a call and its timeline',
  takes: ['ID'],
  options: {
    as: {
      value: 'API',
      isList: true,
      about: 'as that API shows it: intercom, ccaip, vcita, patchbay; of two, what differs',
    },
  },
  details:
    'Two views are compared by what they say: fields that hold the same fact stand side by side, whatever each API calls them and ' +
    'however it writes numbers and times; the rest is what only one of them tells.',
  examples: [
    'patchbay calls get 1042',
    'patchbay calls get 1042 --as intercom',
    'patchbay calls get 1042 --as ccaip --as vcita',
  ],
  async run(asked) {
    const { around, isJson } = asked;
    const id = callIdOf(nameOf(asked));
    const views = asked.given.list('as').map(viewOf);
    if (views.length > 2) throw misused('--as compares two views, not more.');
    const server = await asked.server();
    const call = (await server.get(`/v1/calls/${id}`)) as CallShape; // As the operations are documented.
    if (views.length > 0)
      return show(asked, await Promise.all(views.map(async (view) => readView(server, call, view))), views);
    const { data: events } = (await server.get(`/v1/calls/${id}/events`)) as { data: readonly EventShape[] };
    if (isJson) {
      await around.out(JSON.stringify({ call, events }));
      return EXIT_CODES.done;
    }
    const known = Object.entries(call).filter(([, value]) => isTold(value));
    const lines = [
      ...listing(known),
      '',
      ...events.map(
        ({ at, type, data }) => `${clockOf(at)}  ${plain(type).padEnd(20)}  ${plain(JSON.stringify(data))}`,
      ),
    ];
    for (const line of lines) await around.out(line);
    return EXIT_CODES.done;
  },
};

/** Prints one view as JSON, or what two have in common and what only one tells. */
async function show(
  { around, isJson }: Asked,
  [left, right]: readonly unknown[],
  views: readonly View[],
): Promise<ExitCode> {
  if (views.length === 1) {
    await around.out(JSON.stringify(left, null, isJson ? 0 : 2));
    return EXIT_CODES.done;
  }
  const { both, onlyLeft, onlyRight } = diffViews(left, right);
  if (isJson) {
    const only = (leaves: typeof onlyLeft): object => Object.fromEntries(leaves);
    await around.out(JSON.stringify({ views, both, only_left: only(onlyLeft), only_right: only(onlyRight) }));
    return EXIT_CODES.done;
  }
  const rows = [
    ...both.map(({ left: here, right: there, value }) => ['=', here, there, value]),
    ...onlyLeft.map(([path, value]) => ['<', path, '', value]),
    ...onlyRight.map(([path, value]) => ['>', '', path, value]),
  ];
  for (const line of table(['', views[0] ?? '', views[1] ?? '', 'VALUE'], rows)) await around.out(line);
  return EXIT_CODES.done;
}

/** Whether a field says something. */
function isTold(value: unknown): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** The id of a call as it was typed. */
export function callIdOf(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw misused(`${text} is no id of a call.`);
  return Number(text);
}
