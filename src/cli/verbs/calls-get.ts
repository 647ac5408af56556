/** `patchbay calls get`: one call, and what happened in it. */
import { EXIT_CODES } from '../exit-codes.ts';
import { misused } from '../fault.ts';
import { clockOf, listing, plain } from '../print.ts';
import type { CallShape, EventShape } from '../shapes.ts';
import type { Verb } from '../verb.ts';
import { nameOf } from '../verb.ts';

/** The verb. */
export const callsGet: Verb = {
  name: 'calls get',
  about: 'show a call and its timeline',
  takes: ['ID'],
  options: {},
  examples: ['patchbay calls get 1042', 'patchbay calls get 1042 --json'],
  async run(asked) {
    const { around, isJson } = asked;
    const id = callIdOf(nameOf(asked));
    const server = await asked.server();
    const call = (await server.get(`/v1/calls/${id}`)) as CallShape; // As the operations are documented.
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

/** Whether a field says something. */
function isTold(value: unknown): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** The id of a call as it was typed. */
export function callIdOf(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw misused(`${text} is no id of a call.`);
  return Number(text);
}
