/** A process that does what it is told, one order after another. */
import { fork } from 'node:child_process';

/** The process. */
export type Child<Order> = {
  ask<Answer>(order: Order): Promise<Answer>;
  end(): Promise<void>;
};

/** Starts the program beside this file. */
export function startChild<Order extends object>(program: string, ...words: readonly string[]): Child<Order> {
  const child = fork(new URL(program, import.meta.url), words, { execArgv: [] });
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('exit', () => reject(new Error(`${program} ended.`)));
  });
  ended.catch(() => undefined); // Anyone who asks next hears of it.
  return {
    async ask<Answer>(order: Order): Promise<Answer> {
      const replied = new Promise<unknown>((resolve) => child.once('message', resolve));
      child.send(order);
      // What comes back is what the program sends for this order.
      const reply = (await Promise.race([replied, ended])) as { answer: Answer; error?: string };
      if (reply.error !== undefined) throw new Error(reply.error);
      return reply.answer;
    },
    async end() {
      child.disconnect();
      await ended.catch(() => undefined);
    },
  };
}
