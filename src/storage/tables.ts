/** The tables that the query builder knows. The call's own table is read and written by hand (call-row.ts, commit.ts). */
import type { Generated, JSONColumnType } from 'kysely';

type Json = JSONColumnType<object>;

export type Tables = {
  readonly workspace: {
    id: Generated<number>;
    uid: Generated<string>;
    subdomain: string;
    name: string;
    agents_choose_number: Generated<boolean>;
    call_back_countries: Generated<string[] | null>;
  };
  readonly api_token: {
    id: Generated<number>;
    workspace_id: number;
    name: string;
    kind: string;
    lookup: Buffer;
    hash: Buffer;
    created_at: Generated<Date>;
    last_used_at: Date | null;
    revoked_at: Date | null;
    expires_at: Date | null;
    contact_id: number | null;
    by_setting: Generated<boolean>;
  };
  readonly agent: {
    id: Generated<number>;
    uid: Generated<string>;
    workspace_id: number;
    email: string;
    first_name: Generated<string>;
    last_name: Generated<string>;
    agent_number: string | null;
    avatar_url: string | null;
    may_call: Generated<boolean>;
    status: Generated<string>;
    idle_since: Generated<Date>;
    capacity: number | null;
    simulated: Generated<boolean>;
    role: Generated<string>;
    password_hash: string | null;
    online: Generated<boolean>;
    reserved_for: Generated<number[]>;
  };
  readonly session: {
    hash: Buffer;
    workspace_id: number;
    agent_id: number;
    created_at: Date;
    last_seen_at: Date;
    expires_at: Date;
  };
  readonly call_note: {
    id: Generated<number>;
    workspace_id: number;
    call_id: number;
    agent_id: number;
    text: string;
    at: Date;
  };
  readonly message: {
    id: Generated<number>;
    workspace_id: number;
    conversation_id: number;
    author: string;
    agent_id: number | null;
    text: string;
    at: Date;
  };
  readonly choice: {
    id: Generated<number>;
    workspace_id: number;
    agent_id: number;
    origin: string;
    ticket_id: string | null;
    number: string | null;
    contact_numbers: string[];
    lang: string;
    request_key: string | null;
    created_at: Date;
  };
  readonly wrap_up: { agent_id: number; workspace_id: number; call_id: number; since: Date };
  readonly contact: {
    id: Generated<number>;
    uid: Generated<string>;
    workspace_id: number;
    role: Generated<string>;
    name: string | null;
    email: string | null;
    phone: string | null;
    other_phones: Generated<string[]>;
    identifier: string | null;
    out_contact_id: string | null;
    attributes: Json;
    created_at: Generated<Date>;
  };
  readonly ticket: { workspace_id: number; id: string; contact_id: number; url: string | null };
  readonly menu: {
    id: Generated<number>;
    workspace_id: number;
    name: string;
    kind: string;
    parent_id: number | null;
    position: Generated<number>;
    output_message: Generated<string>;
    hidden: Generated<boolean>;
    deleted: Generated<boolean>;
    redirected: Generated<boolean>;
    hours: Json | null;
    offer_type: Generated<string>;
    offer_seconds: Generated<number>;
    groups: Json;
    recording: Generated<string>;
    deflection: Generated<string>;
    capacity: number | null;
  };
  readonly phone_number: {
    id: Generated<number>;
    workspace_id: number;
    number: string;
    display: string;
    line: Generated<string>;
    is_default: Generated<boolean>;
  };
  readonly language: { workspace_id: number; code: string; enabled: boolean };
  readonly prompt: {
    workspace_id: number;
    name: string;
    lang: string;
    audio: Buffer;
    hash: string;
    seconds: number;
    created_at: Date;
  };
  readonly conversation: {
    id: Generated<number>;
    workspace_id: number;
    contact_id: number | null;
    created_at: Generated<Date>;
    read_to: Generated<number>;
  };
  readonly transcript: { call_id: number; uid: Generated<string>; workspace_id: number; turns: Json; created_at: Date };
  readonly external_call: {
    id: Generated<number>;
    workspace_id: number;
    phone_number: string;
    caller: string;
    external_id: string;
    source: string;
    data: Json | null;
    status: Generated<string>;
    call_id: number | null;
    conversation_id: number | null;
    summary: Generated<string>;
    intents: Json;
    request_key: string | null;
    created_at: Date;
  };
  readonly redirect_link: {
    hash: Buffer;
    redirect_id: number;
  };
  readonly redirect: {
    id: Generated<number>;
    workspace_id: number;
    phone: string;
    contact_id: number;
    conversation_id: number;
    request_key: string | null;
    created_at: Date;
    expires_at: Date;
  };
  readonly text_message: {
    id: Generated<number>;
    workspace_id: number;
    redirect_id: number | null;
    from_number: string | null;
    to_number: string;
    body: string;
    status: string;
    created_at: Date;
  };
  readonly idempotency_key: {
    workspace_id: number;
    key: string;
    fingerprint: Buffer;
    claimed_by: string;
    claimed_at: Date;
    status: number | null;
    headers: Json | null;
    body: string | null;
  };
  readonly voice_call_setting: {
    uid: Generated<string>;
    workspace_id: number;
    created_at: Generated<Date>;
    setting: Json;
  };
};
