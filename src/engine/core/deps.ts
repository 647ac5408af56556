/** What the commands of the engine work with. Made once in engine.ts and passed to each. */
import type { Clock, Store } from '#domain/ports/stores.ts';
import type { LiveStore } from '#domain/ports/live-stores.ts';
import type { TextMessage } from '#domain/call/redirect.ts';
import type { NewsDesk } from './event-bus.ts';
import type { Mover } from './transitions.ts';
import type { Router } from '../acd/router.ts';

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
