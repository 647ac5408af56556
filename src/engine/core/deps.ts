/** What the commands of the engine work with. Made once in engine.ts and passed to each. */
import type { Clock, Store } from '#domain/ports/stores.ts';
import type { LiveStore } from '#domain/ports/live-stores.ts';
import type { Call } from '#domain/call/call.ts';
import type { TextMessage } from '#domain/call/redirect.ts';
import type { DialGuard } from '#domain/ports/dial-guard.ts';
import type { RefusalLog } from '#domain/ports/refusal-log.ts';
import type { EventBus } from '#domain/ports/event-bus.ts';
import type { Transitions } from './transitions.ts';
import type { AgentStatus } from '#domain/directory/agent.ts';
import type { AgentLoad } from '../acd/agent-load.ts';
import type { QueueIndex } from '../acd/queue-index.ts';
import type { WrapUps } from '../acd/wrap-up.ts';
import type { Briefs } from './briefs.ts';
import type { CallerMenus } from '../ivr/caller-menus.ts';
import type { CallBackRates } from './call-back-rates.ts';

export type Deps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly transitions: Transitions;
  readonly live: LiveStore;
  readonly bus: EventBus;
  readonly load: AgentLoad;
  readonly queueIndex: QueueIndex;
  readonly wrapUps: WrapUps;
  readonly menus: CallerMenus;
  readonly briefs: Briefs;
  readonly callBackRates: CallBackRates;
  readonly dialGuard: DialGuard;
  readonly refusals: RefusalLog;
  /** The names of the carriers that reach phones for the workspace, in the order in which they try. */
  carriersOf(workspaceId: number): readonly string[];
  /** Whether the agent is at a page, or was less than the grace ago. */
  isOnline(agentId: number): boolean;
  /** Stores the status and tells everyone it concerns; false when there is no such agent. */
  setAgentStatus(workspaceId: number, agentId: number, status: AgentStatus, name?: string | null): Promise<boolean>;
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
  /** Whom the workspace blocks, or anything else that it keeps in memory, has changed: the next look reads it anew. */
  directoryChanged(workspaceId: number): void;
  /** Removes the files of what has been forgotten. What fails is tried again by a job. */
  removeFiles(): Promise<void>;
  /**
   * Removes the sound of a recording, which may be gone already; before that it notes in the audit log who had the
   * recording of `call` deleted. Null: that was noted before.
   */
  removeRecording(uid: string, call: Pick<Call, 'workspaceId' | 'id'> | null): Promise<void>;
};
