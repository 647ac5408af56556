/** This is one table: whole simulated calls, each of which comes out in one way. */
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseAgent, chooseMenu, chooseNumber } from './choose.ts';
import { CliFault, misused } from './fault.ts';
import type { Server } from './server.ts';
import type { CallShape } from './shapes.ts';

/** What may be said of a scenario's call. Null: it is chosen. */
export type Casting = { readonly from: string | null; readonly menuId: number | null; readonly agent: string | null };

/** A scenario. */
export type Scenario = {
  readonly about: string;
  /** The event types of the format `standard` that the call brings about among others. */
  readonly brings: readonly string[];
  /** Begins it; resolves with the call. */
  begin(server: Server, casting: Casting): Promise<CallShape>;
  /** What is done in the call once it is there. */
  go?(server: Server, call: CallShape, casting: Casting): Promise<void>;
};

/** Before the last four digits, by which the simulator knows what the person at a number does. */
const PREFIX = '+1415555';
const ANY_NUMBER = `${PREFIX}0148`;
/** How long a scenario waits for its call to get somewhere. Milliseconds. */
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 50;

/** The number of someone who does what the digits say. */
function someone(digits: string, { from }: Casting): string {
  if (from === null) return PREFIX + digits;
  if (!from.endsWith(digits)) throw misused(`For this scenario, --from ends in ${digits}.`);
  return from;
}

/** Someone calls the workspace. */
function inbound(digits: string | null, line: 'queue' | 'fin' = 'queue'): Scenario['begin'] {
  return async (server, casting) => {
    const from = digits === null ? (casting.from ?? ANY_NUMBER) : someone(digits, casting);
    const menu = line === 'fin' || casting.menuId === null ? {} : { menu_id: casting.menuId };
    const to = line === 'fin' ? { to: await chooseNumber(server, 'fin') } : {};
    return (await server.post('/v1/simulator/calls', { from, ...to, ...menu })) as CallShape;
  };
}

/** An agent calls someone. */
function outbound(digits: string): Scenario['begin'] {
  return async (server, casting) => {
    const [agent, from] = [await chooseAgent(server, casting.agent), await chooseNumber(server, 'queue')];
    return placed(await server.post('/v1/outbound_calls', { to: someone(digits, casting), agent_id: agent.id, from }));
  };
}

/** The call that was placed, where it was. */
export function placed(answer: unknown): CallShape {
  const call = answer as CallShape | { readonly awaits: string }; // As the operation is documented.
  if ('awaits' in call) throw new CliFault('No call exists yet: the agent chooses a number at the desk first.');
  return call;
}

/** Two agents, one after the other: each step is reported by this side, so that none comes too early or too late. */
const TRANSFERRED: Scenario = {
  about: 'an agent answers and hands the call on; another answers, and it ends',
  brings: ['call.answered', 'call.transferred', 'call.ended'],
  begin: async (server, { from }) =>
    (await server.post('/v1/simulator/calls', { from: from ?? ANY_NUMBER, direct: true })) as CallShape,
  async go(server, { id }, { menuId, agent: named }) {
    const [agent, menu] = [await chooseAgent(server, named), await chooseMenu(server, menuId)];
    const report = async (event: string, more: object = {}): Promise<unknown> =>
      server.post(`/v1/simulator/calls/${id}/events`, { event, ...more });
    await report('choose_menu', { menu_id: menu });
    await offered(server, id, agent.id);
    await report('answer', { agent_id: agent.id });
    await report('ring');
    await report('bridge');
    await server.post(`/v1/calls/${id}/transfer`, { menu_id: menu });
    await offered(server, id, agent.id);
    await report('answer', { agent_id: agent.id });
    await report('hang_up');
  },
};

/** Waits until the agent is rung for the call. */
async function offered(server: Server, id: number, agentId: number): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(LOOK_AGAIN_MS)) {
    const { offer, ended_at: ended } = (await server.get(`/v1/calls/${id}`)) as CallShape;
    if (offer?.agent_ids.includes(agentId) === true) return;
    if (ended !== null) break;
  }
  throw new CliFault(`Agent ${agentId} was not rung for call ${id}: are they available, and in a group of the menu?`);
}

/** Name -> scenario. */
export const SCENARIOS = {
  'call.answered': {
    about: 'a caller is answered, talks and hangs up; with recording and transcript',
    brings: ['call.queued', 'call.answered', 'call.ended'],
    begin: inbound(null),
  },
  'call.missed': {
    about: 'a caller gives up waiting',
    brings: ['call.queued', 'call.ended', 'call.missed'],
    begin: inbound('0007'),
  },
  'call.voicemail': {
    about: 'a caller leaves a message',
    brings: ['call.ended', 'call.missed', 'voicemail.received'],
    begin: inbound('0008'),
  },
  'call.dropped': {
    about: 'a caller hangs up as soon as someone answers',
    brings: ['call.answered', 'call.ended'],
    begin: inbound('0004'),
  },
  'call.transferred': TRANSFERRED,
  'call.busy': { about: 'an agent calls a number that is busy', brings: ['call.ended'], begin: outbound('0001') },
  'call.unanswered': {
    about: 'an agent calls a number that no one answers',
    brings: ['call.ended'],
    begin: outbound('0002'),
  },
  'call.wrong_number': {
    about: 'an agent calls a number that does not exist',
    brings: ['call.ended'],
    begin: outbound('0003'),
  },
  'carrier.switched': {
    about: 'the first carrier fails, the second one connects',
    brings: ['call.answered', 'call.ended'],
    begin: outbound('0005'),
  },
  'carrier.failed': { about: 'no carrier connects', brings: ['call.ended'], begin: outbound('0006') },
  'fin.escalated': {
    about: 'a caller of the Fin line asks for a person',
    brings: ['call.created', 'call.ended'],
    begin: inbound('0010', 'fin'),
  },
  'fin.resolved': {
    about: 'a caller of the Fin line says that it helped',
    brings: ['call.created', 'call.ended'],
    begin: inbound('0011', 'fin'),
  },
} as const satisfies Readonly<Record<string, Scenario>>;

/** The scenario of the name. Throws a usage fault where there is none. */
export function scenarioOf(name: string): Scenario {
  if (Object.hasOwn(SCENARIOS, name)) return SCENARIOS[name as keyof typeof SCENARIOS];
  throw misused(`There is no scenario ${name}. There are: ${Object.keys(SCENARIOS).join(', ')}.`);
}
