/** `patchbay tail requests`: what programs ask of the APIs, and how they are answered. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT_CODES } from '../exit-codes.ts';
import { cell, clockOf, plain } from '../print.ts';
import type { Query, Server } from '../server.ts';
import type { RequestShape } from '../shapes.ts';
import type { Asked, Verb } from '../verb.ts';

/** How often it is looked. Milliseconds. */
const LOOK_AGAIN_MS = 1_000;
/** How many are looked at: the newest. */
const NEWEST = 100;
/** The filters of `GET /v1/requests`, by the option that has them. */
const FILTERS = { status: 'status', method: 'method', path: 'path', token: 'token_id', call: 'call_id' } as const;

/** The verb. */
export const tailRequests: Verb = {
  name: 'tail requests',
  about: 'print the API requests of the workspace, as they come',
  takes: [],
  options: {
    status: { value: 'CLASS', about: 'only `2xx`, `3xx`, `4xx` or `5xx`' },
    method: { value: 'METHOD', about: 'only of that method' },
    path: { value: 'PART', about: 'only where the path contains it' },
    token: { value: 'ID', about: 'only of that token' },
    call: { value: 'ID', about: 'only of that call' },
    count: { value: 'N', about: 'end after so many' },
    all: { about: 'begin with the newest 100 instead of with what comes' },
  },
  details: 'Looks once a second at the newest 100 requests. Those that read the log are not in it.',
  examples: [
    'patchbay tail requests',
    'patchbay tail requests --status 4xx',
    'patchbay tail requests --call 71 --all --json',
  ],
  async run(asked) {
    const { around, given } = asked;
    const server = await asked.server();
    const most = given.count('count', Infinity, 1, 1_000_000);
    const filters = Object.entries(FILTERS).map(([option, name]) => [name, given.text(option)] as const);
    const query: Query = Object.fromEntries([...filters.filter(([, value]) => value !== null), ['limit', NEWEST]]);
    // What is there when it begins has been told, unless all is wanted.
    let last = given.has('all') ? 0 : ((await look(server, query)).at(-1)?.id ?? 0);
    for (let printed = 0; printed < most && !around.signal.aborted;) {
      for (const request of await look(server, query)) {
        if (request.id <= last || printed >= most) continue;
        last = request.id;
        printed += 1;
        await printRequest(asked, request);
      }
      if (printed < most) await sleep(LOOK_AGAIN_MS, null, { signal: around.signal }).catch(() => null);
    }
    return EXIT_CODES.done;
  },
};

/** The newest, oldest first. */
async function look(server: Server, query: Query): Promise<readonly RequestShape[]> {
  const { data } = (await server.get('/v1/requests', query)) as { data: readonly RequestShape[] };
  return data.toReversed();
}

async function printRequest({ around, isJson }: Asked, request: RequestShape): Promise<void> {
  if (isJson) return around.out(JSON.stringify(request));
  const { at, status, method, path, milliseconds, problem } = request;
  const who = request.token_name ?? request.token_prefix ?? 'no valid token';
  const about = `${who}  call ${cell(request.call_id)}  ${request.request_id}${problem === null ? '' : `  ${problem}`}`;
  // The path and the problem may repeat what was sent.
  return around.out(plain(`${clockOf(at)}  ${status}  ${method.padEnd(6)}  ${path}  ${milliseconds} ms  ${about}`));
}
