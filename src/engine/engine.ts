/** The only place where things happen to calls. Two doors: a command (someone asks) and `report` (carriers, timers, jobs). */
import type { Agent, AgentStatus } from '#domain/directory/agent.ts';
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import type { FinOutcome } from '#domain/call/external-call.ts';
import type { CallStore, Clock, Store } from '#domain/ports/stores.ts';
import type { LiveStore } from '#domain/ports/live-stores.ts';
import { isInTalk } from '#domain/call/participant.ts';
import type { TextMessage } from '#domain/call/redirect.ts';
import type { Deps } from './core/deps.ts';
import { createDeadlines } from './core/deadlines.ts';
import { catchUp, followUp } from './core/follow-up.ts';
import { takeLeave } from './acd/agent-vanished.ts';
import { createLive } from './agent-desk.ts';
import { bindCommands } from './command-table.ts';
import { resolveAnnouncement } from './core/announcements.ts';
import { createCallBackRates } from './core/call-back-rates.ts';
import { createCallerMenus } from './ivr/caller-menus.ts';
import type { Move, Mover } from './core/transitions.ts';
import { createMover } from './core/transitions.ts';
import { createNewsDesk } from './core/event-bus.ts';
import { createPresence } from './acd/presence.ts';
import { createQueues } from './acd/queue-stats.ts';
import { createRouter } from './acd/router.ts';
import { createWrapUps } from './acd/wrap-up.ts';

/** Whoever carries voices, as the engine sees him. */
export type CarrierPort = {
  readonly name: string;
  /** Whether it can reach a phone, so that it may take over where another one has failed. Absent: it can. */
  readonly reachesPhones?: boolean;
  follow(call: Call): void;
  sendText(message: TextMessage): Promise<boolean>;
};

/** What the engine is made of. */
export type EngineParts = {
  readonly store: Store;
  readonly live: LiveStore;
  readonly clock: Clock;
  /** Stores an agent's status and answers when it is stored. */
  setAgentStatus(workspaceId: number, agentId: number, status: AgentStatus): Promise<boolean>;
  newUid(): string;
  newToken(): string;
  publicUrl(): string;
  /** Removes the sound of a recording; it may be gone already. */
  removeRecording(uid: string): Promise<void>;
  readonly log: EngineLog;
};

/** One line a business event; fields carry no names, numbers or words of people. */
export type EngineLog = {
  moved(move: Move): void;
  failed(what: string, error: unknown): void;
};

/** How often calls that stand still are looked at again. */
const ROUND_MS = 15_000;

export type Engine = ReturnType<typeof createEngine>;

/** The engine as APIs and pages have it: commands, and what can be read and heard. They report nothing; carriers, timers and jobs do. */
export type EngineDoor = Omit<
  Engine,
  'report' | 'resolveAnnouncement' | 'addCarrier' | 'isIdle' | 'start' | 'drain' | 'stop' | 'settled'
>;

/** Makes the engine. Carriers are added before `start`. */
export function createEngine(parts: EngineParts) {
  const { store, clock, log } = parts;
  const carriers: CarrierPort[] = [];
  let isDraining = false;

  const failed = (what: string) => (error: unknown) => log.failed(what, error);
  const mover: Mover = createMover(store.calls, clock);
  const directory = async (workspaceId: number) => store.directory.load(workspaceId);

  const setAgentStatus = async (workspaceId: number, agentId: number, status: AgentStatus): Promise<boolean> => {
    const isKnown = await parts.setAgentStatus(workspaceId, agentId, status);
    if (isKnown) router.route(workspaceId);
    if (isKnown) news.tell({ type: 'agent', workspaceId, agentId });
    return isKnown;
  };

  const news = createNewsDesk();
  const presence = createPresence({
    clock,
    store: parts.live.presence,
    news,
    async away(workspaceId, agentId) {
      const agent = (await directory(workspaceId)).agents.get(agentId);
      // The simulator plays its agent again, and he is always there.
      const status = agent?.simulated === true ? 'available' : 'unavailable';
      if (!(await wrapUps.end(workspaceId, agentId, status))) await setAgentStatus(workspaceId, agentId, status);
    },
    vanished: async (workspaceId, agentId) => takeLeave(deps, workspaceId, agentId),
    isTalking: (workspaceId, agentId) =>
      mover.open().some((call) => call.workspaceId === workspaceId && isInTalk(call, agentId)),
    changed: (workspaceId) => router.route(workspaceId),
    failed: failed('presence'),
  });
  const wrapUps = createWrapUps({
    clock,
    store: parts.live.presence,
    isOnline: presence.isOnline,
    setAgentStatus,
    failed: failed('wrap_up'),
  });
  const isPlayed = (agent: Agent): boolean => agent.simulated && !presence.isOnline(agent.id);
  const mayRing = (agent: Agent): boolean => wrapUps.callOf(agent.id) === null && !presence.isAway(agent.id);
  const leavesToPeople = (workspaceId: number, agent: Agent): boolean =>
    isPlayed(agent) && presence.isAnyoneOnline(workspaceId);
  const router = createRouter(mover, {
    clock,
    directory,
    setAgentStatus,
    mayRing,
    async mayMiss(workspaceId, agentId) {
      const agent = (await directory(workspaceId)).agents.get(agentId);
      return agent !== undefined && !isPlayed(agent);
    },
    leavesToPeople,
    failed: failed('route'),
  });
  const mayTake = (agent: Agent): boolean =>
    agent.status === 'available' &&
    mayRing(agent) &&
    (agent.capacity === null || router.callsOf(agent.id) < agent.capacity);
  const isFree = (workspaceId: number, agent: Agent): boolean =>
    mayTake(agent) && (isPlayed(agent) ? !leavesToPeople(workspaceId, agent) : presence.isOnline(agent.id));
  const queues = createQueues({
    isFree,
    leavesToPeople,
    mayTake,
    isWorking: (agent) => mayTake(agent) || agent.status === 'wrap_up' || router.callsOf(agent.id) > 0,
    now: () => clock.now(),
  });
  const deadlines = createDeadlines(store.calls, clock, mover, directory, router.waitingFor, failed('deadline'));

  const menus = createCallerMenus({ store, news });
  const deps: Deps = {
    store,
    clock,
    mover,
    live: parts.live,
    news,
    router,
    wrapUps,
    menus,
    callBackRates: createCallBackRates(clock),
    isOnline: presence.isOnline,
    setAgentStatus,
    get firstCarrier() {
      return carriers[0]?.name ?? 'none';
    },
    newUid: parts.newUid,
    newToken: parts.newToken,
    isDraining: () => isDraining,
    sendText: async (message) => carriers[0]?.sendText(message) ?? false,
    publicUrl: parts.publicUrl,
    removeRecording: parts.removeRecording,
  };

  const errands = new Set<Promise<void>>();
  const settled = async (): Promise<void> => {
    await presence.settled();
    do {
      await mover.settled();
      await wrapUps.settled();
      await router.settled();
      await Promise.all(errands);
    } while (errands.size > 0);
    await mover.settled();
  };

  /** Everything that a call's new state asks for. Safe to repeat: it looks at how the call stands, not at what was done. */
  const react = (move: Move): void => {
    log.moved(move);
    wrapUps.moved(move);
    queues.moved(move);
    menus.see(move.call);
    router.moved(move);
    deadlines.keep(move.call);
    for (const carrier of carriers) carrier.follow(move.call);
    const reaching = carriers.filter((carrier) => carrier.reachesPhones !== false);
    const errand = followUp(deps, reaching, move)
      .catch(failed('follow_up'))
      .finally(() => errands.delete(errand));
    errands.add(errand);
  };
  mover.onMoved(react);
  const live = createLive(deps, { presence, queues });

  let cancelRounds = (): void => undefined;
  /** Looks again at calls that stand still: whatever failed to be done for them (the database was away) is done now. */
  const makeRounds = (): void => {
    cancelRounds = clock.after(ROUND_MS, async () => {
      const still = clock.now().getTime() - ROUND_MS;
      for (const call of mover.open())
        if (call.updatedAt.getTime() < still) react({ before: null, call, event: { type: 'reloaded' } });
      makeRounds();
      await store.calls.settleReservations().catch(failed('reservations'));
    });
  };

  return {
    /** What people at pages do and see. */
    live,
    /** Whether the simulator plays the agent: not while he sits at a page himself. */
    isPlayed,
    /**
     * Whether the next call of a queue would ring for the agent: available, signed in or simulated, not in wrap-up, with capacity left.
     * A simulated agent is not free while people are signed in, because calls are left to them. Every count of free agents asks this.
     */
    isFree,
    newUid: parts.newUid,
    ...bindCommands(deps),
    /** The voice agent has ended a call, with this outcome. */
    resolveAnnouncement: async (callId: number, outcome: FinOutcome) => resolveAnnouncement(deps, callId, outcome),
    /** A menu, a group or a number changed: whoever waits is looked at again. */
    directoryChanged(workspaceId: number) {
      router.route(workspaceId);
      news.tell({ type: 'directory', workspaceId });
    },
    /** Something has happened to a call: the door of carriers, timers and jobs alone. APIs and pages give commands. */
    report: async (callId: number, event: CallEvent) => mover.happened(callId, event),
    /** Hears every move after its commit. */
    onMoved: mover.onMoved,
    /** Does what the call's passed deadline asks for; the job queue calls it when a scheduled call comes due. */
    lookAt: deadlines.look,
    /** Calls the agent is in or rung for. */
    callsOf: router.callsOf,
    /** What can be read. Reading changes nothing. */
    calls: store.calls as Omit<
      CallStore,
      'create' | 'change' | 'settleReservations' | 'live' | 'overdue' | 'anyById' | 'unrecovered'
    >,
    transcripts: store.transcripts,
    externalCalls: store.externalCalls,
    directory: store.directory,
    redirects: store.redirects,

    /** Whether no call goes on here and no agent wraps one up: nothing whose length a new time of day would change. */
    isIdle: () => mover.open().next().done === true && wrapUps.isIdle(),
    /** Adds a carrier; the first one tries first. */
    addCarrier: (carrier: CarrierPort) => void carriers.push(carrier),
    /** Takes up every call that was open when the last process ended. */
    async start() {
      await store.calls.settleReservations();
      const open = await store.calls.live();
      for (const call of open) {
        mover.remember(call);
        router.see(call);
        queues.see(call);
      }
      await presence.start();
      await wrapUps.start();
      for (const call of open) react({ before: null, call, event: { type: 'reloaded' } });
      await catchUp(deps);
      deadlines.start();
      makeRounds();
    },
    /** Takes no new calls from now on. */
    drain: () => void (isDraining = true),
    /** Stops the timers and waits for what is under way. */
    async stop() {
      isDraining = true;
      cancelRounds();
      deadlines.stop();
      presence.stop();
      wrapUps.stop();
      await settled();
    },
    /** Resolves when nothing is under way; for tests. */
    settled,
  };
}
