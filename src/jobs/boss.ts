/**
 * What happens without being asked, on a queue in the same database: scheduled calls, the count of closed hours,
 * forgetting.
 */
import { PgBoss } from 'pg-boss';
import { correlated } from '#background/correlation.ts';
import type { Call } from '#domain/call/call.ts';
import type { Engine } from '#engine/engine.ts';

/** A scheduled call that comes due. */
const DUE = 'call_due';
/** Work that returns by the clock. */
const HOURLY = 'hourly';
const NIGHTLY = 'nightly';
/** How often the queue is asked: what a scheduled call may be late. */
const POLL_SECONDS = 0.5;

/** Connections of the queue's own. */
export const MAX_JOB_CONNECTIONS = 3;

export type JobParts = {
  /** What `pg` takes to connect. */
  readonly connection: object;
  readonly engine: Engine;
  /** Done every hour, by one node. Each must be safe to repeat. */
  readonly hourly: readonly { readonly name: string; run(): Promise<unknown> }[];
  /** The same every night. */
  readonly nightly: readonly { readonly name: string; run(): Promise<unknown> }[];
  /** A job was done, or failed and is tried again. */
  done(job: string, milliseconds: number, isOk: boolean): void;
  failed(what: string, error: unknown): void;
};

export type Jobs = { start(): Promise<void>; stop(): Promise<void> };

/** Makes the queue's worker. A job that is lost costs nothing: the engine's sweep finds overdue calls by their row. */
export function createJobs({ connection, engine, hourly, nightly, done, failed }: JobParts): Jobs {
  const boss = new PgBoss({
    ...connection,
    max: MAX_JOB_CONNECTIONS,
    application_name: 'patchbay-jobs',
    persistWarnings: false,
  });
  boss.on('error', (error) => failed('jobs', error));
  let isRunning = false;

  const remind = async (call: Call): Promise<void> => {
    if (call.state !== 'scheduled' || call.scheduledAt === null) return;
    await boss.send(
      DUE,
      { callId: call.id },
      { startAfter: call.scheduledAt, singletonKey: `${call.id} ${call.scheduledAt.getTime()}` },
    );
  };

  engine.onTransition(({ before, call, event }) => {
    // A job of a time before finds nothing to do.
    if ((before === null || event.type === 'rescheduled') && isRunning)
      remind(call).catch((error: unknown) => failed('jobs.remind', error));
  });

  /** Does a job and tells how it went; its failure is the queue's to handle. */
  const timed = async (job: string, work: () => Promise<unknown>): Promise<void> => {
    const begun = performance.now();
    let isOk = false;
    try {
      await work();
      isOk = true;
    } finally {
      done(job, Math.round(performance.now() - begun), isOk);
    }
  };

  return {
    async start() {
      await boss.start();
      await boss.createQueue(DUE, { policy: 'exclusive', retryLimit: 5, retryDelay: 1, retryBackoff: true });
      await boss.createQueue(HOURLY, { policy: 'singleton' });
      await boss.schedule(HOURLY, '7 * * * *');
      await boss.createQueue(NIGHTLY, { policy: 'singleton' });
      await boss.schedule(NIGHTLY, '23 3 * * *');
      await boss.work<{ callId: number }>(
        DUE,
        { pollingIntervalSeconds: POLL_SECONDS, batchSize: 100 },
        async (jobs) => {
          await Promise.all(
            jobs.map(async ({ data: { callId } }) =>
              correlated({ callId }, async () => timed(DUE, async () => engine.lookAt(callId))),
            ),
          );
        },
      );
      await boss.work(HOURLY, { pollingIntervalSeconds: 30 }, async () => {
        for (const { name, run } of hourly) await timed(name, run);
      });
      await boss.work(NIGHTLY, { pollingIntervalSeconds: 30 }, async () => {
        for (const { name, run } of nightly) await timed(name, run);
      });
      isRunning = true;
      for (const { name, run } of hourly)
        await timed(name, run).catch((error: unknown) => failed('jobs.hourly', error));
    },
    async stop() {
      isRunning = false;
      await boss.stop({ graceful: true, timeout: 10_000 });
    },
  };
}
