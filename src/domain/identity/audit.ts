/** The audit log: who changed what, and who listened to whom. It is only ever added to. */

/**
 * How they came: signed in at a page, with a token, from the shell, by a link, by a setting at the start, or no one in
 * particular.
 */
export const AUDIT_DOORS = ['page', 'token', 'shell', 'link', 'setting', 'server'] as const;
export type AuditDoor = (typeof AUDIT_DOORS)[number];

/** The kinds of things that something is done to. Each action begins with one. */
type AuditKind =
  | 'workspace'
  | 'agent'
  | 'person'
  | 'menu'
  | 'skill'
  | 'number'
  | 'trunk'
  | 'mail_server'
  | 'sign_in_provider'
  | 'language'
  | 'prompt'
  | 'token'
  | 'oauth_app'
  | 'contact'
  | 'call'
  | 'retention'
  | 'request_log'
  | 'appearance'
  | 'call_setting'
  | 'webhook'
  | 'article'
  | 'recording'
  | 'voicemail';

/**
 * What is done to what. Written by triggers (migration 0022) and by who plays or deletes recordings; its words are in
 * the catalogue (`audit.act.` and its name).
 */
export const AUDIT_ACTIONS = [
  'workspace.created',
  'workspace.updated',
  'workspace.demo_removed',
  'agent.created',
  'agent.updated',
  'person.invited',
  'person.link_created',
  'person.password_forgotten',
  'person.linked',
  'person.role_changed',
  'person.locked',
  'person.unlocked',
  'person.password_changed',
  'person.signed_in',
  'person.signed_out',
  'person.codes_switched_on',
  'person.codes_switched_off',
  'person.recovery_codes_created',
  'person.recovery_code_used',
  'person.passkey_added',
  'person.passkey_renamed',
  'person.passkey_removed',
  'person.factors_reset',
  'menu.created',
  'menu.updated',
  'menu.deleted',
  'skill.created',
  'skill.updated',
  'skill.deleted',
  'number.created',
  'number.updated',
  'number.deleted',
  'trunk.created',
  'trunk.updated',
  'trunk.deleted',
  'sign_in_provider.created',
  'sign_in_provider.updated',
  'sign_in_provider.deleted',
  'mail_server.created',
  'mail_server.updated',
  'mail_server.deleted',
  'language.created',
  'language.updated',
  'prompt.uploaded',
  'prompt.deleted',
  'token.created',
  'token.updated',
  'token.deleted',
  'token.revoked',
  'oauth_app.created',
  'oauth_app.deleted',
  'request_log.updated',
  'appearance.updated',
  'appearance.logo_uploaded',
  'appearance.logo_deleted',
  'contact.blocked',
  'contact.unblocked',
  'contact.held',
  'contact.released',
  'contact.forgotten',
  'call.held',
  'call.released',
  'retention.updated',
  'contact.exported',
  'workspace.exported',
  'call.exported',
  'contact.merged',
  'call_setting.created',
  'call_setting.updated',
  'call_setting.deleted',
  'webhook.created',
  'webhook.updated',
  'webhook.deleted',
  'webhook.secret_rotated',
  'article.created',
  'article.updated',
  'article.deleted',
  'recording.played',
  'recording.deleted',
  'voicemail.played',
] as const satisfies readonly `${AuditKind}.${string}`[];
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** One entry. `actor`: their name or that of their token; null where no one of the workspace is known. */
export type AuditEntry = {
  readonly id: number;
  readonly at: Date;
  readonly action: AuditAction;
  readonly door: AuditDoor;
  readonly agentId: number | null;
  readonly tokenId: number | null;
  readonly actor: string | null;
  readonly address: string | null;
  readonly targetId: string;
  /** What the target was called then. */
  readonly targetName: string;
  /** What changed -> [before, after]; null where only the change is known, because the values were too large. */
  readonly changes: Readonly<Record<string, readonly [unknown, unknown] | null>>;
};

/** Which entries are wanted; null is any. `since` is included, `until` is not. */
export type AuditFilter = {
  readonly action: AuditAction | null;
  readonly agentId: number | null;
  readonly tokenId: number | null;
  readonly targetId: string | null;
  readonly since: Date | null;
  readonly until: Date | null;
};

export const EVERY_ENTRY: AuditFilter = {
  action: null,
  agentId: null,
  tokenId: null,
  targetId: null,
  since: null,
  until: null,
};

/** What was done besides changing a row that a trigger watches. */
export type Noted = {
  readonly workspaceId: number;
  readonly action:
    | 'recording.played'
    | 'voicemail.played'
    | 'recording.deleted'
    | 'contact.exported'
    | 'call.exported'
    | 'workspace.exported';
  /** Of the call or contact; `all` is every one of the workspace that was asked for. */
  readonly targetId: number | 'all';
  readonly agentId: number | null;
  readonly tokenId: number | null;
  readonly address: string | null;
};

export type AuditStore = {
  /** The newest first; `before`: the id of the last entry that was read. */
  list(workspaceId: number, filter: AuditFilter, before: number | null, limit: number): Promise<readonly AuditEntry[]>;
  /** Written before the answer begins. */
  noted(noted: Noted): Promise<void>;
};

/** The action of that name; null where there is none. */
export function readAuditAction(text: string): AuditAction | null {
  return AUDIT_ACTIONS.find((each) => each === text) ?? null;
}
