/** A server as the verbs ask it, whose answers the test gives: no socket, no port. */
import { Readable } from 'node:stream';
import { misused } from '#cli/fault.ts';
import type { Server } from '#cli/server.ts';
import type { Given, Verb } from '#cli/verb.ts';
import type { Ended } from './cli.ts';

/**
 * What was asked, and what is answered. `lists`: path -> items; `answers`: path -> each answer in turn, the last for
 * good; an error is thrown.
 */
export type FakeServer = Server & {
  readonly asked: readonly string[];
  /** What was sent with the posts, in their order. */
  readonly sent: readonly unknown[];
};

/** Makes it. What it has no answer for is a fault of the test. */
export function fakeServer(given: {
  readonly lists?: Readonly<Record<string, readonly object[]>>;
  readonly answers?: Readonly<Record<string, readonly unknown[]>>;
}): FakeServer {
  const asked: string[] = [];
  const sent: unknown[] = [];
  const turns = new Map<string, number>();
  const answer = async (method: string, path: string): Promise<unknown> => {
    asked.push(`${method} ${path}`);
    const answers = given.answers?.[path] ?? [];
    const turn = turns.get(path) ?? 0;
    turns.set(path, turn + 1);
    const next = answers[Math.min(turn, answers.length - 1)];
    if (answers.length === 0) throw new Error(`Nothing is answered to ${path}.`);
    if (next instanceof Error) throw next;
    return next;
  };
  return {
    url: 'http://127.0.0.1:8080',
    token: 'pb_token',
    asked,
    sent,
    get: async (path, _query, headers) =>
      answer('GET', headers?.['authorization'] === undefined ? path : `${path} ${headers['authorization']}`),
    async post(path, body) {
      sent.push(body);
      return answer('POST', path);
    },
    send: async (method, path) => answer(method, path),
    async *all(path) {
      asked.push(`LIST ${path}`);
      yield* given.lists?.[path] ?? [];
    },
    open: async (path) => Promise.reject(new Error(`Nothing is streamed from ${path}.`)),
  };
}

/** What a verb is run with: the names that follow it, and options by name; `true` is a switch. */
export type Typed = {
  readonly names?: readonly string[];
  readonly options?: Readonly<Record<string, string | readonly string[] | true>>;
  readonly isJson?: boolean;
};

/** Runs one verb against the server. What it throws is thrown. */
export async function runVerb(verb: Verb, server: Server, typed: Typed = {}): Promise<Ended> {
  const { names = [], options = {}, isJson = false } = typed;
  const [out, err]: [string[], string[]] = [[], []];
  const text = (name: string): string | null => {
    const value = options[name];
    return typeof value === 'string' ? value : null;
  };
  const given: Given = {
    text,
    has: (name) => options[name] === true,
    list: (name) => [options[name] ?? []].flat().map(String),
    count(name, absent, least, most) {
      if (text(name) === null) return absent;
      const value = Number(text(name));
      if (value < least || value > most) throw misused(`--${name} is from ${least} to ${most}.`);
      return value;
    },
  };
  const around = {
    env: {},
    configDirectory: '',
    signal: new AbortController().signal,
    input: Readable.from([]),
    out: async (line: string) => void out.push(line),
    err: async (line: string) => void err.push(line),
  };
  const code = await verb.run({ names, given, isJson, around, server: async () => server });
  return { code, out, err };
}
