/**
 * What an external session event tells of a call: it grows with each step. Source: CCAI Platform, "External session
 * events"; `readings.md`.
 */
import { menuPath } from '#domain/directory/menu.ts';
import { fullName } from '#domain/directory/agent.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import type { RecordingUrl } from './write.ts';
import { writeReadCall } from './write.ts';

/** What each step says of the session and of those who take part; the agent's status is null before there is one. */
const STEPS: Readonly<
  Record<string, { readonly state: string; readonly caller: string; readonly agent: string | null }>
> = {
  session_started: { state: 'connected', caller: 'connected', agent: null },
  session_routed: { state: 'connected', caller: 'connected', agent: null },
  agent_assigned: { state: 'connected', caller: 'connected', agent: 'accepted' },
  agent_connected: { state: 'connected', caller: 'connected', agent: 'connected' },
  session_ended: { state: 'disconnected', caller: 'disconnected', agent: 'disconnected' },
  disposition_submitted: { state: 'disconnected', caller: 'disconnected', agent: 'dispositionSubmitted' },
};

/** After which nothing more is said, but for an outcome that is noted anew. */
const LAST_STEPS: readonly string[] = ['session_ended', 'disposition_submitted'];

/**
 * The event's part about the session. The vendor documents no nesting below `item`: it is the call object and what the
 * step adds.
 */
export function writeSessionEvent(call: Call, step: string, directory: Directory, url: RecordingUrl): object {
  const { state, caller, agent: agentStatus } = STEPS[step] ?? { state: 'connected', caller: 'connected', agent: null };
  // An outcome may be noted during the call.
  const isOver = step !== 'disposition_submitted' || call.endsAt !== null;
  const agent = agentStatus === null ? undefined : directory.agents.get(call.agentId ?? 0);
  const menu = directory.menus.get(call.menuId ?? 0);
  const isRouted = step !== 'session_started' && menu !== undefined;
  return {
    initiator: agent === undefined ? 'end_user' : `agent_${agent.id}`,
    connected_at: call.connectedAt?.toISOString() ?? null,
    ends_at: LAST_STEPS.includes(step) ? (call.endsAt?.toISOString() ?? null) : null,
    item: {
      ...writeReadCall(call, directory, url),
      call_id: call.id,
      dn: call.contactNumber,
      queue_path_names: isRouted ? menuPath(directory.menus, menu).name : null,
      state: isOver ? state : 'connected',
      participants: [
        { type: 'external', status: isOver ? caller : 'connected' },
        ...(agent === undefined || agentStatus === null
          ? []
          : [{ type: 'agent', status: agentStatus, id: agent.id, name: fullName(agent) }]),
      ],
      // Our dispositions are words, which stand for the vendor's codes. Notes are the workspace's own, and stay in it.
      ...(step === 'disposition_submitted'
        ? { dispositions: { code: call.disposition, custom_code_id: null, note: null } }
        : {}),
    },
  };
}
