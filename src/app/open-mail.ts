/** Mail, sent to addresses that may be reached. */
import type { Clock } from '#domain/ports/stores.ts';
import type { Mailing } from '#mail/mail.ts';
import { createMailing } from '#mail/mail.ts';
import type { Config } from '#config/config.ts';
import type { Stores } from './open-stores.ts';
import { reachOf } from './reach.ts';
import type { Countdown } from './stop-in-time.ts';

export type MailOpening = {
  readonly config: Config;
  readonly clock: Clock;
  readonly stores: Stores;
  /** Ends what is opened here. */
  readonly started: AsyncDisposableStack;
  readonly countdown: Countdown;
  failed(what: string, error: unknown): void;
};

/** Makes it, and begins to send what waits. */
export async function openMail({ config, clock, stores, started, countdown, failed }: MailOpening): Promise<Mailing> {
  const mailing = createMailing({ store: stores.mail, reach: reachOf(config), clock, failed });
  started.defer(countdown.step('mail', 2_000, async () => mailing.stop()));
  await mailing.start();
  return mailing;
}
