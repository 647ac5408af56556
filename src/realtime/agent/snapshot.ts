/** Everything a page needs to begin. */
import { conditionOf } from '#domain/call/deflection.ts';
import type { Call } from '#domain/call/call.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { mayDo } from '#domain/identity/call-rights.ts';
import type { SignedIn } from '#domain/identity/session.ts';
import { menuPath } from '#domain/directory/menu.ts';
import type { EngineDoor } from '#engine/engine.ts';
import type { Sight } from './sight.ts';
import type { Snapshot } from './protocol.ts';
import { ownNumbers, writeChoice, writeConversation, writeMissed, writeSettings, writeWrapUp } from './write.ts';

/** The most of each list that is not limited by the calls in progress. */
const MOST = 50;
const DAY_MS = 86_400_000;

/** Takes the snapshot. */
export async function takeSnapshot(
  me: SignedIn,
  { engine, clock, sight }: { readonly engine: EngineDoor; readonly clock: Clock; readonly sight: Sight },
): Promise<Snapshot> {
  const { workspaceId, agentId, role } = me;
  const { live } = engine;
  const directory = await engine.directory.load(workspaceId);
  const agents = [...directory.agents.values()].map((agent) => sight.agent(agent, directory));
  const self = agents.find((agent) => agent.id === agentId);
  if (self === undefined) throw new Error(`Agent ${agentId} is signed in and not in their workspace.`);
  const [ended, voicemails, choices, conversations, missed, queues] = await Promise.all([
    callsOfToday(engine, clock, workspaceId, agentId),
    callsIn(engine, workspaceId, 'voicemail_received'),
    live.choices(workspaceId),
    live.conversations(workspaceId, MOST),
    live.missedCalls(workspaceId, agentId),
    sight.queues(),
  ]);
  const open = [...live.openCalls(workspaceId), ...(await callsIn(engine, workspaceId, 'scheduled'))];
  const wrapUp = live.wrapUpOf(agentId);
  // Someone else may have continued with it.
  const wrappedUp = wrapUp === null ? null : await engine.calls.byId(workspaceId, wrapUp.callId);
  const own = [
    ...ended,
    ...(wrappedUp === null ? [] : [wrappedUp]),
    ...open.filter((call) => mayDo('read', { kind: 'agent', ...me }, call)),
  ];
  const calls = new Map(own.map((call) => [call.id, call]));
  const { workspace } = directory;
  return {
    me: { ...self, role, wrapUp: writeWrapUp(wrapUp) },
    workspace: { id: workspace.id, name: workspace.name, slug: workspace.subdomain },
    agents,
    menus: [...directory.menus.values()]
      .filter((menu) => !menu.deleted)
      .map((menu) => ({
        id: menu.id,
        path: menuPath(directory.menus, menu).name,
        isOpen: conditionOf(menu, clock.now(), 0) === 'open',
      })),
    numbers: ownNumbers(directory),
    languages: directory.languages.filter((language) => language.enabled).map((language) => language.code),
    calls: await Promise.all([...calls.values()].map(async (call) => sight.call(call))),
    queues,
    settings: writeSettings(directory),
    choices: choices.filter((choice) => choice.agentId === agentId).map((choice) => writeChoice(choice, directory)),
    voicemails: await Promise.all(voicemails.map(async (call) => sight.call(call))),
    missed: missed.map((each) => writeMissed(each, directory)),
    conversations: conversations.map(writeConversation),
  };
}

async function callsOfToday(
  engine: EngineDoor,
  clock: Clock,
  workspaceId: number,
  agentId: number,
): Promise<readonly Call[]> {
  return engine.calls.search(workspaceId, {
    where: [
      [{ field: 'agentId', operator: 'eq', value: agentId }],
      [{ field: 'createdAt', operator: 'gte', value: new Date(clock.now().getTime() - DAY_MS) }],
    ],
    sort: [{ field: 'createdAt', descending: true }],
    limit: MOST,
    offset: 0,
  });
}

async function callsIn(engine: EngineDoor, workspaceId: number, state: Call['state']): Promise<readonly Call[]> {
  return engine.calls.search(workspaceId, {
    where: [[{ field: 'state', operator: 'eq', value: state }]],
    sort: [{ field: 'createdAt', descending: true }],
    limit: MOST,
    offset: 0,
  });
}
