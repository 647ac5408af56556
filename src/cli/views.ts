/** One call as each API shows it, and how two of them differ. */
import { misused } from './fault.ts';
import type { Server } from './server.ts';
import type { CallShape, WorkspaceShape } from './shapes.ts';

/** Reads the call through one API. */
type Read = (server: Server, call: CallShape) => Promise<unknown>;

/** API -> how it is read there. Each has its own credentials, made of the one token. */
const READS = {
  patchbay: async (_server, call) => call,
  intercom: async (server, { id }) => server.get(`/calls/${id}`),
  async ccaip(server, { id }) {
    const { subdomain } = (await server.get('/v1/workspace')) as WorkspaceShape; // As the operation is documented.
    const basic = Buffer.from(`${subdomain}:${server.token}`).toString('base64');
    return server.get(`/manager/api/v1/calls/${id}`, {}, { authorization: `Basic ${basic}` });
  },
  async vcita(server, { uid }) {
    const answer = await server.get(`/v3/communication/voice_calls/${uid}`);
    return (answer as { readonly data: unknown }).data; // vcita's envelope.
  },
} as const satisfies Readonly<Record<string, Read>>;

/** An API that shows calls. */
export type View = keyof typeof READS;

const VIEWS = Object.keys(READS) as readonly View[]; // Its keys are the names.

/** The API of the name. */
export function viewOf(name: string): View {
  const found = VIEWS.find((view) => view === name);
  if (found === undefined) throw misused(`--as is one of ${VIEWS.join(', ')}, not ${name}.`);
  return found;
}

/** The call as the API shows it. */
export async function readView(server: Server, call: CallShape, view: View): Promise<unknown> {
  return READS[view](server, call);
}

/** A field that holds one value: where it is, and what it holds. */
type Leaf = readonly [path: string, value: unknown];

/** What two views have in common, and what only one of them tells. */
export type Difference = {
  readonly both: readonly { readonly left: string; readonly right: string; readonly value: unknown }[];
  readonly onlyLeft: readonly Leaf[];
  readonly onlyRight: readonly Leaf[];
};

/**
 * Pairs the fields of two views that hold the same fact, whatever each calls it and however it writes numbers and
 * times. A value that could mean anything, such as `true` or 1, pairs only under one name.
 */
export function diffViews(left: unknown, right: unknown): Difference {
  const free = leavesOf(right);
  const both: { left: string; right: string; value: unknown }[] = [];
  const onlyLeft: Leaf[] = [];
  for (const [path, value] of leavesOf(left)) {
    const name = nameOf(path);
    const same = free.filter(([, other]) => meaning(other) === meaning(value));
    const pair = same.find(([other]) => nameOf(other) === name) ?? (isTelling(value) ? same[0] : undefined);
    if (pair === undefined) {
      onlyLeft.push([path, value]);
      continue;
    }
    free.splice(free.indexOf(pair), 1);
    both.push({ left: path, right: pair[0], value });
  }
  return { both, onlyLeft, onlyRight: free };
}

/** The fields that hold a value, in order; empty ones tell nothing. */
function leavesOf(value: unknown, path = ''): Leaf[] {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value !== 'object') return [[path, value]];
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, path === '' ? key : `${path}.${key}`));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** What the value says, whichever way it is written: times as seconds, numbers as text. */
function meaning(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(value)) return String(Math.floor(Date.parse(value) / 1000));
  const digits = value.replaceAll(/[\s()-]/g, '');
  return /^\+\d{5,15}$/.test(digits) ? digits : value.toLowerCase();
}

function isTelling(value: unknown): boolean {
  return typeof value === 'number' ? value > 99 : typeof value === 'string' && value.length > 3;
}
