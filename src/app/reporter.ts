/**
 * One reporter: each thing that happens is told once, and feeds the log line and the metric together. A line is an
 * event's name with its fields, from a logger of its subsystem, with the request and the call it belongs to; never a
 * token, a number, a name or what was said.
 */
import type { Logger } from 'pino';
import { correlation } from '#background/correlation.ts';
import type { DialRefusal } from '#domain/call/dial-refusal.ts';
import type { Move } from '#domain/ports/event-bus.ts';
import type { VoiceEngine } from '#domain/ports/voice-engines.ts';
import type { ArrivalRefusal } from '#domain/ports/refusal-log.ts';
import type { RequestLine } from '#http/server-parts.ts';
import type { SipNews } from '#carriers/sip/news.ts';
import type { LegEvent } from '#media/media-server.ts';
import type { StreamOutcome } from '#voice-agent/stt/told-streams.ts';
import type { TrunkNews } from '#carriers/sip/trunk-tally.ts';
import { counters, passedOver, queuedCalls, requestSeconds } from './metrics.ts';
import { countRefusal, countTrunkNews } from './trunk-metrics.ts';

/** The parts of the program that log under a name of their own. */
export const SUBSYSTEMS = [
  'calls',
  'http',
  'jobs',
  'media',
  'pages',
  'simulator',
  'sip',
  'storage',
  'webhooks',
  'process',
] as const;
export type Subsystem = (typeof SUBSYSTEMS)[number];

/** Tells what happens. */
export type Reporter = {
  /** The logger of a subsystem, for what is only logged. */
  readonly loggers: Readonly<Record<Subsystem, Logger>>;
  callMoved(move: Move): void;
  requestAnswered(line: RequestLine): void;
  /** A web call whose sound never connected. `reason`: in the words of a call's `fail_reason`. */
  callTurnedAway(workspaceId: number, reason: string): void;
  legChanged(event: LegEvent): void;
  /** A request is not in the request log. `reason`: has few values. */
  requestLeftOut(reason: string): void;
  /** A number was not dialed over a trunk; null: over none. */
  dialRefused(workspaceId: number, trunkId: number | null, why: DialRefusal): void;
  /** A call that came in over a trunk was not taken. */
  arrivalRefused(workspaceId: number, trunkId: number, cause: ArrivalRefusal): void;
  /** Of the calls of a trunk. */
  trunkTold(news: TrunkNews): void;
  /** Of signalling, besides calls. */
  sipTold(news: SipNews): void;
  /** A page came back after a reload or a cut. */
  pageReconnected(page: 'agent' | 'caller', callId?: number): void;
  /** A stream of a live call was to be heard. */
  streamTold(outcome: StreamOutcome): void;
  /** A request to an engine elsewhere has an outcome. */
  engineAsked(engine: Pick<VoiceEngine, 'task' | 'place'>, outcome: 'answered' | 'failed'): void;
  /** It is asked or passed over from now on. */
  engineChanged(engine: Pick<VoiceEngine, 'task' | 'place' | 'host' | 'state'>): void;
  /** A job that the clock started is done. Milliseconds. */
  jobDone(job: string, milliseconds: number, isOk: boolean): void;
  /** Something that should not have happened. `what`: has few values; its part before a dot is the metric's label. */
  failed(what: string, error: unknown): void;
};

/** Makes the reporter of this process. */
export function createReporter(log: Logger): Reporter {
  const named = SUBSYSTEMS.map((subsystem) => [subsystem, log.child({ subsystem })] as const);
  // The list is every subsystem, so the record is total.
  const loggers = Object.fromEntries(named) as Record<Subsystem, Logger>;
  const queued = new Set<number>();
  return {
    loggers,
    callMoved(move) {
      countMove(move, queued);
      const { before, call, event } = move;
      if (before?.state === call.state || event.type === 'reloaded') return;
      const { id: callId, workspaceId } = call;
      const fields = {
        ...correlation(),
        callId,
        workspaceId,
        from: before?.state ?? null,
        to: call.state,
        by: event.type,
      };
      loggers.calls.info(fields, 'call.moved');
    },
    requestAnswered(line) {
      const { surface, method, status, milliseconds } = line;
      requestSeconds.observe({ surface, method, status }, milliseconds / 1000);
      loggers.http.debug(line, 'http.answered');
    },
    callTurnedAway(workspaceId, reason) {
      counters.turnedAway.inc({ reason });
      loggers.calls.info({ ...correlation(), workspaceId, reason }, 'web_call.turned_away');
    },
    requestLeftOut: (reason) => counters.requestsLeftOut.inc({ reason }),
    legChanged(event) {
      if (!isCounted(event)) return;
      const reason = event.type === 'lost' ? event.reason : 'none';
      counters.legs.inc({ event: event.type, reason });
      const level = reason === 'failed' || reason === 'worker' ? 'warn' : 'debug';
      loggers.media[level]({ ...correlation(), legId: event.legId, reason }, `leg.${event.type}`);
    },
    sipTold(news) {
      counters.sip.inc({ event: news.type }, news.type === 'strangers' ? news.count : 1);
      const { type, ...fields } = news;
      loggers.sip.warn('error' in fields ? { ...fields, error: describe(fields.error) } : fields, `sip.${type}`);
    },
    trunkTold: countTrunkNews,
    dialRefused(workspaceId, trunkId, why) {
      counters.dialRefusals.inc({ reason: why });
      countRefusal(trunkId, 'out', why);
      loggers.calls.warn({ ...correlation(), workspaceId, trunkId, reason: why }, 'dial.refused');
    },
    arrivalRefused(workspaceId, trunkId, cause) {
      countRefusal(trunkId, 'in', cause);
      // It is how a number without a destination shows: who looks for a call that did not arrive looks for this word.
      if (cause === 'number_unknown') counters.sip.inc({ event: cause });
      const name = cause === 'number_unknown' ? 'sip.number_unknown' : 'sip.call_refused';
      loggers.sip.warn({ ...correlation(), workspaceId, trunkId, reason: cause }, name);
    },
    pageReconnected(page, callId) {
      counters.reconnects.inc({ page });
      loggers.pages.info({ ...correlation(), page, ...(callId === undefined ? {} : { callId }) }, 'page.reconnected');
    },
    streamTold(outcome) {
      counters.streams.inc({ outcome });
      const level = outcome === 'opened' || outcome === 'closed' ? 'debug' : 'warn';
      loggers.media[level]({ ...correlation(), outcome }, 'stream.told');
    },
    engineAsked: ({ task, place }, outcome) => counters.engineRequests.inc({ task, place, outcome }),
    engineChanged({ task, place, host, state }) {
      passedOver.set({ task, place }, state === 'closed' ? 0 : 1);
      loggers.calls[state === 'open' ? 'warn' : 'info']({ task, place, host, state }, 'voice_engine.changed');
    },
    jobDone(job, milliseconds, isOk) {
      counters.jobs.inc({ job, outcome: isOk ? 'done' : 'failed' });
      loggers.jobs.debug({ job, milliseconds, isOk }, 'job.done');
    },
    failed(what, error) {
      const [label = what] = what.split('.');
      counters.failures.inc({ what: label });
      loggers[subsystemOf(label)].error({ ...correlation(), what, error: describe(error) }, 'failed');
    },
  };
}

/** What legs tell of their connections: not each digit, nor the end of each prompt. */
function isCounted({ type }: LegEvent): boolean {
  return type === 'connected' || type === 'interrupted' || type === 'lost';
}

/** What a call's event counts as, besides a move. */
function countMove({ call, event }: Move, queued: Set<number>): void {
  counters.moves.inc({ event: event.type });
  if (call.state === 'queued') queued.add(call.id);
  else queued.delete(call.id);
  queuedCalls.set(queued.size);
  switch (event.type) {
    case 'agents_rung':
      counters.offers.inc({ outcome: 'made' }, event.agentIds.length);
      break;
    case 'offer_missed':
      counters.offers.inc({ outcome: 'missed' }, event.agentIds.length);
      break;
    case 'offer_declined':
      counters.offers.inc({ outcome: 'declined' });
      break;
    case 'agent_assigned':
      counters.offers.inc({ outcome: 'accepted' });
      break;
    case 'recording_started':
    case 'recording_stored':
    case 'recording_failed':
      counters.recordings.inc({ outcome: event.type.slice('recording_'.length) });
      break;
    default: // Counted as a move alone.
  }
}

/** The subsystem of a failure, by the first part of its name; the engine's own are of calls. */
function subsystemOf(label: string): Subsystem {
  return OWNERS[label] ?? SUBSYSTEMS.find((each) => each === label) ?? 'calls';
}

const OWNERS: Readonly<Record<string, Subsystem>> = {
  webrtc: 'media',
  speech: 'media',
  database: 'storage',
  caller: 'pages',
  desk: 'pages',
  stop: 'process',
  timer: 'process',
};

/** PostgreSQL's five-character codes. Source: PostgreSQL 18, appendix A. */
const SQLSTATE = /^[0-9A-Z]{5}$/;

/**
 * An error without what it may quote: PostgreSQL's detail holds the values of a row, and its message what could not be
 * read.
 */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error ? String(error.code) : undefined;
  const message = error.message.slice(0, 500);
  return {
    name: error.name,
    message: code !== undefined && SQLSTATE.test(code) ? message.replaceAll(/: ".*|"[^"]*"/gs, '…') : message,
    code,
    stack: error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 7),
  };
}
