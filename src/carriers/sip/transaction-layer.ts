/** The transactions on flows: what they have to send is sent, and one timer wakes them. */
import type { Clock } from '#domain/ports/stores.ts';
import type { SipMessage, SipRequest } from '#sip/message/message.ts';
import type { Writable } from '#sip/message/write-message.ts';
import type { Effect, Transactions } from '#sip/transaction/transactions.ts';
import { createTransactions } from '#sip/transaction/transactions.ts';
import type { Flow } from './flow.ts';
import type { Passing } from './ladder.ts';
import { isReliable } from './flow.ts';

/** What a transaction has to say to those above. */
export type LayerEffect = Exclude<Effect<Flow>, { readonly type: 'send' }>;

/** The transactions of a user agent. */
export type TransactionLayer = {
  /** Sends a request; its key, or null where there is no room. */
  send(request: SipRequest, flow: Flow): string | null;
  /** Sends what belongs to no transaction, once. */
  put(bytes: Uint8Array, flow: Flow): void;
  /** Takes what came: a request with its Via stamped. `flow` is where its responses go. */
  receive(message: SipMessage, flow: Flow): void;
  /** False where the transaction takes no such response any more. */
  respond(key: string, response: Writable & { readonly kind: 'response' }): boolean;
  /** Ends a transaction that no one waits for. */
  forget(key: string): void;
  find: Transactions<Flow>['find'];
  size(): number;
  /** Stops the timer; nothing is sent again. */
  stop(): void;
};

/** The layer; `hear` is told what is not for the wire, `passing` what was on it. */
export function createTransactionLayer(
  clock: Clock,
  hear: (effect: LayerEffect) => void,
  passing?: Passing,
): TransactionLayer {
  const transactions = createTransactions<Flow>();
  let armed: { readonly at: number; readonly cancel: () => void } | null = null;
  let isStopped = false;

  const perform = (effects: readonly Effect<Flow>[]): void => {
    for (const effect of effects)
      if (effect.type !== 'send') hear(effect);
      else {
        const { key, flow, bytes } = effect;
        passing?.sent(bytes, flow);
        flow.channel.send(bytes, flow.remote, () => perform(transactions.failed(key, clock.elapsed())));
      }
    arm();
  };

  const arm = (): void => {
    const at = transactions.firstDueAt();
    if (at === null || isStopped || (armed !== null && armed.at <= at)) return;
    armed?.cancel();
    const cancel = clock.after(Math.max(0, at - clock.elapsed()), async () => {
      armed = null;
      perform(transactions.tick(clock.elapsed()));
    });
    armed = { at, cancel };
  };

  return {
    send(request, flow) {
      const sent = transactions.request(request, flow, isReliable(flow), clock.elapsed());
      if (sent !== null) perform(sent.effects);
      return sent?.key ?? null;
    },
    put(bytes, flow) {
      passing?.sent(bytes, flow);
      flow.channel.send(bytes, flow.remote, () => undefined);
    },
    receive(message, flow) {
      passing?.received(message, flow);
      perform(transactions.receive(message, flow, isReliable(flow), clock.elapsed()));
    },
    respond(key, response) {
      const effects = transactions.respond(key, response, clock.elapsed());
      if (effects !== null) perform(effects);
      return effects !== null;
    },
    forget: (key) => void transactions.forget(key),
    find: transactions.find,
    size: transactions.size,
    stop() {
      isStopped = true;
      armed?.cancel();
    },
  };
}
