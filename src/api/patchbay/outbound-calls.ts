/** Outbound calls: an agent calls a number. */
import { Type } from 'typebox';
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import type { ApiResponse, Route } from '#http/surface.ts';
import { body, id } from '../shapes.ts';
import { CallObject } from './call-schema.ts';
import { callWriter } from './calls.ts';
import { wrongPhones } from './contacts.ts';
import type { Asked, Desk } from './operation.ts';
import { operation } from './operation.ts';
import { refusalProblem } from './refusals.ts';

/** A call that is to be placed. */
const NewOutboundCall = body(
  {
    to: Type.String({ maxLength: 40, description: 'With a leading `+`.', examples: ['+1 415-555-0148'] }),
    agent_id: Type.Integer({ ...id, description: 'Who talks: available, and with access to outbound calls.' }),
    from: Type.Optional(
      Type.String({
        maxLength: 40,
        description: 'A number of the workspace; its default number unless agents choose.',
      }),
    ),
    lang: Type.Optional(Type.String({ maxLength: 20, default: 'en' })),
  },
  'NewOutboundCall',
);

const ChoiceAwaited = Type.Object(
  { awaits: Type.Enum(['choice']), agent_id: id },
  { title: 'ChoiceAwaited', description: 'No call exists yet: the agent chooses a number at the desk first.' },
);

/** The route. */
export function outboundCallRoute(desk: Desk): Route {
  return operation(desk, {
    method: 'POST',
    path: '/v1/outbound_calls',
    operationId: 'placeCall',
    summary: 'Place an outbound call',
    description:
      'The agent is connected to the number. 202: the workspace lets its agents choose the number they call from, and none was named.',
    tag: 'Calls',
    body: NewOutboundCall,
    answers: { 201: CallObject, 202: ChoiceAwaited },
    handle: async (ask) => place(desk, ask),
  });
}

async function place(desk: Desk, ask: Asked<typeof NewOutboundCall>): Promise<ApiResponse> {
  const { engine, problems } = desk;
  const { workspaceId, requestId, requestKey } = ask;
  const { to, agent_id: agentId, from, lang = 'en' } = ask.body;
  if (await engine.isEmergency(workspaceId, to))
    return refusalProblem(problems, { code: 'emergency_number' }, requestId);
  const number = readPhoneNumber(to);
  if (number === null) return wrongPhones(desk, requestId, ['/to']);
  const { agents, numbers } = await engine.directory.load(workspaceId);
  const agent = agents.get(agentId);
  if (agent === undefined) return problems('agent_unknown', requestId);
  const own = from === undefined ? null : readPhoneNumber(from);
  if (from !== undefined && !numbers.some((each) => each.number === own)) return problems('number_unknown', requestId);
  const placed = await engine.placeCall({
    workspaceId,
    origin: 'outbound_api',
    agentEmail: agent.email,
    ticketId: null,
    number,
    ownNumber: from ?? null,
    lang,
    requestKey,
  });
  if (!placed.ok) return refusalProblem(problems, placed.refusal, requestId);
  return placed.value.kind === 'placed'
    ? { status: 201, body: callWriter(desk)(placed.value.call) }
    : { status: 202, body: { awaits: 'choice', agent_id: agentId } };
}
