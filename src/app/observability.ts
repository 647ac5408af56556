/** What is logged: an event's name and its fields, and never a token, a number, a name or a word that somebody said. */
import type { Logger } from 'pino';
import { Counter, Histogram, Registry } from 'prom-client';
import type { Move } from '#engine/core/transitions.ts';
import type { RequestLine } from '#http/server-parts.ts';

/** Everything `/metrics` shows. Labels have few values. */
export const metrics = new Registry();

const movesTotal = new Counter({
  name: 'patchbay_call_moves_total',
  help: 'Calls moved, by event',
  labelNames: ['event'],
  registers: [metrics],
});
const requestSeconds = new Histogram({
  name: 'patchbay_http_request_seconds',
  help: 'Time to answer',
  labelNames: ['surface', 'method', 'status'],
  buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
  registers: [metrics],
});
const failuresTotal = new Counter({
  name: 'patchbay_failures_total',
  help: 'Things that should not have happened',
  labelNames: ['what'],
  registers: [metrics],
});

const turnedAwayTotal = new Counter({
  name: 'patchbay_web_calls_turned_away_total',
  help: 'Web calls whose sound was never connected: no call was stored',
  labelNames: ['reason'],
  registers: [metrics],
});

/** One helper an event: it feeds the log and the metric together. */
export function handlersOf(log: Logger) {
  return {
    moved({ before, call, event }: Move): void {
      movesTotal.inc({ event: event.type });
      if (before?.state !== call.state && event.type !== 'reloaded')
        log.info(
          {
            callId: call.id,
            workspaceId: call.workspaceId,
            from: before?.state ?? null,
            to: call.state,
            by: event.type,
          },
          'call.moved',
        );
    },
    answered(line: RequestLine): void {
      requestSeconds.observe(
        { surface: line.surface, method: line.method, status: line.status },
        line.milliseconds / 1000,
      );
      log.debug(line, 'http.answered');
    },
    /** `reason`: in the words of a call's `fail_reason`. */
    turnedAway(workspaceId: number, reason: string): void {
      turnedAwayTotal.inc({ reason });
      log.info({ workspaceId, reason }, 'web_call.turned_away');
    },
    failed(what: string, error: unknown): void {
      failuresTotal.inc({ what: what.split('.')[0] ?? what });
      log.error({ what, error: describe(error) }, 'failed');
    },
  };
}

/** An error without what it may quote: PostgreSQL's detail holds the values of a row. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error ? String(error.code) : undefined;
  return { name: error.name, message: error.message.slice(0, 500), code, stack: error.stack?.split('\n').slice(1, 8) };
}
