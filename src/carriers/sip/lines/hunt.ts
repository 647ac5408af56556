/** A number that is dialed over one trunk after the other, until one of them reaches it. */
import { background } from '#background/background.ts';
import type { Call } from '#domain/call/call.ts';
import { legOutcome, untriedCarriers } from '#domain/call/failover.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import type { Header } from '#sip/message/message.ts';
import type { Line, LineListener } from './line.ts';

/** What it needs. */
export type HuntParts = {
  /** Begins to dial over the carrier; null where its trunk is gone. */
  dial(call: Call, carrier: string, target: Target, listener: LineListener): Line | null;
  /** The trunks of the workspace, in their order. */
  carriersOf(workspaceId: number): readonly string[];
  /** The first of the carriers that may dial the number now, counted; null where none may. */
  judge(call: Call, number: E164, carriers: readonly string[]): Promise<string | null>;
};

/** Who is dialed. */
export type Target = {
  readonly number: E164;
  /** What else stands in the INVITE. */
  readonly more?: readonly Header[];
};

/**
 * Dials over the carrier, which was judged before; each further one is judged before it dials. The listener is told of
 * the last failure alone. `isAlone`: no other trunk is tried.
 */
export function hunt(
  parts: HuntParts,
  { call, first, isAlone = false, ...target }: Target & Hunted,
  listener: LineListener,
): Line {
  const tried: string[] = [];
  let line: Line | null = null;
  let isClosed = false;

  const over = (carrier: string): void => {
    tried.push(carrier);
    line = parts.dial(call, carrier, target, { ...listener, failed });
    if (line === null) failed(legOutcome('unreachable'), 503);
  };

  const failed: LineListener['failed'] = (outcome, status) => {
    if (isClosed) return;
    const untried = isAlone ? [] : untriedCarriers(parts.carriersOf(call.workspaceId), tried);
    if (outcome.type === 'leg_refused' || untried.length === 0) return listener.failed(outcome, status);
    const next = async (): Promise<void> => {
      const carrier = await parts.judge(call, target.number, untried);
      if (isClosed) return;
      if (carrier === null) listener.failed(outcome, status);
      else over(carrier);
    };
    background('sip.dial', next());
  };

  over(first);
  return {
    legId: () => line?.legId(),
    early: () => line?.early(),
    talk: () => line?.talk() ?? null,
    close() {
      isClosed = true;
      line?.close();
    },
  };
}

type Hunted = { readonly call: Call; readonly first: string; readonly isAlone?: boolean };
