/** What the commands of the engine work with. Made once in engine.ts and passed to each. */
import type { Clock, Store } from '#call/ports.ts';
import type { LiveStore } from '#call/live-ports.ts';
import type { TextMessage } from '#call/redirect.ts';
import type { NewsDesk } from './news.ts';
import type { Mover } from './mover.ts';
import type { Router } from './router.ts';

export type Deps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly mover: Mover;
  readonly live: LiveStore;
  readonly news: NewsDesk;
  readonly router: Router;
  /** The carrier that tries first. */
  readonly firstCarrier: string;
  /** A new UUID (version 7). */
  newUid(): string;
  /** A new secret for a link: 122 random bits as a UUID (version 4). */
  newToken(): string;
  /** Whether the server is on its way down and takes no new calls, in either direction. */
  isDraining(): boolean;
  /** Hands a text message to the carrier; false when it refuses it. */
  sendText(message: TextMessage): Promise<boolean>;
  /** The address of this server as people reach it, without a slash at the end. */
  publicUrl(): string;
  /** Removes the sound of a recording; it may be gone already. */
  removeRecording(uid: string): Promise<void>;
};
