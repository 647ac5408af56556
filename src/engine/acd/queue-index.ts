/** Who waits for agents: calls in lines, one line for those who wait for the same people, each in the order it is served. */
import type { Call } from '#domain/call/call.ts';
import { openTransfer } from '#domain/call/transfer.ts';

/** The waiting calls of a workspace. */
export type WaitingLines = {
  /** Takes the call up, or takes note of what has changed about it. */
  put(call: Call): void;
  remove(callId: number): void;
  size(): number;
  /** How many wait for the menu. */
  waitingFor(menuId: number): number;
  /**
   * Shows calls, all or only `these`, in order: priority before, then the longest waiter. `serve` answers false when nobody is left for
   * the call's line; then no more of that line is shown.
   */
  serve(serve: (call: Call) => boolean, these?: ReadonlySet<number>): void;
};

type Line = Call[];

/** Makes empty lines. Taking up and removing cost the logarithm of a line's length and no walk over it. */
export function createWaitingLines(): WaitingLines {
  const calls = new Map<number, Call>();
  const lines = new Map<string, Line>();

  const remove = (callId: number): void => {
    const call = calls.get(callId);
    if (call === undefined) return;
    calls.delete(callId);
    const name = lineOf(call);
    const line = lines.get(name) ?? [];
    line.splice(placeOf(line, call), 1);
    if (line.length === 0) lines.delete(name);
  };

  return {
    remove,
    put(call) {
      const before = calls.get(call.id);
      const stays = before !== undefined && lineOf(before) === lineOf(call) && inOrder(before, call) === 0;
      if (!stays) remove(call.id);
      calls.set(call.id, call);
      const line = lines.get(lineOf(call)) ?? [];
      lines.set(lineOf(call), line);
      line.splice(placeOf(line, call), stays ? 1 : 0, call);
    },
    size: () => calls.size,
    waitingFor(menuId) {
      let count = 0;
      for (const line of lines.values()) if (line[0]?.menuId === menuId) count += line.length;
      return count;
    },
    serve(serve, these) {
      const shown = these === undefined ? [...lines.values()] : partOf(calls, these);
      const places = shown.map(() => 0);
      for (let at = foremost(shown, places); at !== null; at = foremost(shown, places)) {
        const line = shown[at] ?? [];
        const place = places[at] ?? 0;
        const call = line[place];
        places[at] = call !== undefined && serve(call) ? place + 1 : line.length;
      }
    },
  };
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
function foremost(lines: readonly Line[], places: readonly number[]): number | null {
  let first: { readonly at: number; readonly call: Call } | null = null;
  for (const [at, line] of lines.entries()) {
    const call = line[places[at] ?? 0];
    if (call !== undefined && (first === null || inOrder(call, first.call) < 0)) first = { at, call };
  }
  return first?.at ?? null;
}

/** Calls of one name may be answered by the same agents: by one, or by those of the menu's groups that were rung so far. */
function lineOf(call: Call): string {
  const transfer = openTransfer(call.transfers);
  const groups = call.castings.map(({ group }) => group);
  return JSON.stringify([transfer?.agentId ?? null, transfer?.menuId ?? null, call.menuId, ...groups]);
}

/** Where the call stands in its line, or would. */
function placeOf(line: Line, call: Call): number {
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
