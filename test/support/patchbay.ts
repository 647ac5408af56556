import { randomUUID } from 'node:crypto';
import { after } from 'node:test';
import type { Logger } from 'pino';
import { pino } from 'pino';
import type { Call } from '#domain/call/call.ts';
import type { CallState } from '#domain/call/state.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Patchbay, Replacements } from '../../src/app/app.ts';
import { startPatchbay } from '../../src/app/app.ts';
import { testDatabase } from './database.ts';
import { exchange } from './exchange.ts';
import { makeScratchDirectory, removeDirectory } from './scratch-directory.ts';

/** The demo token of every test server. */
export const TOKEN = 'test-token-0123456789';

/** A request to the server under test. */
export type Sent = {
  readonly method?: string;
  readonly body?: unknown;
  /** Sent as it is, instead of `body` as JSON. */
  readonly raw?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Default: the demo token. Null sends none. */
  readonly token?: string | null;
};

/** An answer with its body read. `json` is null when it is no JSON. */
export type Got = { readonly status: number; readonly headers: Headers; readonly text: string; readonly json: unknown };

/** A server of one's own, on a database of one's own. */
export type TestPatchbay = Patchbay & {
  readonly dataDirectory: string;
  /** Sends with the demo token: Basic under /apps and /manager, Bearer elsewhere. Redirects are not followed. */
  send(path: string, sent?: Sent): Promise<Got>;
  /** Resolves with the call as soon as it is stored in the state; at once when it is. */
  reached(callId: number, ...states: readonly CallState[]): Promise<Call>;
  /** Resolves with the call as soon as the condition holds. */
  until(callId: number, holds: (call: Call) => boolean): Promise<Call>;
};

/** The longest a call may take to get where a test waits for it; real time, only ever reached by a failing test. */
const MAX_WAIT_MS = 60_000;

/** Starts a server on a fresh demo workspace; it is stopped when the file's tests are over. `env` adds settings. */
export async function testPatchbay(
  env: Readonly<Record<string, string>> = {},
  { log = pino({ level: 'silent' }), ...replacements }: Replacements & { readonly log?: Logger } = {},
): Promise<TestPatchbay> {
  const database = replacements.connection === undefined ? await testDatabase() : null;
  const dataDirectory = await makeScratchDirectory();
  const config = readConfig({
    PATCHBAY_PORT: '0',
    PATCHBAY_DATA_DIR: dataDirectory,
    PATCHBAY_DEMO_TOKEN: TOKEN,
    PATCHBAY_SIMULATOR_SPEED: '1000',
    PATCHBAY_RATE_LIMIT: 'off',
    PATCHBAY_SENTENCE_ENCODER: 'off',
    PATCHBAY_SIP: 'off',
    // An engine is a process: only the tests of it have one.
    PATCHBAY_TRANSCRIBER: 'off',
    ...env,
  });
  const connection = replacements.connection ?? database?.config ?? {};
  const patchbay = await startPatchbay(config, log, { ...replacements, connection });
  after(async () => {
    await patchbay.stop();
    await database?.drop();
    await removeDirectory(dataDirectory);
  });
  const until = async (callId: number, holds: (call: Call) => boolean): Promise<Call> =>
    waitFor(patchbay, callId, holds);
  return {
    ...patchbay,
    dataDirectory,
    send: async (path, sent = {}) => send(patchbay.address + path, sent),
    until,
    reached: async (callId, ...states) => until(callId, (call) => states.includes(call.state)),
  };
}

async function waitFor({ engine }: Patchbay, callId: number, holds: (call: Call) => boolean): Promise<Call> {
  const heard = Promise.withResolvers<Call>();
  engine.onTransition(({ call }) => {
    if (call.id === callId && holds(call)) heard.resolve(call);
  });
  const [stored] = (await engine.calls.before(1, callId + 1, 1)).filter((call) => call.id === callId);
  if (stored !== undefined && holds(stored)) return stored;
  const timer = setTimeout(
    () =>
      heard.reject(new Error(`Call ${callId} did not get there; it was ${stored?.state ?? 'not stored'} at first.`)),
    MAX_WAIT_MS,
  );
  return heard.promise.finally(() => clearTimeout(timer));
}

/** Sends a request and reads the answer. */
async function send(url: string, { method, body, raw, headers = {}, token = TOKEN }: Sent): Promise<Got> {
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const isBasic = /^https?:\/\/[^/]+\/(apps|manager)\//.test(url);
  const authorization = isBasic ? `Basic ${Buffer.from(`demo:${token}`).toString('base64')}` : `Bearer ${token}`;
  const all = {
    ...(token === null ? {} : { authorization }),
    ...(content === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  };
  const answer = await exchange(new URL(url), method ?? (content === undefined ? 'GET' : 'POST'), all, content);
  return { ...answer, json: parsed(answer.text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** A key that no other test uses. */
export function freshKey(): string {
  return randomUUID();
}
