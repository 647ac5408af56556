/** Agents: who takes calls, and whether they take them now. */
import type { Static } from 'typebox';
import type { AgentDraft } from '#domain/directory/administration.ts';
import type { Agent } from '#domain/directory/agent.ts';
import { namedAgent } from '#domain/identity/actor.ts';
import type { Route } from '#http/surface.ts';
import type { Desk } from './operation.ts';
import { administered, operation } from './operation.ts';
import { listed, page, PAGE_QUERY, pageOf } from './lists.ts';
import { camel } from '../camel.ts';
import { refusalProblem } from './refusals.ts';
import { AgentChange, AgentObject, AgentStatusChange, NewAgent } from './schema.ts';
import { writeAgent } from './write.ts';

/** What an agent is when nothing is said. */
const ORDINARY = {
  firstName: '',
  lastName: '',
  agentNumber: null,
  avatarUrl: null,
  mayCall: true,
  capacity: 1,
  simulated: false,
  skills: [],
  assist: true,
};

/** The fields that the body has, in our words. */
function readAgent({ skills, ...plain }: Static<typeof AgentChange>): Partial<AgentDraft> {
  const read = skills?.map(({ skill_id: skillId, level }) => ({ skillId, level }));
  return { ...camel(plain), ...(read === undefined ? {} : { skills: read }) };
}

/** The routes of agents. */
export function agentRoutes(desk: Desk): Route[] {
  return [...readRoutes(desk), ...changeRoutes(desk)];
}

function readRoutes(desk: Desk): Route[] {
  const { engine, problems } = desk;
  const write = (agent: Agent): object => writeAgent(agent, engine.callsOf(agent.id));
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/agents',
      operationId: 'listAgents',
      summary: 'List agents',
      tag: 'Agents',
      query: PAGE_QUERY,
      answers: { 200: pageOf(AgentObject) },
      handle: async (ask) => {
        const { agents } = await engine.directory.load(ask.workspaceId);
        return page(desk, ask, listed(agents.values(), write));
      },
    }),
    operation(desk, {
      method: 'GET',
      path: '/v1/agents/:id',
      operationId: 'showAgent',
      summary: 'Get an agent',
      tag: 'Agents',
      answers: { 200: AgentObject },
      handle: async (ask) => {
        const agent = (await engine.directory.load(ask.workspaceId)).agents.get(ask.id);
        return agent === undefined ? problems('not_found', ask.requestId) : { status: 200, body: write(agent) };
      },
    }),
  ];
}

function changeRoutes(desk: Desk): Route[] {
  const { engine, administration, problems } = desk;
  const write = (agent: Agent): object => writeAgent(agent, engine.callsOf(agent.id));
  const withoutCapacity = (requestId: string) =>
    problems('capacity_missing', requestId, {
      errors: [{ pointer: '/capacity', detail: 'may be null only for simulated agents' }],
    });

  return [
    operation(desk, {
      method: 'POST',
      path: '/v1/agents',
      operationId: 'createAgent',
      summary: 'Create an agent',
      description: 'A new agent is `unavailable` until their status is set.',
      tag: 'Agents',
      body: NewAgent,
      answers: { 201: AgentObject },
      handle: async (ask) => {
        const draft = { ...ORDINARY, ...readAgent(ask.body), email: ask.body.email };
        if (draft.capacity === null && !draft.simulated) return withoutCapacity(ask.requestId);
        return administered(desk, ask, await administration.createAgent(ask.workspaceId, draft), write, 201);
      },
    }),
    operation(desk, {
      method: 'PATCH',
      path: '/v1/agents/:id',
      operationId: 'updateAgent',
      summary: 'Update an agent',
      tag: 'Agents',
      body: AgentChange,
      answers: { 200: AgentObject },
      refusals: [409],
      handle: async (ask) => {
        const agent = (await engine.directory.load(ask.workspaceId)).agents.get(ask.id);
        if (agent === undefined) return problems('not_found', ask.requestId);
        const change = readAgent(ask.body);
        const { capacity, simulated } = { ...agent, ...change };
        if (capacity === null && !simulated) return withoutCapacity(ask.requestId);
        return administered(desk, ask, await administration.changeAgent(ask.workspaceId, ask.id, change), write);
      },
    }),
    operation(desk, {
      method: 'PUT',
      path: '/v1/agents/:id/status',
      operationId: 'setAgentStatus',
      summary: "Set an agent's status",
      description: 'An agent who becomes `available` is offered the longest-waiting call at once.',
      tag: 'Agents',
      body: AgentStatusChange,
      answers: { 200: AgentObject },
      handle: async (ask) => {
        const { status, name = null } = ask.body;
        const { workspace } = await engine.directory.load(ask.workspaceId);
        const isKnown = workspace.ownStatuses.some((own) => own.name === name && own.countsAs === status);
        if (name !== null && !isKnown)
          return problems('body_invalid', ask.requestId, {
            errors: [{ pointer: '/name', detail: 'is no status of the workspace that counts as this' }],
          });
        if (!(await engine.setAgentStatus(ask.workspaceId, ask.id, status, name)))
          return problems('not_found', ask.requestId);
        const agent = (await engine.directory.load(ask.workspaceId)).agents.get(ask.id);
        return agent === undefined ? problems('not_found', ask.requestId) : { status: 200, body: write(agent) };
      },
    }),
    operation(desk, {
      method: 'POST',
      path: '/v1/agents/:id/finish_wrap_up',
      operationId: 'finishWrapUp',
      summary: "Finish an agent's wrap-up",
      description:
        'The agent is `available` again, unless they have taken another status meanwhile. Refused while the call lacks what its menu or ' +
        'the workspace requires.',
      tag: 'Agents',
      answers: { 200: AgentObject },
      handle: async (ask) => {
        if (!(await engine.directory.load(ask.workspaceId)).agents.has(ask.id))
          return problems('not_found', ask.requestId);
        const finished = await engine.finishWrapUp(namedAgent(ask.workspaceId, ask.id));
        if (!finished.ok) return refusalProblem(problems, finished.refusal, ask.requestId);
        const agent = (await engine.directory.load(ask.workspaceId)).agents.get(ask.id);
        return agent === undefined ? problems('not_found', ask.requestId) : { status: 200, body: write(agent) };
      },
    }),
  ];
}
