/** The engine as the simulator sees it, and the simulator as its directors do. */
import { MAGIC_NUMBERS } from '#carriers/simulator/magic-numbers.ts';
import { SIMULATOR_NAMES } from '#carriers/simulator/names.ts';
import type { Simulator, World } from '#carriers/simulator/simulator.ts';
import type { Call } from '#domain/call/call.ts';
import { legOutcome } from '#domain/call/failover.ts';
import { callerOf, namedAgent } from '#domain/identity/actor.ts';
import type { Store } from '#domain/ports/stores.ts';
import type { Agent } from '#domain/directory/agent.ts';
import { defaultNumber } from '#domain/directory/workspace.ts';
import type { FarEndSignal, SimulatorDoor } from '#api/patchbay/door.ts';
import type { CallEvent } from '#domain/call/event.ts';
import type { Engine } from '#engine/engine.ts';

/** Makes it. */
export function simulatorHost(
  engine: Engine,
  store: Store,
  recordingPath: (uid: string) => string,
  failed: (what: string, error: unknown) => void,
  isRecordedElsewhere: (call: Call) => boolean = () => false,
): World {
  return {
    report: async (callId, event) => engine.report(callId, event),
    answer: async (call, agentId) => engine.answerCall(namedAgent(call.workspaceId, agentId), call.id),
    async chooseMenu(call, menuId) {
      const { menus } = await store.directory.load(call.workspaceId);
      const first = menus
        .values()
        .find((menu) => menu.kind === 'ivr_menu' && !menu.hidden && !menu.deleted && !menu.redirected);
      const chosen = menuId ?? first?.id;
      return chosen === undefined
        ? engine.report(call.id, { type: 'hung_up', by: 'end_user' })
        : engine.selectMenu(callerOf(call), call.id, chosen);
    },
    async simulatedAgents(workspaceId) {
      const { agents } = await store.directory.load(workspaceId);
      const isSimulated = (agent: Agent | undefined): boolean => agent !== undefined && engine.isSimulated(agent);
      return { has: (agentId) => isSimulated(agents.get(agentId)) };
    },
    resolveFin: async (callId, outcome) => engine.resolveAnnouncement(callId, outcome),
    async escalateToQueue(call) {
      // A call that another system announced goes back to that system.
      if ((await store.externalCalls.byCall(call.id)) !== null) return;
      const number = defaultNumber(await store.directory.load(call.workspaceId));
      if (number === undefined) return;
      await engine.takeCall({
        workspaceId: call.workspaceId,
        from: call.contactNumber,
        to: number.number,
        origin: 'phone',
        carrier: SIMULATOR_NAMES[0],
        lang: call.lang,
        requestKey: `fin-handoff ${call.id}`,
        finCallId: call.id,
        conversationId: call.conversationId,
      });
    },
    isRecordedElsewhere,
    eventsOf: async (call) => store.calls.events(call.workspaceId, call.id),
    transcripts: store.transcripts,
    recordingPath,
    failed,
  };
}

/** The door through which our own API directs the simulator. */
export function openDoor(engine: Pick<Engine, 'report'>, simulator: Simulator, speed: number): SimulatorDoor {
  return {
    carriers: SIMULATOR_NAMES,
    speed,
    magicNumbers: Object.entries(MAGIC_NUMBERS).map(([digits, row]) => ({ digits, ...row })),
    farEnd: async (callId, signal) => engine.report(callId, reportOf(signal)),
    presetMenu: simulator.presetMenu,
    takeControl: simulator.takeControl,
    releaseControl: simulator.releaseControl,
  };
}

function reportOf(signal: FarEndSignal): CallEvent {
  if (signal.type === 'fail') return legOutcome(signal.sipStatus);
  return { type: signal.type === 'ring' ? 'leg_ringing' : 'legs_bridged' };
}
