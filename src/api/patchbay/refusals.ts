/** This is one table: every "no" of this surface as a problem (RFC 9457), and the page that its `type` leads to. */
import { MAX_OAUTH_APPS } from '#domain/identity/oauth.ts';
import { MENU_PROBLEMS, menuDetail, menuPointer } from '../menus/faults.ts';
import { MAX_ARCHIVES } from '../archives.ts';
import { skillInUse } from '../skills.ts';
import { MAX_CHANGES, MAX_NOTES } from '#domain/call/bounds.ts';
import { MAX_ATTRIBUTES_BYTES, MAX_ATTRIBUTES, MAX_OTHER_PHONES } from '#domain/directory/contact.ts';
import { MAX_BLOCKED } from '#domain/directory/workspace.ts';
import type { AdministrationRefusal } from '#domain/directory/administration.ts';
import { MAX_NUMBERS } from '#domain/directory/phone-number.ts';
import { MAX_TRUNKS } from '#domain/directory/trunk.ts';
import { MAX_ARTICLES } from '#domain/directory/article.ts';
import { MAX_SKILLS } from '#domain/directory/skill.ts';
import { MAX_PROMPTS } from '#domain/directory/prompt.ts';
import { MAX_STREAMS, MAX_WAITING, MAX_WEBHOOKS } from '#domain/ports/webhooks.ts';
import type { Refusal, RefusalCode } from '#domain/call/refusal.ts';
import { MAX_DEPTH } from '#http/body.ts';
import type { Fault } from '#http/fault.ts';
import type { ApiResponse, Violation } from '#http/surface.ts';

/** What only this surface refuses. */
type OwnCode =
  | 'body_invalid'
  | 'query_invalid'
  | 'version_unknown'
  | 'token_in_use'
  | 'not_replaceable'
  | 'person_locked'
  | 'operator_only'
  | 'phone_number_invalid'
  | 'capacity_missing'
  | 'not_simulated'
  | 'sound_invalid'
  | 'logo_invalid'
  | 'prompts_full'
  | 'import_invalid'
  | 'webhooks_full'
  | 'oauth_apps_full'
  | 'webhook_disabled'
  | 'streams_full'
  | 'exports_full'
  | 'too_many_deliveries';

/** The name of each problem: the last part of its `type`, and its `code`. */
export type ProblemCode = Fault | RefusalCode | Exclude<AdministrationRefusal['code'], 'unknown'> | OwnCode;

/** A problem: its status, its title, and when it is met. */
type Problem = readonly [status: number, title: string, about: string];

/** All problems. */
export const PROBLEMS = {
  unauthorized: [401, 'Unauthorized', 'The request carries no token, or one that is unknown, revoked or expired.'],
  workspace_unknown: [404, 'Workspace not found', 'No workspace has this subdomain.'],
  forbidden: [403, 'Forbidden', 'The token is of a kind that may not do this.'],
  operator_only: [403, 'For the operator only', 'Only staff of workspace 1, who run the server, may open workspaces.'],
  not_found: [404, 'Not found', 'There is nothing at this address, or it belongs to another workspace.'],
  gone: [410, 'Gone', 'The address worked once, and has expired.'],
  method_not_allowed: [405, 'Method not allowed', 'The address exists and takes other methods: see `Allow`.'],
  not_acceptable: [406, 'Not acceptable', 'The answer cannot be given in the form that was asked for.'],
  malformed_body: [400, 'Malformed body', 'The body is not JSON in UTF-8, or is nested too deeply.'],
  malformed_request: [400, 'Malformed request', 'The address or a header is not well formed.'],
  query_invalid: [400, 'Invalid query', '`errors` names each parameter that is unknown or not well formed.'],
  version_unknown: [400, 'Unknown version', '`Patchbay-Version` is none of the versions that this server knows.'],
  unsupported_media_type: [
    415,
    'Unsupported media type',
    'Bodies are `application/json`; a sound is `audio/wav`, `audio/vnd.wave`, `audio/ogg`, `audio/opus` or `application/ogg`; articles are `text/markdown`, `text/csv` or `text/html`; a logo is `image/png`, `image/jpeg` or `image/webp`.',
  ],
  unsupported_encoding: [415, 'Unsupported encoding', 'Bodies are sent as they are, without a `Content-Encoding`.'],
  body_too_deep: [400, 'Body nested too deeply', `A body may have ${MAX_DEPTH} levels.`],
  value_refused: [
    400,
    'Value cannot be stored',
    'The body holds a NUL character, half a surrogate pair, or a number out of range.',
  ],
  precondition_failed: [
    412,
    'Precondition failed',
    'What is there is not what `If-Match` or `If-Unmodified-Since` names.',
  ],
  range_not_satisfiable: [
    416,
    'Range not satisfiable',
    'The range begins behind the end: `Content-Range` has the size.',
  ],
  head_too_large: [431, 'Head too large', 'The address and the headers of a request may have 16 KiB together.'],
  request_timeout: [408, 'Request timeout', 'A request may take 30 seconds to arrive.'],
  expectation_failed: [417, 'Expectation failed', 'The only expectation that is met is `100-continue`.'],
  body_too_large: [413, 'Body too large', 'A body may have 1 MiB, a sound 16 MiB, a logo 256 KiB.'],
  body_invalid: [422, 'Invalid body', '`errors` points at each field that is missing, unknown or not as it should be.'],
  rate_limited: [429, 'Too many requests', 'Wait for as many seconds as `Retry-After` says.'],
  key_reused: [422, 'Idempotency key reused', 'The key was sent before with another request.'],
  key_running: [409, 'Request still running', 'The request with this idempotency key has not been answered yet.'],
  malformed_key: [400, 'Malformed idempotency key', 'A key has 1 to 255 printable ASCII characters.'],
  draining: [503, 'Shutting down', 'The server takes no new calls because it is about to stop.'],
  unavailable: [503, 'Unavailable', 'The database cannot be reached. Try again.'],
  internal: [500, 'Internal error', 'Something went wrong that should not; the request id finds it in the log.'],

  event_not_allowed: [409, 'Not allowed in this state', 'The call is in a state in which this cannot happen.'],
  not_simulated: [409, 'Not a simulated call', 'The simulator reports only into calls that it carries.'],
  call_unknown: [404, 'Call not found', 'The workspace has no such call.'],
  recording_unknown: [404, 'Recording not found', 'The call has no recording.'],
  transcript_unknown: [404, 'Transcript not found', 'The call has no transcript, or not yet.'],
  external_call_unknown: [404, 'External call not found', 'The workspace has no external call with this id.'],
  agent_unknown: [422, 'Unknown agent', 'The workspace has no such agent.'],
  agent_may_not_call: [409, 'Agent may not place calls', 'The agent has no access to outbound calls.'],
  agent_not_available: [409, 'Agent not available', 'The agent is not available, or has as many calls as they take.'],
  contact_unknown: [422, 'Unknown contact', 'The workspace has no such contact.'],
  contact_blocked: [409, 'Contact blocked', 'Calls of this contact are refused until they are unblocked.'],
  contact_without_number: [422, 'Contact without a number', 'The contact has no phone number.'],
  language_unknown: [422, 'Unknown language', 'The workspace does not know the language.'],
  language_not_available: [422, 'Language not available', 'The language is switched off in the workspace.'],
  menu_unknown: [422, 'Unknown menu', 'The workspace has no such menu.'],
  menu_kind_not_permitted: [422, 'Wrong kind of menu', 'Menus of this kind do not take such calls.'],
  menu_redirected: [409, 'Menu redirected', 'The menu is closed by hand.'],
  menu_after_hours: [409, 'Menu after hours', 'The menu is outside of its hours.'],
  parent_unknown: [422, 'Unknown parent call', 'The workspace has no such call to call back.'],
  parent_without_menu: [422, 'Parent call without a menu', 'The call to call back is in no menu: name one.'],
  time_past: [422, 'Time is past', 'A call is scheduled for a time ahead.'],
  number_unknown: [422, 'Unknown number', 'The workspace has no such phone number.'],
  emergency_number: [422, 'Emergency number', 'Emergency numbers are not called from here: use a telephone.'],
  number_not_called: [
    422,
    'Number not called',
    'No trunk of the workspace calls the country of the number, or numbers of its price.',
  ],
  dial_limit: [
    429,
    'Limit of outbound calls',
    'A trunk or the workspace has dialed as much as it may; try again later.',
  ],
  external_call_taken: [409, 'External call taken', 'The id is registered for this source already.'],
  report_taken: [409, 'External uuid taken', 'A call with this external uuid was reported already.'],
  report_ended: [409, 'Call ended', 'A call that was reported as ended does not ring again.'],
  text_message_failed: [422, 'Text message failed', 'The carrier refused the text message.'],
  text_to_landline: [422, 'Number is a landline', 'Text messages do not reach a fixed line.'],
  history_full: [409, 'Too many changes', `A call keeps ${MAX_CHANGES} changes; it can still be ended.`],
  notes_full: [409, 'Too many notes', `A call keeps ${MAX_NOTES} notes.`],
  disposition_unknown: [422, 'Unknown disposition', 'The workspace has no such disposition.'],
  disposition_required: [
    409,
    'Disposition required',
    'The menu of the call, or the workspace, requires a disposition.',
  ],
  note_required: [409, 'Note required', 'The menu of the call, or the workspace, requires a note.'],
  tag_required: [409, 'Tag required', 'The menu of the call, or the workspace, requires a tag.'],
  tag_unknown: [422, 'Unknown tag', 'The workspace has no such tag.'],
  not_wrapping_up: [409, 'Not wrapping up', 'The agent wraps up no call.'],
  attributes_full: [
    422,
    'Too many attributes',
    `A contact keeps ${MAX_ATTRIBUTES} attributes, ${MAX_ATTRIBUTES_BYTES} bytes in all; nothing was changed.`,
  ],

  taken: [
    409,
    'Taken',
    'Another one has this value, which must be unique: in the workspace, or of a phone number anywhere.',
  ],
  last_admin: [
    409,
    'Last administrator',
    'The workspace keeps one administrator who can sign in; make another one first.',
  ],
  demo_in_call: [409, 'Demo in a call', 'A call of an agent or a contact of the demo is in progress or scheduled.'],
  on_legal_hold: [409, 'On legal hold', 'Nothing of the contact or the call is forgotten while a legal hold stands.'],
  contact_in_call: [
    409,
    'Contact in a call',
    'A call of the contact is in progress, or its recording or transcript is being finished.',
  ],
  merge_into_itself: [409, 'Same contact', 'A contact cannot be merged into itself.'],
  numbers_full: [409, 'Too many numbers', `A contact keeps ${MAX_OTHER_PHONES} numbers besides the first.`],
  blocked_full: [409, 'Too many blocked', `A workspace blocks ${MAX_BLOCKED} contacts.`],
  agent_simulated: [
    409,
    'Simulated agent',
    'The simulator plays the agent with this e-mail address. A person needs an address of their own.',
  ],
  agent_is_person: [
    409,
    'Agent is a person',
    'Someone signs in as this agent, or is invited to: the simulator plays no people.',
  ],
  person_locked: [409, 'Person locked', 'A person who is locked gets no link; unlock them first.'],
  not_replaceable: [409, 'Token not replaceable', 'The token is given by a setting, or has been replaced already.'],
  token_in_use: [409, 'Token in use', 'A token cannot revoke itself; so every workspace keeps one that works.'],
  phone_number_invalid: [
    422,
    'Invalid phone number',
    'A phone number begins with `+` and has a length of its country.',
  ],
  capacity_missing: [422, 'Capacity missing', 'Only simulated agents take any number of calls at once.'],
  default_line_wrong: [422, 'Wrong line', 'Only a number of the queues can be the one that queues dial from.'],
  trunk_unknown: [422, 'Unknown trunk', 'The workspace has no such trunk.'],
  destination_unknown: [422, 'Unknown destination', 'The workspace has no such IVR menu, or no such agent.'],
  trunks_full: [409, 'Too many trunks', `A workspace may have ${MAX_TRUNKS}.`],
  phone_numbers_full: [409, 'Too many phone numbers', `A workspace may have ${MAX_NUMBERS}.`],
  ticket_contact_unknown: [422, 'Unknown contact', 'The workspace has no such contact for the ticket.'],
  prompts_full: [409, 'Too many prompts', `A workspace may have ${MAX_PROMPTS}; replacing one and deleting works.`],
  articles_full: [409, 'Too many articles', `A workspace may have ${MAX_ARTICLES}; changing and deleting works.`],
  skills_full: [409, 'Too many skills', `A workspace may have ${MAX_SKILLS}.`],
  skill_in_use: [409, 'Skill in use', 'Menus want this skill: `detail` names them. Take it from them first.'],
  agent_skill_unknown: [422, 'Unknown skill', 'The workspace has no such skill.'],
  agent_skill_twice: [422, 'Skill named twice', 'An agent has each skill once.'],
  import_invalid: [422, 'File cannot be imported', '`errors` points at each row and field; nothing was imported.'],
  oauth_apps_full: [409, 'Too many applications', `A workspace may have ${MAX_OAUTH_APPS}.`],
  webhooks_full: [409, 'Too many webhooks', `A workspace may have ${MAX_WEBHOOKS}.`],
  exports_full: [
    409,
    'Too many exports',
    `A workspace may have ${MAX_ARCHIVES} at a time, and the server only a few; wait for one to end.`,
  ],
  streams_full: [409, 'Too many streams', `A workspace may have ${MAX_STREAMS} at a time; end one first.`],
  webhook_disabled: [409, 'Webhook disabled', 'Nothing is sent to a disabled webhook; set it live first.'],
  too_many_deliveries: [
    409,
    'Too many deliveries',
    `At most ${MAX_WAITING} are sent again at once; name a later time.`,
  ],
  logo_invalid: [422, 'Not an image that can be a logo', '`detail` says what is wrong with the file.'],
  sound_invalid: [422, 'Not a sound that can be played', '`detail` says what is wrong with the file.'],
  ...MENU_PROBLEMS,
} as const satisfies Record<ProblemCode, Problem>;

/** Where a fault of a request lies: in the body (`pointer`, RFC 6901), or in the query (`parameter`). */
export type Mistake = Violation | { readonly parameter: string; readonly detail: string };

/** Writes problems. */
export type Problems = (
  code: ProblemCode,
  requestId: string,
  more?: { readonly detail?: string; readonly errors?: readonly Mistake[] },
) => ApiResponse;

/** Makes the writer; types are addresses on this server. */
export function createProblems(publicUrl: () => string): Problems {
  return (code, requestId, more = {}) => {
    const [status, title, about] = PROBLEMS[code];
    const body = {
      type: `${publicUrl()}/problems#${code}`,
      title,
      status,
      detail: more.detail ?? about,
      instance: `urn:uuid:${requestId}`,
      code,
      request_id: requestId,
      ...(more.errors === undefined ? {} : { errors: more.errors }),
    };
    return { status, body, headers: { 'content-type': 'application/problem+json; charset=utf-8' } };
  };
}

/** The problem of a refused command. */
export function refusalProblem(problems: Problems, refusal: Refusal, requestId: string): ApiResponse {
  const pointer = pointerInCall(refusal);
  if (pointer !== null) {
    const errors = [{ pointer, detail: PROBLEMS[refusal.code][2] }];
    return problems(refusal.code, requestId, { errors });
  }
  if (refusal.code !== 'event_not_allowed') return problems(refusal.code, requestId);
  const detail = `A call that is ${refusal.state} does not take the event ${refusal.event}, or not like this.`;
  return problems('event_not_allowed', requestId, { detail });
}

/** Which field of the body a refused command is about, where it is one. */
function pointerInCall(refusal: Refusal): string | null {
  switch (refusal.code) {
    case 'disposition_unknown':
    case 'disposition_required':
      return '/disposition';
    case 'tag_required':
      return '/tags';
    case 'tag_unknown':
      return `/tags/${refusal.place}`;
    default:
      return null;
  }
}

/** The problem of a refused change to the directory. */
export function administrationProblem(
  problems: Problems,
  refusal: AdministrationRefusal,
  requestId: string,
): ApiResponse {
  if (refusal.code === 'unknown') return problems('not_found', requestId);
  if (refusal.code === 'skill_in_use') return problems(refusal.code, requestId, { detail: skillInUse(refusal.menus) });
  const pointer = pointerOf(refusal);
  const detail = refusal.code === 'menu_wrap_up_wrong' ? menuDetail(refusal) : PROBLEMS[refusal.code][2];
  return problems(refusal.code, requestId, pointer === null ? {} : { errors: [{ pointer, detail }] });
}

/** Which field of the body the refusal is about. */
function pointerOf(refusal: Exclude<AdministrationRefusal, { code: 'unknown' }>): string | null {
  switch (refusal.code) {
    case 'taken':
      return `/${refusal.field}`;
    case 'ticket_contact_unknown':
      return '/contact_id';
    case 'agent_simulated':
      return '/email';
    case 'agent_is_person':
      return '/simulated';
    case 'last_admin':
    case 'articles_full':
    case 'skills_full':
    case 'skill_in_use':
    case 'demo_in_call':
    case 'on_legal_hold':
    case 'contact_in_call':
    case 'merge_into_itself':
    case 'numbers_full':
    case 'blocked_full':
    case 'trunks_full':
    case 'phone_numbers_full':
      return null;
    case 'agent_skill_unknown':
    case 'agent_skill_twice':
      return `/skills/${refusal.place}/skill_id`;
    case 'attributes_full':
      return '/attributes';
    case 'default_line_wrong':
      return '/is_default';
    case 'trunk_unknown':
      return '/trunk_id';
    case 'destination_unknown':
      return '/destination/id';
    default:
      return menuPointer(refusal);
  }
}
