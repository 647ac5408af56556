/** `patchbay listen`: events go to a program on this machine as a webhook would bring them. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebhookFormat } from '#domain/ports/webhooks.ts';
import { FORMATS } from '#webhooks/formats/formats.ts';
import { signedHeaders } from '#webhooks/request.ts';
import { newSecret } from '#webhooks/target.ts';
import type { Follower, ServerEvent } from '../event-stream.ts';
import { follow } from '../event-stream.ts';
import { formatOf, typesOf } from '../event-types.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { misused } from '../fault.ts';
import { plain } from '../print.ts';
import type { Asked, Given, Surroundings, Verb } from '../verb.ts';

/** How long the program may take to answer; the strictest format gives it no longer. Milliseconds. */
const PATIENCE_MS = 15_000;
/** Pauses before a message is sent again to a program that did not take it. Milliseconds. */
const RETRY_MS = [250, 1_000];

/** The verb. */
export const listen: Verb = {
  name: 'listen',
  about: 'forward events to a program on this machine, as a webhook would bring them',
  takes: [],
  options: {
    to: { value: 'URL', about: 'where the program listens, for example http://localhost:4242/webhook' },
    format: { value: 'FORMAT', about: 'whose webhooks: standard (unless said otherwise), intercom, ccaip, vcita' },
    event: { short: 'e', value: 'TYPE', isList: true, about: 'only events of the type; `call.*` is all that begin so' },
    since: { value: 'SEQUENCE', about: 'begin behind that sequence; 0 is everything there was' },
    secret: { value: 'SECRET', about: 'sign with it; one is made and printed unless it is given' },
    user: { value: 'NAME', about: 'the user of HTTP Basic, in the format ccaip' },
    'print-secret': { about: 'print the secret alone, and end' },
    count: { value: 'N', about: 'end after this many messages; with 1 if one of them was not taken' },
    idle: { value: 'SECONDS', about: 'end when nothing has come for so long; with 1 if a message was not taken' },
  },
  details:
    'Nothing of this machine has to be reachable from the server. Bodies and signatures are those of the webhooks of that format ' +
    '([how to](how-to/webhooks.md)). Messages go one after the other; one that is not taken is sent twice more. After a cut it resumes where it stopped.',
  examples: [
    'patchbay listen --to http://localhost:4242/webhook',
    "patchbay listen --to http://localhost:4242/webhook --format intercom -e 'call.*' --secret client-secret",
  ],
  async run(asked) {
    const { around, given, isJson } = asked;
    const format = formatOf(given.text('format') ?? 'standard');
    const secret = given.text('secret') ?? newSecret(format);
    if (given.has('print-secret')) {
      await around.out(secret);
      return EXIT_CODES.done;
    }
    const target = { url: targetOf(given.text('to')), format, secret, userName: given.text('user') ?? 'patchbay' };
    const most = given.count('count', Infinity, 1, 1_000_000);
    const following = { query: { format, types: typesOf(format, given.list('event')) }, after: sinceOf(given) };
    const server = await asked.server();
    if (!isJson && given.text('secret') === null) await around.err(`Signed with the secret ${secret}`);
    const idle = idleness(given.text('idle') === null ? null : given.count('idle', 0, 1, 3_600));
    const counts = { sent: 0, failed: 0 };
    const told = { ...reconnecting(around), opened: ready(asked, target.url, idle.restart) };
    for await (const event of follow(server, following, AbortSignal.any([around.signal, idle.signal]), told)) {
      idle.stop();
      counts.sent += 1;
      if (!(await forward(asked, target, event))) counts.failed += 1;
      if (counts.sent >= most) break;
      idle.restart();
    }
    idle.stop();
    return counts.failed > 0 && !around.signal.aborted ? EXIT_CODES.failed : EXIT_CODES.done;
  },
};

/** Says once that it listens. */
function ready({ around, isJson }: Asked, url: string, opened: () => void): () => Promise<void> {
  let isSaid = isJson;
  return async () => {
    opened();
    if (!isSaid) await around.err(`Ready: events go to ${url}`);
    isSaid = true;
  };
}

/** Aborts when it was not restarted or stopped for this many seconds; null never does. */
function idleness(seconds: number | null) {
  const idle = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => clearTimeout(timer);
  return {
    signal: idle.signal,
    stop,
    restart() {
      stop();
      if (seconds !== null) timer = setTimeout(() => idle.abort(), seconds * 1000);
    },
  };
}

/** Where messages go. */
type Target = {
  readonly url: string;
  readonly format: WebhookFormat;
  readonly secret: string;
  readonly userName: string;
};

function targetOf(url: string | null): string {
  if (url === null) throw misused('listen needs --to URL.');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw misused(`${url} is no address of a program.`);
  return url;
}

/** What the program answered. */
type Answer = { readonly status: number | null; readonly fault: string | null; readonly milliseconds: number };

/** Sends a message until it is taken or was sent three times; whether it was taken. */
async function forward(asked: Asked, target: Target, event: ServerEvent): Promise<boolean> {
  const { signal } = asked.around;
  for (const pause of [...RETRY_MS, null]) {
    const answer = await post(target, event, signal);
    const isTaken = answer.status !== null && answer.status >= 200 && answer.status < 300;
    await printAnswer(asked, event, answer);
    if (isTaken) return true;
    if (pause === null || signal.aborted) return false;
    await sleep(pause, null, { signal }).catch(() => null);
  }
  return false;
}

async function post(
  { url, format, secret, userName }: Target,
  event: ServerEvent,
  signal: AbortSignal,
): Promise<Answer> {
  const { type, data } = event;
  // The same for the same message: a program that was told it before a cut knows it again.
  const id = createHash('sha256').update(`${type}\n${data}`).digest('hex').slice(0, 32);
  const headers = signedHeaders(FORMATS[format], {
    id,
    body: data,
    at: new Date(),
    userName,
    secrets: { secret, former: null },
  });
  const from = performance.now();
  const took = (): number => Math.round(performance.now() - from);
  try {
    const ends = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    const answer = await fetch(url, { method: 'POST', headers, body: data, redirect: 'manual', signal: ends });
    await answer.body?.cancel();
    return { status: answer.status, fault: null, milliseconds: took() };
  } catch (error) {
    return { status: null, fault: faultOf(error), milliseconds: took() };
  }
}

function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}

async function printAnswer({ around, isJson }: Asked, { type }: ServerEvent, answer: Answer): Promise<void> {
  const { status, fault, milliseconds } = answer;
  if (isJson) return around.out(JSON.stringify({ event: type, ...answer }));
  return around.out(
    `${new Date().toISOString().slice(11, 23)}  ${plain(type).padEnd(24)}  ${status ?? plain(fault ?? '')}  ${milliseconds} ms`,
  );
}

/** From where it begins; null is from now on. */
export function sinceOf(given: Given): number | null {
  return given.text('since') === null ? null : given.count('since', 0, 0, Number.MAX_SAFE_INTEGER);
}

/** Says on the error output that the stream was cut, and that it is tried again. */
export function reconnecting(around: Surroundings): Follower {
  return { lost: async (why, inMs) => around.err(`Cut off: ${why}. Again in ${inMs} ms.`) };
}
