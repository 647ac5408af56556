/** This is one table, written by `npm run generate` from the migrated schema: change the schema by a migration. */
import type { ColumnType, JSONColumnType } from 'kysely';

type ArrayType<T> = ArrayTypeImpl<T> extends (infer U)[] ? U[] : ArrayTypeImpl<T>;

type ArrayTypeImpl<T> = T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S[], I[], U[]> : T[];

type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

/** Every table by its name, with its columns. */
export type Tables = {
  agent: {
    agent_number: string | null;
    assist: Generated<boolean>;
    avatar_url: string | null;
    capacity: Generated<number | null>;
    created_at: Generated<Date>;
    email: string;
    factors_reset_at: Date | null;
    first_name: Generated<string>;
    id: Generated<number>;
    idle_since: Generated<Date>;
    language: string | null;
    last_name: Generated<string>;
    locked_at: Date | null;
    may_call: Generated<boolean>;
    online: Generated<boolean>;
    password_hash: string | null;
    reserved_for: Generated<ArrayType<number>>;
    role: Generated<string>;
    signed_in_at: Date | null;
    simulated: Generated<boolean>;
    skills: Generated<JSONColumnType<object>>;
    status: Generated<string>;
    status_name: string | null;
    uid: Generated<string>;
    wants_assist: Generated<boolean>;
    workspace_id: number;
  };
  api_request: {
    address: string;
    at: Date;
    call_id: number | null;
    id: Generated<number>;
    method: string;
    milliseconds: number;
    operation: string | null;
    path: string;
    problem: string | null;
    request_id: string;
    status: number;
    surface: string;
    token_id: number | null;
    token_prefix: string | null;
    workspace_id: number;
  };
  api_request_body: {
    answer: string | null;
    id: number;
    request: string | null;
    workspace_id: number;
  };
  api_token: {
    by_setting: Generated<boolean>;
    contact_id: number | null;
    created_at: Generated<Date>;
    expires_at: Date | null;
    hash: Buffer;
    id: Generated<number>;
    kind: string;
    last_used_at: Date | null;
    lookup: Buffer;
    made_by_agent: number | null;
    made_by_token: number | null;
    name: string;
    oauth_app_id: number | null;
    replaced_by: number | null;
    revoked_at: Date | null;
    workspace_id: number;
  };
  appearance: {
    color: string | null;
    name: string | null;
    workspace_id: number;
  };
  article: {
    body: string;
    created_at: Generated<Date>;
    hands_over: Generated<boolean>;
    id: Generated<number>;
    lang: Generated<string>;
    meaning: Buffer | null;
    phrasings: Generated<string[]>;
    revision: Generated<number>;
    status: string;
    title: string;
    updated_at: Generated<Date>;
    workspace_id: number;
  };
  audit_entry: {
    action: string;
    address: string | null;
    agent_id: number | null;
    at: Generated<Date>;
    changes: Generated<JSONColumnType<object>>;
    door: string;
    id: Generated<number>;
    target_id: string;
    target_name: Generated<string>;
    token_id: number | null;
    workspace_id: number;
  };
  authenticator: {
    agent_id: number;
    confirmed_at: Date | null;
    last_step: Generated<number>;
    seed: Buffer;
    workspace_id: number;
  };
  call: {
    agent_id: number | null;
    answer_type: string;
    assigned_at: Date | null;
    carrier: string;
    carriers_tried: JSONColumnType<object>;
    castings: JSONColumnType<object>;
    connected_at: Date | null;
    contact_id: number | null;
    contact_number: string | null;
    conversation_id: number;
    created_at: Date;
    deadline_at: Date | null;
    deflection: string;
    deflections: JSONColumnType<object>;
    direction: string;
    disconnected_by: string;
    disposition: string | null;
    ends_at: Date | null;
    fail_details: string | null;
    fail_reason: string;
    fin_call_id: number | null;
    flags: JSONColumnType<object>;
    groups_ahead: JSONColumnType<object>;
    has_feedback: boolean;
    held_since: Date | null;
    hold_seconds: number;
    id: Generated<number>;
    lang: string;
    menu_id: number | null;
    not_filled_in: Generated<JSONColumnType<object>>;
    offer: JSONColumnType<object> | null;
    offer_seconds: number;
    offer_type: string | null;
    origin: string;
    own_number: string | null;
    parent_id: number | null;
    participants: JSONColumnType<object>;
    passed_by: JSONColumnType<object>;
    priority: number;
    queued_at: Date | null;
    rating: number | null;
    recording: JSONColumnType<object> | null;
    recording_permission: string;
    report: JSONColumnType<object> | null;
    request_key: string | null;
    scheduled_at: Date | null;
    state: string;
    summary: string | null;
    tags: Generated<JSONColumnType<object>>;
    ticket_id: string | null;
    ticket_url: string | null;
    transcript_status: string | null;
    transfers: JSONColumnType<object>;
    uid: string;
    unstaffed_since: Date | null;
    updated_at: Date;
    verified: boolean;
    version: number;
    voicemail_reason: string;
    wait_rules: JSONColumnType<object> | null;
    workspace_id: number;
  };
  call_event: {
    at: Date;
    call_id: number | null;
    data: JSONColumnType<object>;
    seq: Generated<number>;
    type: string;
    workspace_id: number;
  };
  call_hold: {
    at: Date;
    call_id: number;
    workspace_id: number;
  };
  call_hour: {
    calls: number;
    hour: Date;
    workspace_id: number;
  };
  call_note: {
    agent_id: number;
    at: Date;
    call_id: number;
    id: Generated<number>;
    text: string;
    workspace_id: number;
  };
  call_tag: {
    call_id: number;
    created_at: Date;
    tag: string;
    workspace_id: number;
  };
  call_trace: {
    call_id: number;
    legs: JSONColumnType<object>;
    sound: JSONColumnType<object>;
    workspace_id: number;
  };
  choice: {
    agent_id: number;
    contact_numbers: string[];
    created_at: Date;
    id: Generated<number>;
    lang: string;
    number: string | null;
    origin: string;
    request_key: string | null;
    ticket_id: string | null;
    workspace_id: number;
  };
  contact: {
    attributes: Generated<JSONColumnType<object>>;
    blocked_at: Date | null;
    created_at: Generated<Date>;
    email: string | null;
    id: Generated<number>;
    identifier: string | null;
    legal_hold_at: Date | null;
    merged_into: number | null;
    name: string | null;
    other_phones: Generated<string[]>;
    out_contact_id: string | null;
    phone: string | null;
    role: Generated<string>;
    uid: Generated<string>;
    updated_at: Generated<Date>;
    workspace_id: number;
  };
  conversation: {
    acted_at: Date | null;
    assignee_id: number | null;
    contact_id: number | null;
    created_at: Generated<Date>;
    id: Generated<number>;
    read_to: Generated<number>;
    set_state: string | null;
    snoozed_until: Date | null;
    switched: Generated<boolean>;
    workspace_id: number;
  };
  conversation_act: {
    agent_id: number;
    assignee_id: number | null;
    at: Date;
    conversation_id: number;
    id: Generated<number>;
    kind: string;
    workspace_id: number;
  };
  demo_row: {
    key: string;
    kind: string;
    workspace_id: number;
  };
  dialed_call: {
    at: Date;
    call_uid: string;
    id: Generated<number>;
    trunk_id: number;
    workspace_id: number;
  };
  external_call: {
    call_id: number | null;
    caller: string;
    conversation_id: number | null;
    created_at: Date;
    data: JSONColumnType<object> | null;
    external_id: string;
    id: Generated<number>;
    intents: Generated<JSONColumnType<object>>;
    phone_number: string;
    request_key: string | null;
    source: string;
    status: Generated<string>;
    summary: Generated<string>;
    workspace_id: number;
  };
  file_removal: {
    at: Generated<Date>;
    recording_uid: string;
  };
  idempotency_key: {
    body: string | null;
    claimed_at: Date;
    claimed_by: string;
    fingerprint: Buffer;
    headers: JSONColumnType<object> | null;
    key: string;
    status: number | null;
    workspace_id: number;
  };
  language: {
    code: string;
    enabled: boolean;
    workspace_id: number;
  };
  logo: {
    height: number;
    image: Buffer;
    media_type: string;
    sha256: string;
    width: number;
    workspace_id: number;
  };
  mail: {
    answer: string | null;
    attempts: Generated<number>;
    created_at: Date;
    due_at: Date;
    ended_at: Date | null;
    expires_at: Date;
    id: Generated<number>;
    kind: string;
    letter: Buffer | null;
    recipient: string;
    state: string;
    workspace_id: number;
  };
  mail_server: {
    host: string;
    password: Buffer | null;
    port: number;
    security: string;
    sender: string;
    updated_at: Date;
    username: string | null;
    workspace_id: number;
  };
  menu: {
    capacity: number | null;
    deflection: Generated<string>;
    deleted: Generated<boolean>;
    groups: Generated<JSONColumnType<object>>;
    hidden: Generated<boolean>;
    hours: JSONColumnType<object> | null;
    id: Generated<number>;
    kind: string;
    long_wait: Generated<JSONColumnType<object>>;
    name: string;
    no_agents: Generated<JSONColumnType<object>>;
    offer_seconds: Generated<number>;
    offer_type: Generated<string>;
    output_message: Generated<string>;
    over_capacity: Generated<JSONColumnType<object>>;
    parent_id: number | null;
    position: Generated<number>;
    recording: Generated<string>;
    redirected: Generated<boolean>;
    skills: Generated<JSONColumnType<object>>;
    workspace_id: number;
    wrap_up: JSONColumnType<object> | null;
  };
  message: {
    agent_id: number | null;
    at: Date;
    author: string;
    contact_id: number | null;
    conversation_id: number;
    id: Generated<number>;
    text: string;
    workspace_id: number;
  };
  missed_call: {
    agent_id: number;
    at: Date;
    call_id: number;
    reason: string;
    workspace_id: number;
  };
  oauth_app: {
    client_id: string;
    created_at: Date;
    id: Generated<number>;
    kind: string;
    name: string;
    redirect_uris: string[];
    secret_hash: Buffer;
    vendor: string;
    workspace_id: number;
  };
  oauth_code: {
    agent_id: number;
    app_id: number;
    expires_at: Date;
    hash: Buffer;
    redirect_uri: string;
  };
  passkey: {
    agent_id: number;
    counter: number;
    created_at: Date;
    credential_id: Buffer;
    id: Generated<number>;
    last_used_at: Date | null;
    name: string;
    public_key: Buffer;
    transports: string[];
    workspace_id: number;
  };
  person_identity: {
    agent_id: number;
    created_at: Date;
    issuer: string;
    subject: string;
    workspace_id: number;
  };
  phone_number: {
    destination_id: number | null;
    destination_kind: Generated<string>;
    display: string;
    id: Generated<number>;
    is_default: Generated<boolean>;
    number: string;
    trunk_id: number | null;
    workspace_id: number;
  };
  prompt: {
    audio: Buffer;
    created_at: Date;
    hash: string;
    lang: string;
    name: string;
    seconds: number;
    workspace_id: number;
  };
  recovery_code: {
    agent_id: number;
    hash: Buffer;
    used_at: Date | null;
  };
  redirect: {
    contact_id: number;
    conversation_id: number;
    created_at: Date;
    expires_at: Date;
    id: Generated<number>;
    phone: string;
    request_key: string | null;
    workspace_id: number;
  };
  redirect_link: {
    hash: Buffer;
    redirect_id: number;
  };
  request_log: {
    bodies_until: Date | null;
    cleared_at: Date | null;
    workspace_id: number;
  };
  retention: {
    call_days: number | null;
    message_days: number | null;
    recording_days: number | null;
    transcript_days: number | null;
    voicemail_days: number | null;
    workspace_id: number;
  };
  secret: {
    name: string;
    value: Buffer;
  };
  session: {
    agent_id: number;
    created_at: Date;
    expires_at: Date;
    hash: Buffer;
    id: Generated<number>;
    last_seen_at: Date;
    must_add_factor: Generated<boolean>;
    user_agent: string | null;
    workspace_id: number;
  };
  sign_in_challenge: {
    agent_id: number;
    expires_at: Date;
    hash: Buffer;
    password_hash: string;
    tries_left: number;
  };
  sign_in_link: {
    agent_id: number;
    created_at: Date;
    expires_at: Date;
    hash: Buffer;
    kind: string;
    workspace_id: number;
  };
  sign_in_provider: {
    client_id: string;
    client_secret: Buffer;
    default_role: string;
    domains: string[];
    issuer: string;
    name: string;
    password_open: boolean;
    unknown_people: string;
    updated_at: Date;
    workspace_id: number;
  };
  sip_dialog: {
    dialog: JSONColumnType<object>;
    key: string;
    trunk_id: number;
  };
  skill: {
    id: Generated<number>;
    name: string;
    workspace_id: number;
  };
  subject_event: {
    agent_id: number | null;
    at: Date;
    contact_id: number | null;
    data: JSONColumnType<object>;
    seq: Generated<number>;
    type: string;
    workspace_id: number;
  };
  text_message: {
    body: string;
    created_at: Date;
    error: string | null;
    from_number: string | null;
    id: Generated<number>;
    provider: string | null;
    redirect_id: number | null;
    status: string;
    to_number: string;
    workspace_id: number;
  };
  ticket: {
    contact_id: number;
    id: string;
    url: string | null;
    workspace_id: number;
  };
  transcript: {
    call_id: number;
    created_at: Date;
    engine: string | null;
    live: string | null;
    turns: JSONColumnType<object>;
    uid: Generated<string>;
    words: Generated<string>;
    workspace_id: number;
  };
  trunk: {
    caller_header: string;
    calls_at_once: number;
    calls_per_minute: number;
    codecs: string[];
    countries: string[] | null;
    created_at: Date;
    from_user: string | null;
    health: Generated<string>;
    health_fault: string | null;
    health_since: Date;
    host: string;
    id: Generated<number>;
    inbound_addresses: string[];
    is_enabled: boolean;
    is_registered: boolean | null;
    longest_call_seconds: number;
    minutes_per_day: number;
    name: string;
    number_format: string;
    number_prefix: string;
    outbound_proxy: string | null;
    password: Buffer | null;
    port: number | null;
    position: number;
    premium_allowed: boolean;
    preset: string;
    refer_in: Generated<boolean>;
    refer_out: boolean;
    registers: boolean;
    rtp_source: string;
    srtp: string;
    text_account: string | null;
    text_secret: Buffer | null;
    transports: string[];
    updated_at: Date;
    username: string | null;
    workspace_id: number;
  };
  voice_call_setting: {
    created_at: Generated<Date>;
    setting: JSONColumnType<object>;
    uid: Generated<string>;
    workspace_id: number;
  };
  voice_hour: {
    count: number;
    hour: Date;
    what: string;
    workspace_id: number;
  };
  voice_talk: {
    brief: JSONColumnType<object> | null;
    call_id: number;
    counts: Generated<JSONColumnType<object>>;
    dialogue: JSONColumnType<object> | null;
    ended_at: Date | null;
    started_at: Date;
    workspace_id: number;
  };
  webhook: {
    created_at: Date;
    description: string;
    events: string[];
    failing_since: Date | null;
    format: string;
    former_secret: string | null;
    former_until: Date | null;
    id: Generated<number>;
    reason: string | null;
    secret: string;
    since_seq: number;
    state: string;
    updated_at: Date;
    url: string;
    user_name: string | null;
    workspace_id: number;
  };
  webhook_cursor: {
    is_only: Generated<boolean>;
    seq: number;
  };
  webhook_delivery: {
    agent_id: number | null;
    attempts: number;
    body: string;
    call_id: number | null;
    contact_id: number | null;
    created_at: Date;
    due_at: Date;
    ended_at: Date | null;
    event: string;
    first_sent_at: Date | null;
    id: Generated<number>;
    log: JSONColumnType<object>;
    message_id: string;
    seq: number | null;
    state: string;
    webhook_id: number;
    workspace_id: number;
  };
  workspace: {
    agent_statuses: Generated<JSONColumnType<object>>;
    agents_choose_number: Generated<boolean>;
    call_back_countries: string[] | null;
    created_at: Generated<Date>;
    dial_calls_at_once: Generated<number>;
    dial_calls_per_minute: Generated<number>;
    dial_longest_call_seconds: Generated<number>;
    dial_minutes_per_day: Generated<number>;
    dial_premium_allowed: Generated<boolean>;
    hand_over_menu_id: number | null;
    id: Generated<number>;
    name: string;
    second_factor: Generated<string>;
    setup_closed_at: Date | null;
    subdomain: string;
    time_zone: Generated<string>;
    transcripts: Generated<string>;
    uid: Generated<string>;
    wrap_up: Generated<JSONColumnType<object>>;
  };
  wrap_up: {
    agent_id: number;
    call_id: number;
    ends_at: Date | null;
    since: Date;
    workspace_id: number;
  };
};
