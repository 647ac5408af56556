/** Directing the simulator: calls from outside, and what happens in them. */
import type { Static } from 'typebox';
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { done } from '#domain/call/refusal.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { namedAgent } from '#domain/identity/actor.ts';
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import { isWithheld } from '#domain/directory/withheld-number.ts';
import { defaultNumber } from '#domain/directory/workspace.ts';
import type { ApiResponse, Route } from '#http/surface.ts';
import { CallObject, DirectionObject, NewSimulatedCall, SimulatorObject } from './call-schema.ts';
import { callWriter } from './calls.ts';
import { wrongPhones } from './contacts.ts';
import type { Asked, Desk } from './operation.ts';
import { answered, operation } from './operation.ts';
import { refusalProblem } from './refusals.ts';

/** The routes of the simulator. */
export function simulatorRoutes(desk: Desk): Route[] {
  const { simulator } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/simulator',
      operationId: 'showSimulator',
      summary: "Get the simulator's speed and magic numbers",
      tag: 'Simulator',
      answers: { 200: SimulatorObject },
      handle: async () => {
        const { speed, carriers, magicNumbers } = simulator;
        return { status: 200, body: { speed, carriers, magic_numbers: magicNumbers } };
      },
    }),
    operation(desk, {
      method: 'POST',
      path: '/v1/simulator/calls',
      operationId: 'simulateCall',
      summary: 'Simulate an inbound call',
      description:
        'Without `to` the call comes in on the default number. A `from` such as `anonymous` is a caller who withholds the number. The caller chooses `menu_id`, or else the first menu open to phones. With ' +
        '`direct`, nothing happens by itself, not even the choice: report each event. A direction is forgotten when the server restarts; ' +
        'the call then proceeds by itself.',
      tag: 'Simulator',
      body: NewSimulatedCall,
      answers: { 201: CallObject },
      handle: async (ask) => takeCall(desk, ask),
    }),
    operation(desk, {
      method: 'POST',
      path: '/v1/simulator/calls/:id/events',
      operationId: 'directCall',
      summary: 'Report an event of a simulated call',
      description:
        '`choose_menu` and `answer` need `menu_id` and `agent_id`. `ring`: the far end rings. `bridge`: both ends talk. `fail`: the far end ' +
        'cannot be reached, for the reason that `sip_status` gives. `hang_up`: one end hangs up. `leave_voicemail`: the caller is sent to ' +
        'voicemail, speaks and hangs up, in their own time. `carry_on`: the call proceeds by itself from here.',
      tag: 'Simulator',
      body: DirectionObject,
      answers: { 200: CallObject },
      handle: async (ask) => direct(desk, ask),
    }),
  ];
}

async function takeCall(desk: Desk, ask: Asked<typeof NewSimulatedCall>): Promise<ApiResponse> {
  const { engine, simulator, problems } = desk;
  const { workspaceId, body, requestId, requestKey } = ask;
  const directory = await engine.directory.load(workspaceId);
  const isAnonymous = isWithheld(body.from);
  const from = isAnonymous ? null : readPhoneNumber(body.from);
  const to = body.to === undefined ? defaultNumber(directory)?.number : readPhoneNumber(body.to);
  const wrong = [...(from === null && !isAnonymous ? ['/from'] : []), ...(to === null ? ['/to'] : [])];
  if (to === null || wrong.length > 0) return wrongPhones(desk, requestId, wrong);
  if (to === undefined) return problems('number_unknown', requestId);
  const menu = body.menu_id === undefined ? null : directory.menus.get(body.menu_id);
  if (menu === undefined || menu?.deleted === true) return problems('menu_unknown', requestId);
  const [carrier] = simulator.carriers;
  const lang = body.lang ?? 'en';
  const taken = await engine.takeCall({ workspaceId, from, to, origin: 'phone', carrier, lang, requestKey });
  if (taken.ok && menu !== null) simulator.presetMenu(taken.value.id, menu.id);
  if (taken.ok && body.direct === true) simulator.takeControl(taken.value);
  return answered(desk, ask, taken, callWriter(desk), 201);
}

async function direct(desk: Desk, ask: Asked<typeof DirectionObject>): Promise<ApiResponse> {
  const { engine, simulator, problems } = desk;
  const { workspaceId, id, body, requestId } = ask;
  const missing = NEEDS[body.event];
  if (missing !== undefined && body[missing] === undefined) {
    const errors = [{ pointer: `/${missing}`, detail: `is required for \`${body.event}\`` }];
    return problems('body_invalid', requestId, { errors });
  }
  const call = await engine.calls.byId(workspaceId, id);
  if (call === null) return problems('call_unknown', requestId);
  if (!simulator.carriers.includes(call.carrier)) return problems('not_simulated', requestId);
  const outcome = await directed(desk, call, body);
  return outcome.ok
    ? { status: 200, body: callWriter(desk)(outcome.value) }
    : refusalProblem(problems, outcome.refusal, requestId);
}

const NEEDS: { readonly [E in string]?: 'menu_id' | 'agent_id' } = { choose_menu: 'menu_id', answer: 'agent_id' };

async function directed(desk: Desk, call: Call, told: Static<typeof DirectionObject>): Promise<Outcome<Call>> {
  const { engine, simulator } = desk;
  const { id, workspaceId } = call;
  const by: Actor = { kind: 'director', workspaceId, carriers: simulator.carriers };
  switch (told.event) {
    case 'choose_menu':
      return engine.selectMenu(by, id, told.menu_id ?? 0);
    case 'answer':
      return engine.answerCall(namedAgent(workspaceId, told.agent_id ?? 0), id);
    case 'carry_on':
      simulator.releaseControl(call);
      return done(call);
    case 'leave_voicemail': {
      const sent = await engine.sendToVoicemail(by, id);
      // From here on the story is the caller's: they hear the announcement, speak, and hang up.
      if (sent.ok) simulator.releaseControl(sent.value);
      return sent;
    }
    case 'hang_up':
      return engine.hangUp(by, id, told.by ?? 'end_user');
    case 'ring':
    case 'bridge':
      return simulator.farEnd(id, { type: told.event });
    case 'fail':
      return simulator.farEnd(id, { type: 'fail', sipStatus: told.sip_status ?? 'timeout' });
    default:
      return told.event satisfies never;
  }
}
