/**
 * The only place where things happen to calls. Two doors: a command (someone asks) and `report` (carriers, timers,
 * jobs).
 */
import type { AgentStatus } from '#domain/directory/agent.ts';
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import type { FinOutcome } from '#domain/call/external-call.ts';
import type { DialGuard } from '#domain/ports/dial-guard.ts';
import type { RefusalLog } from '#domain/ports/refusal-log.ts';
import type { EventBus, Move } from '#domain/ports/event-bus.ts';
import type { CallStore, Clock, FoundCalls, Store } from '#domain/ports/stores.ts';
import type { LiveStore } from '#domain/ports/live-stores.ts';
import { createAcd } from './acd/acd.ts';
import { createLive } from './agent-desk.ts';
import { bindCommands } from './command-table.ts';
import { resolveAnnouncement } from './core/announcements.ts';
import { createBriefs } from './core/briefs.ts';
import { createCallBackRates } from './core/call-back-rates.ts';
import { createCarriers } from './core/carriers.ts';
import type { Deps } from './core/deps.ts';
import { dialerOf, OPEN_GUARD, refusesEmergency, takeDialer } from './core/dialing.ts';
import { createDeadlines } from './core/deadlines.ts';
import { catchUp, createFollowUps } from './core/follow-up.ts';
import { createRounds } from './core/rounds.ts';
import { sendingAway, unlessSent } from './core/send-away.ts';
import { createTransitions } from './core/transitions.ts';
import { createCallerMenus } from './ivr/caller-menus.ts';

/** What the engine is made of. */
export type EngineParts = {
  readonly store: Store;
  readonly live: LiveStore;
  readonly clock: Clock;
  /** On which the engine publishes what has happened, and hears it. */
  readonly bus: EventBus;
  /** Stores an agent's status and answers when it is stored. */
  setAgentStatus(workspaceId: number, agentId: number, status: AgentStatus, name: string | null): Promise<boolean>;
  newUid(): string;
  newToken(): string;
  publicUrl(): string;
  /** The workspace's directory is to be read anew. */
  directoryChanged(workspaceId: number): void;
  /** Removes the files of what has been forgotten; safe to repeat. */
  removeFiles(): Promise<void>;
  /** Removes the sound of a recording; it may be gone already. */
  removeRecording: Deps['removeRecording'];
  /** What may be dialed over trunks. Absent: everything. */
  readonly dialGuard?: DialGuard;
  /** Hears of calls that were refused before there was one. Absent: no one does. */
  readonly refusals?: RefusalLog;
  readonly log: EngineLog;
};

/** One line a business event; fields carry no names, numbers or words of people. */
export type EngineLog = {
  moved(move: Move): void;
  failed(what: string, error: unknown): void;
};

export type Engine = ReturnType<typeof createEngine>;

/**
 * The engine as APIs and pages have it: commands, and what can be read and heard. They report nothing; carriers, timers
 * and jobs do.
 */
export type EngineDoor = Omit<Engine, InnerDoors>;

type InnerDoors =
  | ('report' | 'passOn' | 'resolveAnnouncement' | 'takeDialer' | 'addCarrier')
  | ('isIdle' | 'start' | 'drain' | 'stop' | 'settled');

/** Makes the engine. Each part is made of those above it. Carriers are added before `start`. */
export function createEngine(parts: EngineParts) {
  const core = createCore(parts);
  const { deps, acd, transitions, carriers, deadlines } = core;
  const reactions = createReactions(parts, core);
  return {
    ...bindCommands(deps),
    /** What people at pages see and hear. */
    live: createLive(deps, acd),
    isSimulated: acd.availability.isSimulated,
    isFree: acd.availability.isFree,
    /** Calls the agent is in or rung for. */
    callsOf: acd.load.callsOf,
    newUid: parts.newUid,
    /**
     * Whether a telephone where the workspace is would reach the emergency services with what was typed: then it is not
     * dialed, which is counted, and noted in the call that it was to be dialed for.
     */
    isEmergency: async (workspaceId: number, text: string, callId: number | null = null) =>
      refusesEmergency(deps, workspaceId, text, callId),
    /** A menu, a group or a number changed: anyone who waits is looked at again. */
    directoryChanged: (workspaceId: number) => parts.bus.publish('news', { type: 'directory', workspaceId }),
    /** Hears every move after its commit. */
    onTransition: (listener: (move: Move) => void) => parts.bus.subscribe('move', listener),
    /** Does what the call's passed deadline asks for; the job queue calls it when a scheduled call comes due. */
    lookAt: deadlines.look,
    ...readable(parts.store),

    /** Something has happened to a call: the door of carriers, timers and jobs alone. APIs and pages give commands. */
    report: async (callId: number, event: CallEvent) => transitions.apply(callId, event),
    /** The voice agent has ended a call, with this outcome. */
    resolveAnnouncement: async (callId: number, outcome: FinOutcome) => resolveAnnouncement(deps, callId, outcome),
    /**
     * The first of the carriers that may dial the number now, counted, for a carrier that dials by itself: a third
     * party's next trunk, and whom a telephone transfers its call to.
     */
    takeDialer: async (asked: Parameters<typeof takeDialer>[1], carriers: readonly string[]) =>
      takeDialer(deps, asked, carriers),
    /** Whether no call is in progress here, nor a wrap-up: nothing whose length a new time of day would change. */
    isIdle: () => transitions.open().next().done === true && acd.wrapUps.isIdle(),
    /** Adds a carrier; the first one tries first. */
    addCarrier: carriers.add,
    /** Takes no new calls from now on. */
    drain: core.drain,
    ...createLifetime(parts, core, reactions),
  };
}

type Core = ReturnType<typeof createCore>;

/** The parts that commands and reactions work with. */
function createCore(parts: EngineParts) {
  const { store, live, clock, bus, log } = parts;
  let isDraining = false;
  const carriers = createCarriers();
  const transitions = createTransitions(store.calls, clock, bus);
  const acd = createAcd({
    clock,
    bus,
    transitions,
    store,
    live,
    setAgentStatus: parts.setAgentStatus,
    failed: log.failed,
  });
  const directory = async (workspaceId: number) => store.directory.load(workspaceId);
  const waitingFor = (menuId: number): number => acd.index.queue(menuId).length;
  const deadlines = createDeadlines({
    calls: store.calls,
    clock,
    transitions,
    directory,
    waitingFor,
    dialerOf: async (call) => dialerOf(deps, call),
    sendingAway: async (call, placement, menuId) => sendingAway(deps, call, placement, menuId),
    unlessSent: async (sent, outcome) => unlessSent(deps, sent, outcome),
    failed: (error) => log.failed('deadline', error),
  });
  const deps: Deps = {
    store,
    clock,
    transitions,
    live,
    bus,
    load: acd.load,
    queueIndex: acd.index,
    wrapUps: acd.wrapUps,
    menus: createCallerMenus(store, bus),
    briefs: createBriefs(store.talks),
    callBackRates: createCallBackRates(clock),
    dialGuard: parts.dialGuard ?? OPEN_GUARD,
    refusals: parts.refusals ?? { note: async () => undefined },
    isOnline: acd.roster.isOnline,
    setAgentStatus: acd.setAgentStatus,
    carriersOf: carriers.reaching,
    newUid: parts.newUid,
    newToken: parts.newToken,
    isDraining: () => isDraining,
    sendText: carriers.sendText,
    publicUrl: parts.publicUrl,
    directoryChanged: parts.directoryChanged,
    removeFiles: parts.removeFiles,
    removeRecording: parts.removeRecording,
  };
  return { carriers, transitions, acd, deadlines, deps, drain: () => void (isDraining = true) };
}

/**
 * What a call's new state asks for, in this order, as subscribers of the bus. Safe to repeat: each looks at how the
 * call stands, not at what was done. A wrap-up begins before the router looks, which must not ring its agent; the index
 * and the load are counted before anyone reads.
 */
function createReactions({ bus, log }: EngineParts, { carriers, acd, deadlines, deps }: Core) {
  const followUps = createFollowUps(deps, (error) => log.failed('follow_up', error));
  const reactions: readonly ((move: Move) => void)[] = [
    log.moved,
    acd.wrapUps.moved,
    ({ call }) => acd.index.see(call),
    ({ call }) => acd.load.see(call),
    acd.queues.moved,
    ({ call }) => deps.menus.see(call),
    ({ call }) => deps.briefs.see(call),
    acd.router.moved,
    acd.missed.moved,
    acd.staffing.moved,
    ({ call, event }) => (event.type === 'rescheduled' ? deadlines.soon(call) : deadlines.keep(call)),
    ({ call }) => carriers.follow(call),
    followUps.moved,
  ];
  for (const reaction of reactions) bus.subscribe('move', reaction);
  return {
    followUps,
    /** Does all of it again for a call that has not moved; no one else is told. */
    again(call: Call) {
      for (const reaction of reactions) reaction({ before: null, call, event: { type: 'reloaded' } });
    },
  };
}

/** How the engine starts and stops. */
function createLifetime(
  { clock, store, log }: EngineParts,
  { transitions, acd, deadlines, deps, drain }: Core,
  { followUps, again }: ReturnType<typeof createReactions>,
) {
  const { presence, wrapUps, router, missed, staffing, index, load } = acd;
  const failed = (error: unknown): void => log.failed('reservations', error);
  const rounds = createRounds({ clock, transitions, calls: store.calls, again, failed });

  const settled = async (): Promise<void> => {
    await presence.settled();
    do {
      await transitions.settled();
      await wrapUps.settled();
      await router.settled();
      await missed.settled();
      await staffing.settled();
      await followUps.settled();
    } while (!followUps.isIdle());
    await transitions.settled();
  };

  return {
    /** Takes up every call that was open when the last process ended. */
    async start() {
      await store.calls.settleReservations();
      const open = await store.calls.live();
      // All are known before anything is done for one: places and loads are of all.
      for (const call of open) {
        transitions.remember(call);
        index.see(call);
        load.see(call);
      }
      await deps.briefs.takeUp(open);
      await presence.start();
      await wrapUps.start();
      for (const call of open) again(call);
      await catchUp(deps);
      deadlines.start();
      rounds.start();
    },
    /** Stops the timers and waits for what is under way. */
    async stop() {
      drain();
      rounds.stop();
      deadlines.stop();
      presence.stop();
      wrapUps.stop();
      await settled();
    },
    /** Resolves when nothing is under way; for tests. */
    settled,
  };
}

/** Of more contacts or transcripts that a search finds, the newest count. */
const MAX_FOUND_CONTACTS = 100;
const MAX_FOUND_TRANSCRIPTS = 500;

/** What can be read. Reading changes nothing. */
function readable({ calls, transcripts, externalCalls, directory, redirects, contacts }: Store) {
  return {
    calls: calls as Omit<
      CallStore,
      'create' | 'change' | 'settleReservations' | 'live' | 'overdue' | 'anyById' | 'unrecovered'
    >,
    transcripts,
    externalCalls,
    directory,
    redirects,
    contacts,
    /**
     * The calls of contacts whom the text names, and those in which its words were said. The newest contacts, and the
     * newest such calls.
     */
    async findCalls(workspaceId: number, text: string): Promise<FoundCalls> {
      const [found, callIds] = await Promise.all([
        contacts.list(workspaceId, { text, phone: null }, { beyond: null, limit: MAX_FOUND_CONTACTS }),
        transcripts.withWords(workspaceId, text, MAX_FOUND_TRANSCRIPTS),
      ]);
      return { contactIds: found.map(({ id }) => id), callIds };
    },
  };
}
