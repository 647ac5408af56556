/** A server as the verbs ask it, whose answers the test gives: no socket, no port. */
import type { Server } from '#cli/server.ts';

/**
 * What was asked, and what is answered. `lists`: path -> items; `answers`: path -> each answer in turn, the last for
 * good.
 */
export type FakeServer = Server & { readonly asked: readonly string[] };

/** Makes it. What it has no answer for is a fault of the test. */
export function fakeServer(given: {
  readonly lists?: Readonly<Record<string, readonly object[]>>;
  readonly answers?: Readonly<Record<string, readonly unknown[]>>;
}): FakeServer {
  const asked: string[] = [];
  const turns = new Map<string, number>();
  const answer = async (method: string, path: string): Promise<unknown> => {
    asked.push(`${method} ${path}`);
    const answers = given.answers?.[path] ?? [];
    const turn = turns.get(path) ?? 0;
    turns.set(path, turn + 1);
    const next = answers[Math.min(turn, answers.length - 1)];
    if (answers.length === 0) throw new Error(`Nothing is answered to ${path}.`);
    return next;
  };
  return {
    url: 'http://127.0.0.1:8080',
    token: 'pb_token',
    asked,
    get: async (path, _query, headers) =>
      answer('GET', headers?.['authorization'] === undefined ? path : `${path} ${headers['authorization']}`),
    post: async (path) => answer('POST', path),
    send: async (method, path) => answer(method, path),
    async *all(path) {
      asked.push(`LIST ${path}`);
      yield* given.lists?.[path] ?? [];
    },
    open: async (path) => Promise.reject(new Error(`Nothing is streamed from ${path}.`)),
  };
}
