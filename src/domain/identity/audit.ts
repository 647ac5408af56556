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
 * Action -> what a person reads after the name of the one who did it. Written by triggers (migration 0022) and by who
 * plays or deletes recordings.
 */
export const AUDIT_ACTIONS = {
  'workspace.created': 'created the workspace',
  'workspace.updated': 'changed the workspace',
  'workspace.demo_removed': 'removed the demo from the workspace',
  'agent.created': 'created the agent',
  'agent.updated': 'changed the agent',
  'person.invited': 'invited',
  'person.link_created': 'created a sign-in link for',
  'person.password_forgotten': 'asked for a new password for',
  'person.linked': 'signed in by the provider for the first time as',
  'person.role_changed': 'changed the role of',
  'person.locked': 'locked',
  'person.unlocked': 'unlocked',
  'person.password_changed': 'changed the password of',
  'person.signed_in': 'signed in as',
  'person.signed_out': 'ended a session of',
  'person.codes_switched_on': 'switched on one-time codes for',
  'person.codes_switched_off': 'switched off one-time codes for',
  'person.recovery_codes_created': 'created recovery codes for',
  'person.recovery_code_used': 'used a recovery code of',
  'person.passkey_added': 'added a passkey for',
  'person.passkey_renamed': 'renamed a passkey of',
  'person.passkey_removed': 'removed a passkey of',
  'person.factors_reset': 'reset the second factor of',
  'menu.created': 'created the menu',
  'menu.updated': 'changed the menu',
  'menu.deleted': 'deleted the menu',
  'skill.created': 'created the skill',
  'skill.updated': 'changed the skill',
  'skill.deleted': 'deleted the skill',
  'number.created': 'added the number',
  'number.updated': 'changed the number',
  'number.deleted': 'removed the number',
  'trunk.created': 'added the trunk',
  'trunk.updated': 'changed the trunk',
  'trunk.deleted': 'removed the trunk',
  'sign_in_provider.created': 'set up the sign-in provider',
  'sign_in_provider.updated': 'changed the sign-in provider',
  'sign_in_provider.deleted': 'removed the sign-in provider',
  'mail_server.created': 'set up the mail server',
  'mail_server.updated': 'changed the mail server',
  'mail_server.deleted': 'removed the mail server',
  'language.created': 'added the language',
  'language.updated': 'changed the language',
  'prompt.uploaded': 'uploaded the prompt',
  'prompt.deleted': 'deleted the prompt',
  'token.created': 'created the token',
  'token.updated': 'changed the token',
  'token.deleted': 'deleted the token',
  'token.revoked': 'revoked the token',
  'request_log.updated': 'changed the request log',
  'appearance.updated': 'changed the appearance',
  'appearance.logo_uploaded': 'uploaded the logo',
  'appearance.logo_deleted': 'removed the logo',
  'contact.blocked': 'blocked the contact',
  'contact.unblocked': 'unblocked the contact',
  'contact.held': 'put on legal hold the contact',
  'contact.released': 'released from legal hold the contact',
  'contact.forgotten': 'had forgotten the contact',
  'call.held': 'put on legal hold call',
  'call.released': 'released from legal hold call',
  'retention.updated': 'changed the ages of',
  'contact.exported': 'exported all that is kept of the contact',
  'call.exported': 'exported calls:',
  'contact.merged': 'merged the contact',
  'call_setting.created': 'created the call setting',
  'call_setting.updated': 'changed the call setting',
  'call_setting.deleted': 'deleted the call setting',
  'webhook.created': 'created the webhook to',
  'webhook.updated': 'changed the webhook to',
  'webhook.deleted': 'deleted the webhook to',
  'webhook.secret_rotated': 'rotated the secret of the webhook to',
  'article.created': 'created the article',
  'article.updated': 'changed the article',
  'article.deleted': 'deleted the article',
  'recording.played': 'listened to the recording of call',
  'recording.deleted': 'deleted the recording of call',
  'voicemail.played': 'listened to the voicemail of call',
} as const satisfies Readonly<Record<`${AuditKind}.${string}`, string>>;
export type AuditAction = keyof typeof AUDIT_ACTIONS;

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
  readonly action: 'recording.played' | 'voicemail.played' | 'recording.deleted' | 'contact.exported' | 'call.exported';
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
  return Object.hasOwn(AUDIT_ACTIONS, text) ? (text as AuditAction) : null;
}
