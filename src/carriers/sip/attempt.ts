/** One transaction of a request of ours, and what follows from taking an INVITE back. */
import type { Clock } from '#domain/ports/stores.ts';
import type { CancelEvent, CancelState } from '#sip/dialog/cancel.ts';
import { cancelStep, QUIET_AFTER } from '#sip/dialog/cancel.ts';
import type { SipRequest, SipResponse } from '#sip/message/message.ts';
import { cancelOf } from '#sip/transaction/derived-requests.ts';
import type { Flow } from './flow.ts';
import { asRequest } from './own-request.ts';
import type { TransactionLayer } from './transaction-layer.ts';

/** What an attempt needs. */
export type AttemptParts = {
  readonly clock: Clock;
  readonly layer: TransactionLayer;
  /** Acknowledges a 2xx that no one wants any more, and hangs up. */
  hangUp(invite: SipRequest, response: SipResponse, flow: Flow): void;
  /** The attempt hears no more of its transaction. */
  forgotten(key: string): void;
};

/** Who asked. */
export type AttemptListener = {
  response(response: SipResponse): void;
  /** There is no answer, and none will come. */
  failed(reason: 'timeout' | 'unreachable' | 'cancelled'): void;
  /** Nothing has come for as long as the attempt was given. */
  silent(): void;
};

/** One that was sent. */
export type Attempt = {
  readonly key: string;
  readonly request: SipRequest;
  readonly flow: Flow;
  /** Takes it back; the listener is told when it is over. */
  cancel(): void;
  /** Takes it back, and its listener hears no more: another attempt has its place. */
  leave(): void;
  /** What its transaction says. */
  take(event: SipResponse | 'timeout' | 'transport_error'): void;
};

/** Sends the request; null where there is no room for its transaction. `patienceMs`: null waits forever. */
export function startAttempt(
  { clock, layer, hangUp, forgotten }: AttemptParts,
  {
    request,
    flow,
    patienceMs,
  }: { readonly request: SipRequest; readonly flow: Flow; readonly patienceMs: number | null },
  listener: AttemptListener,
): Attempt | null {
  const key = layer.send(request, flow);
  if (key === null) return null;
  const isInvite = request.method === 'INVITE';
  let cancel: CancelState = 'sent';
  let isWanted = true;
  let isLeft = false;
  let stopWaiting = patienceMs === null ? null : clock.after(patienceMs, async () => listener.silent());

  const end = (reason: 'timeout' | 'unreachable' | 'cancelled'): void => {
    stopWaiting?.();
    if (!isLeft) listener.failed(isWanted ? reason : 'cancelled');
  };
  const forget = (): void => {
    layer.forget(key);
    forgotten(key);
    end('cancelled');
  };

  /** Takes a step of the INVITE's CANCEL. */
  const move = (event: CancelEvent): void => {
    const cell = cancelStep(cancel, event);
    cancel = cell.to;
    if (!cell.do.includes('send_cancel')) return;
    layer.send(asRequest(cancelOf(request)), flow);
    stopWaiting?.();
    stopWaiting = clock.after(QUIET_AFTER, async () => {
      if (cancelStep(cancel, 'quiet').do.includes('end')) forget();
    });
  };

  const answered = (response: SipResponse): void => {
    const isSuccess = response.status >= 200 && response.status < 300;
    if (cancel !== 'cancelled' || response.status >= 200) stopWaiting?.();
    if (isInvite) move(response.status < 200 ? 'provisional' : isSuccess ? 'success' : 'failure');
    // "the UAC … MUST generate an ACK" for each 2xx, also for those that cross its CANCEL (section 13.2.2.4).
    if (isInvite && isSuccess && !isWanted) {
      hangUp(request, response, flow);
      end('cancelled');
    } else if (!isLeft) listener.response(response);
  };

  const takeBack = (): void => {
    isWanted = false;
    stopWaiting?.();
    if (isInvite) move('ask');
    else forget();
  };

  return {
    key,
    request,
    flow,
    cancel: takeBack,
    leave() {
      isLeft = true;
      takeBack();
    },
    take(event) {
      if (event === 'timeout') end('timeout');
      else if (event === 'transport_error') end('unreachable');
      else answered(event);
    },
  };
}
