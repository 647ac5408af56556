/** Who asks for something to be done to a call, whichever door they came through. */
import type { Role } from './session.ts';

/** The one who asks. Always of one workspace: calls of others are unknown to them. */
export type Actor = { readonly workspaceId: number } & (
  | AgentActor
  /**
   * A program with a token. Which operations its kind opens is the table of token rights; each opens any call of the
   * workspace.
   */
  | { readonly kind: 'token' }
  /** A program with a client token, which belongs to one contact; null for tokens made before contacts were named. */
  | { readonly kind: 'client'; readonly contactId: number | null }
  /** The caller of the call: at a page that knows its secret, or pressing keys. */
  | { readonly kind: 'caller'; readonly callId: number }
  /** A program that directs the simulator, in calls that these carriers carry. */
  | { readonly kind: 'director'; readonly carriers: readonly string[] }
);

/** An agent: signed in at a page, or named by a program, which may do what that agent may. */
export type AgentActor = {
  readonly kind: 'agent';
  readonly workspaceId: number;
  readonly agentId: number;
  readonly role: Role;
  /** The contacts whose calls they have now; absent where it makes no difference. See `serving` in call-rights.ts. */
  readonly serves?: ReadonlySet<number>;
};

/** The agent whom a program names, or whom the simulator plays: with an agent's rights and no more. */
export function namedAgent(workspaceId: number, agentId: number): AgentActor {
  return { kind: 'agent', workspaceId, agentId, role: 'agent' };
}

/** The caller of the call. */
export function callerOf(call: { readonly workspaceId: number; readonly id: number }): Actor {
  return { kind: 'caller', workspaceId: call.workspaceId, callId: call.id };
}
