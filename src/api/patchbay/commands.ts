/** What agents do with calls. An event that the call's state does not take is 409. */
import type { TSchema } from 'typebox';
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { namedAgent } from '#domain/identity/actor.ts';
import type { Route } from '#http/surface.ts';
import { actorOf } from '../actor.ts';
import { AgentNamed, CallObject, HangUp, Rating, TransferWish } from './call-schema.ts';
import { OutcomeNoted } from './wrap-up-schema.ts';
import { callWriter } from './calls.ts';
import type { Asked, Desk } from './operation.ts';
import { answered, operation } from './operation.ts';

/** A command before it is an operation. */
type Command<Body extends TSchema> = {
  readonly name: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly body?: Body;
  carryOut(ask: Asked<Body>): Promise<Outcome<Call>>;
};

/** Makes a route of a command. */
function createCommand(desk: Desk) {
  const write = callWriter(desk);
  return <Body extends TSchema>({ name, carryOut, ...rest }: Command<Body>): Route =>
    operation<Body>(desk, {
      ...rest,
      method: 'POST',
      path: `/v1/calls/:id/${name}`,
      tag: 'Call commands',
      answers: { 200: CallObject },
      handle: async (ask) => answered(desk, ask, await carryOut(ask), write),
    });
}

/** The routes of commands. */
export function commandRoutes(desk: Desk): Route[] {
  const { engine } = desk;
  const command = createCommand(desk);
  return [
    command({
      name: 'answer',
      operationId: 'answerCall',
      summary: 'Answer a call',
      description: 'Of several agents who are rung, the first to answer has the call; the others are 409.',
      body: AgentNamed,
      carryOut: async ({ workspaceId, id, body }) => engine.answerCall(namedAgent(workspaceId, body.agent_id), id),
    }),
    command({
      name: 'decline',
      operationId: 'declineCall',
      summary: 'Decline an offer',
      body: AgentNamed,
      carryOut: async ({ workspaceId, id, body }) => engine.declineCall(namedAgent(workspaceId, body.agent_id), id),
    }),
    command({
      name: 'hold',
      operationId: 'holdCall',
      summary: 'Hold a call',
      carryOut: async ({ principal, id }) => engine.holdCall(actorOf(principal), id),
    }),
    command({
      name: 'resume',
      operationId: 'resumeCall',
      summary: 'Resume a call',
      carryOut: async ({ principal, id }) => engine.resumeCall(actorOf(principal), id),
    }),
    command({
      name: 'hang_up',
      operationId: 'hangUpCall',
      summary: 'Hang up',
      body: HangUp,
      description:
        '`by` an agent (the default) leaves the caller with the others in the call; the agent who leads the call, unless `agent_id` names another. By anyone else it ends for all.',
      carryOut: async ({ principal, workspaceId, id, body: { by = 'agent', agent_id: agentId } }) =>
        by === 'agent' && agentId !== undefined
          ? engine.hangUp(namedAgent(workspaceId, agentId), id)
          : engine.hangUp(actorOf(principal), id, by),
    }),
    transferRoute(desk, callWriter(desk)),
    ...noteRoutes(desk),
  ];
}

/** What is noted at a call, while it is in progress or afterwards. */
function noteRoutes(desk: Desk): Route[] {
  const { engine } = desk;
  const command = createCommand(desk);
  return [
    command({
      name: 'rating',
      operationId: 'rateCall',
      summary: 'Rate a call',
      body: Rating,
      carryOut: async ({ principal, id, body: { rating, feedback: hasFeedback = false } }) =>
        engine.rateCall(actorOf(principal), id, { rating, hasFeedback }),
    }),
    command({
      name: 'outcome',
      operationId: 'noteOutcome',
      summary: 'Note what a call came to',
      description:
        'Its disposition and its tags, from the lists of its menu or the workspace; a field that is absent stays as it is. A required ' +
        'disposition can be changed and not taken away, nor can the last required tag.',
      body: OutcomeNoted,
      carryOut: async ({ principal, id, body }) => engine.noteOutcome(actorOf(principal), id, body),
    }),
    command({
      name: 'voicemail_read',
      operationId: 'readVoicemail',
      summary: 'Mark a voicemail as listened to',
      carryOut: async ({ principal, id }) => engine.listenToVoicemail(actorOf(principal), id),
    }),
  ];
}

function transferRoute(desk: Desk, write: (call: Call) => object): Route {
  const { engine, problems } = desk;
  return operation(desk, {
    method: 'POST',
    path: '/v1/calls/:id/transfer',
    operationId: 'transferCall',
    summary: 'Transfer a call to an agent or a queue',
    description: 'Exactly one of `agent_id` and `menu_id`. The caller stays connected until the transfer is answered.',
    tag: 'Call commands',
    body: TransferWish,
    answers: { 200: CallObject },
    handle: async (ask) => {
      const { agent_id: agentId = null, menu_id: menuId = null, mode = 'cold' } = ask.body;
      if ((agentId === null) === (menuId === null)) {
        const errors = [{ pointer: '', detail: 'must name exactly one of `agent_id` and `menu_id`' }];
        return problems('body_invalid', ask.requestId, { errors });
      }
      const moved = await engine.transferCall(actorOf(ask.principal), ask.id, { agentId, menuId, mode });
      return answered(desk, ask, moved, write);
    },
  });
}
