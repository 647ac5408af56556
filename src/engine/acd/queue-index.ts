/**
 * The one index of calls that wait, in the order in which they are served: the router serves by it, and positions, the
 * queues' pages, their capacity and the estimated wait are read off it.
 */
import type { Call } from '#domain/call/call.ts';
import { isLeftWaiting } from '#domain/call/hand-over.ts';
import { openTransfer } from '#domain/call/transfer.ts';

/** The waiting calls of all workspaces. */
export type QueueIndex = {
  /** Takes note of a call as it is now: in its place while it waits, nowhere else. */
  see(call: Call): void;
  /** How many calls of the workspace agents are wanted for. */
  size(workspaceId: number): number;
  /** The callers who wait in the menu's queue with no one to talk to, in order. */
  queue(menuId: number): readonly Call[];
  /** The caller's queue and place in it, the first being 1; null when they wait in none. */
  positionOf(call: Call): { readonly menuId: number; readonly position: number } | null;
  /**
   * Shows the workspace's calls, all or only `these`, in order: priority before, then the longest waiter. `serve`
   * answers false when no one is left for the call's line; then no more of that line is shown.
   */
  serve(workspaceId: number, serve: (call: Call) => boolean, these?: ReadonlySet<number>): void;
};

type Line = Call[];

/**
 * The calls of one workspace, and the lines in which they stand: one for those who may be answered by the same agents.
 */
type Waiting = { readonly calls: Map<number, Call>; readonly lines: Map<string, Line> };

/** Makes an empty index. Taking up and removing cost the logarithm of a line's length and no walk over it. */
export function createQueueIndex(): QueueIndex {
  const workspaces = new Map<number, Waiting>();
  const queues = new Map<number, Line>();

  const waitingIn = (workspaceId: number): Waiting => {
    const known = workspaces.get(workspaceId) ?? { calls: new Map(), lines: new Map() };
    workspaces.set(workspaceId, known);
    return known;
  };

  return {
    see(call) {
      const { calls, lines } = waitingIn(call.workspaceId);
      const before = calls.get(call.id);
      const now = isWaiting(call) ? call : undefined;
      moveIn(lines, before, now, lineOf);
      moveIn(queues, before, now, queueOf);
      if (now === undefined) calls.delete(call.id);
      else calls.set(call.id, now);
    },
    size: (workspaceId) => workspaces.get(workspaceId)?.calls.size ?? 0,
    queue: (menuId) => queues.get(menuId) ?? [],
    positionOf({ workspaceId, id }) {
      const call = workspaces.get(workspaceId)?.calls.get(id);
      const menuId = call === undefined ? null : queueOf(call);
      if (call === undefined || menuId === null) return null;
      return { menuId, position: placeIn(queues.get(menuId) ?? [], call) + 1 };
    },
    serve(workspaceId, serve, these) {
      const { calls, lines } = waitingIn(workspaceId);
      const shown = these === undefined ? [...lines.values()] : partOf(calls, these);
      const places = shown.map(() => 0);
      for (let at = nextHead(shown, places); at !== null; at = nextHead(shown, places)) {
        const line = shown[at] ?? [];
        const place = places[at] ?? 0;
        const call = line[place];
        places[at] = call !== undefined && serve(call) ? place + 1 : line.length;
      }
    },
  };
}

/**
 * Whether agents are to be rung for the call. The voice agent's calls wait for no one, and reported ones are led
 * elsewhere.
 */
export function isWaiting(call: Call): boolean {
  if (call.origin === 'fin' || call.origin === 'reported') return false;
  return call.state === 'queued' || (call.state === 'connected' && openTransfer(call.transfers) !== undefined);
}

/**
 * The queue in which the caller waits with no one to talk to: their first one, or the one they are handed over to; null
 * when in none.
 */
function queueOf(call: Call): number | null {
  if (call.state === 'queued') return call.menuId;
  return isLeftWaiting(call) ? (openTransfer(call.transfers)?.menuId ?? null) : null;
}

/** Takes the call from where it stood before, and puts it where it stands now; in its place where that is the same. */
function moveIn<K>(
  lines: Map<K, Line>,
  before: Call | undefined,
  now: Call | undefined,
  keyOf: (call: Call) => K | null,
): void {
  const from = before === undefined ? null : keyOf(before);
  const to = now === undefined ? null : keyOf(now);
  const stays = before !== undefined && now !== undefined && from === to && inOrder(before, now) === 0;
  if (before !== undefined && from !== null && !stays) {
    const line = lines.get(from) ?? [];
    line.splice(placeIn(line, before), 1);
    if (line.length === 0) lines.delete(from);
  }
  if (now === undefined || to === null) return;
  const line = lines.get(to) ?? [];
  lines.set(to, line);
  line.splice(placeIn(line, now), stays ? 1 : 0, now);
}

/** The lines as if only these calls stood in them. */
function partOf(calls: ReadonlyMap<number, Call>, these: ReadonlySet<number>): Line[] {
  const part = new Map<string, Line>();
  for (const id of these) {
    const call = calls.get(id);
    if (call === undefined) continue;
    const line = part.get(lineOf(call));
    if (line === undefined) part.set(lineOf(call), [call]);
    else line.push(call);
  }
  return part
    .values()
    .map((line) => line.toSorted(inOrder))
    .toArray();
}

/** Which line's next call comes before those of the others; null when all have been shown. */
function nextHead(lines: readonly Line[], places: readonly number[]): number | null {
  let first: { readonly at: number; readonly call: Call } | null = null;
  for (const [at, line] of lines.entries()) {
    const call = line[places[at] ?? 0];
    if (call !== undefined && (first === null || inOrder(call, first.call) < 0)) first = { at, call };
  }
  return first?.at ?? null;
}

/**
 * Calls of one name may be answered by the same agents: by one, or by those of the menu's groups that were rung so far.
 */
function lineOf(call: Call): string {
  const transfer = openTransfer(call.transfers);
  const groups = call.castings.map(({ group }) => group);
  return JSON.stringify([transfer?.agentId ?? null, transfer?.menuId ?? null, call.menuId, ...groups]);
}

/** Where the call stands in its line, or would. */
function placeIn(line: Line, call: Call): number {
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = line[middle];
    if (there !== undefined && inOrder(there, call) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Priority before, then the longest waiter first. */
function inOrder(a: Call, b: Call): number {
  return b.priority - a.priority || since(a) - since(b) || a.id - b.id;
}

function since(call: Call): number {
  return (openTransfer(call.transfers)?.createdAt ?? call.queuedAt ?? call.createdAt).getTime();
}
