/** What verbs read of the server's answers: parts of the shapes of `docs/openapi/patchbay.json`. */

/** A call. */
export type CallShape = {
  readonly id: number;
  readonly uid: string;
  readonly direction: 'inbound' | 'outbound';
  readonly state: string;
  readonly contact_number: string | null;
  readonly agent_id: number | null;
  readonly menu_id: number | null;
  readonly created_at: string;
  readonly connected_at: string | null;
  readonly ended_at: string | null;
  readonly talk_seconds: number | null;
  readonly fail_reason: string;
  readonly offer: { readonly agent_ids: readonly number[] } | null;
  readonly recording: { readonly status: string; readonly url: string | null; readonly seconds: number | null } | null;
  readonly transcript_status: string | null;
};

/** A line of a call's timeline. */
export type EventShape = { readonly seq: number; readonly type: string; readonly at: string; readonly data: object };

/** What `GET /v1/events` sends in the format `standard`. */
export type MessageShape = {
  readonly type: string;
  readonly timestamp: string;
  readonly data: {
    readonly seq: number | null;
    readonly call?: CallShape;
    readonly agent?: Pick<AgentShape, 'id' | 'status'>;
    readonly contact?: { readonly id: number };
    readonly message?: { readonly conversation_id: number };
  };
};

/** An agent. */
export type AgentShape = {
  readonly id: number;
  readonly email: string;
  readonly may_call: boolean;
  readonly status: string;
  readonly simulated: boolean;
};

/** A number of the workspace. */
export type NumberShape = { readonly number: string; readonly line: string; readonly is_default: boolean };

/** A menu. */
export type MenuShape = { readonly id: number; readonly kind: string };

/** A webhook. */
export type WebhookShape = { readonly id: number; readonly url: string; readonly format: string };

/** What was sent to one. */
export type DeliveryShape = {
  readonly id: number;
  readonly event: string;
  readonly call_id: number | null;
  readonly state: string;
  readonly created_at: string;
  readonly attempts: readonly {
    readonly status: number | null;
    readonly fault: string | null;
    readonly milliseconds?: number;
  }[];
};

/** A request to the APIs. */
export type RequestShape = {
  readonly id: number;
  readonly at: string;
  readonly request_id: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly token_name: string | null;
  readonly token_prefix: string | null;
  readonly call_id: number | null;
  readonly problem: string | null;
};

/** The workspace. */
export type WorkspaceShape = { readonly id: number; readonly subdomain: string; readonly name: string };

/** The token that asks. */
export type TokenShape = {
  readonly name: string;
  readonly kind: string;
  readonly expires_at: string | null;
  readonly operations: readonly string[];
};

/** What was said in a call. */
export type TranscriptShape = {
  readonly turns: readonly { readonly speaker: string; readonly text: string; readonly start_seconds: number }[];
};

/** Whether the call has ended. */
export function hasEnded(call: Pick<CallShape, 'ended_at'>): boolean {
  return call.ended_at !== null;
}
