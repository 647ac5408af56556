/** The tools that change something: there only where the operator allows it, and counted. */
import { Type } from 'typebox';
import { AGENT_STATUSES } from '#domain/directory/agent.ts';
import { id } from '../shapes.ts';
import type { Tool } from './tool.ts';
import { tool } from './tool.ts';

const strict = { additionalProperties: false } as const;
const number = Type.String({
  minLength: 3,
  maxLength: 40,
  description: 'With a leading `+`.',
  examples: ['+14155550148'],
});

/** All of them. */
export const WRITE_TOOLS: readonly Tool[] = [
  tool({
    name: 'place_call',
    title: 'Place a call',
    description:
      'An agent calls a number, a real one where the workspace has a trunk. Only numbers that the operator has listed. Ask the person you work for before you use it.',
    needs: 'placeCall',
    writes: true,
    dials: true,
    input: Type.Object(
      {
        to: number,
        agent_id: Type.Integer({ ...id, description: 'Who talks: available, and with access to outbound calls.' }),
        from: Type.Optional(number),
      },
      strict,
    ),
    async run(ask, asked, guard) {
      guard.mayCall(asked.to);
      return ask('POST', '/v1/outbound_calls', asked);
    },
  }),
  tool({
    name: 'simulate_call',
    title: 'Simulate a call',
    description:
      'A caller of the simulator comes in; no real phone rings. The last four digits of `from` choose what happens: 0007 gives up waiting, 0008 leaves a voicemail, 0004 hangs up at once, others talk.',
    needs: 'simulateCall',
    writes: true,
    input: Type.Object(
      { from: number, menu_id: Type.Optional(Type.Integer({ ...id, description: 'The menu they choose.' })) },
      strict,
    ),
    run: async (ask, asked) => ask('POST', '/v1/simulator/calls', asked),
  }),
  tool({
    name: 'set_agent_status',
    title: 'Set the status of an agent',
    description: 'Makes an agent available or unavailable for calls.',
    needs: 'setAgentStatus',
    writes: true,
    input: Type.Object(
      { agent_id: Type.Integer({ ...id, description: 'The id of an agent.' }), status: Type.Enum([...AGENT_STATUSES]) },
      strict,
    ),
    run: async (ask, { agent_id: agent, status }) => ask('PUT', `/v1/agents/${agent}/status`, { status }),
  }),
  tool({
    name: 'resend_delivery',
    title: 'Send a delivery again',
    description: 'Sends a delivery of a webhook again, under the same id.',
    needs: 'resendWebhookDelivery',
    writes: true,
    input: Type.Object(
      {
        webhook_id: Type.Integer({ ...id, description: 'The id of a webhook.' }),
        delivery_id: Type.Integer({ ...id, description: 'The id of one of its deliveries.' }),
      },
      strict,
    ),
    run: async (ask, { webhook_id: webhook, delivery_id: delivery }) =>
      ask('POST', `/v1/webhooks/${webhook}/deliveries/${delivery}/resend`, {}),
  }),
  tool({
    name: 'test_webhook',
    title: 'Test a webhook',
    description: 'Sends a test message to a webhook; how it went is read from its deliveries.',
    needs: 'testWebhook',
    writes: true,
    input: Type.Object({ webhook_id: Type.Integer({ ...id, description: 'The id of a webhook.' }) }, strict),
    run: async (ask, { webhook_id: webhook }) => ask('POST', `/v1/webhooks/${webhook}/test`, {}),
  }),
];
