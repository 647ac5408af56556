/** The table of what each kind of token may do: every operation of every surface, with the kinds that it is open to. */
import type { TokenKind } from '#http/surface.ts';

type Kinds = readonly TokenKind[];

const STAFF = ['staff'] as const satisfies Kinds;
/** Who acts in calls that go on. Of vcita these are its "admin tokens": the business's own staff, and the directory above it. */
const ADMINS = ['staff', 'directory'] as const satisfies Kinds;
/** Who places, reports and announces calls. An app is shown what it has written, and no other call. */
const WRITERS = ['staff', 'app', 'directory'] as const satisfies Kinds;
/** Who reads calls and what was said in them. Source: vcita's list of kinds; an app is not among them. */
const READERS = ['staff', 'directory', 'read_only'] as const satisfies Kinds;
/** The same, and the client of the token, who reads their own calls alone. */
const READERS_AND_CLIENT = ['staff', 'directory', 'client', 'read_only'] as const satisfies Kinds;
/** Who reads the directory: what has to be known to place a call. */
const DIRECTORY = ['staff', 'app', 'directory', 'read_only'] as const satisfies Kinds;

/**
 * Surface -> operation -> kinds. The server refuses every other kind before it reads the body, and does not start with an operation
 * that is not here. `client` is a kind of vcita's: it opens nothing elsewhere.
 */
export const TOKEN_RIGHTS = {
  ccaip: {
    createCall: WRITERS,
    listCalls: READERS,
    showCall: READERS,
    showCustomerFlag: READERS,
    updateCustomerFlag: ADMINS,
    listManagerCalls: READERS,
    showManagerCall: READERS,
    dialThirdParty: WRITERS,
    identifyEndUser: WRITERS,
    listWaitTimes: DIRECTORY,
    showOrganization: DIRECTORY,
  },
  intercom: {
    listCalls: READERS,
    showCall: READERS,
    showCallRecording: READERS,
    showCallTranscript: READERS,
    listCallsWithTranscripts: READERS,
    registerFinVoiceCall: WRITERS,
    collectFinVoiceCallById: READERS,
    collectFinVoiceCallByExternalId: READERS,
    collectFinVoiceCallByPhoneNumber: READERS,
    collectFinVoiceCallsByConversationId: READERS,
    createPhoneSwitch: WRITERS,
    identifyAdmin: DIRECTORY,
    listTags: DIRECTORY,
  },
  vcita: {
    VoiceCallsController_create: WRITERS,
    VoiceCallsController_getAll: READERS_AND_CLIENT,
    VoiceCallsController_get: READERS_AND_CLIENT,
    VoiceCallsController_update: WRITERS,
    VoiceCallsController_getTranscript: READERS_AND_CLIENT,
    RecordingsController_update: WRITERS,
    RecordingsController_deleteVoiceCallRecording: WRITERS,
    ReportsController_getVoiceCallStats: READERS_AND_CLIENT,
    ReportsController_getVoiceCallStatsAsDocumented: READERS_AND_CLIENT,
    QuotasController_get: READERS,
    SettingsController_create: WRITERS,
    SettingsController_get: ['staff', 'read_only'],
    SettingsController_update: WRITERS,
    SettingsController_delete: ADMINS,
    listWebhooks: READERS,
  },
  patchbay: {
    showWorkspace: DIRECTORY,
    updateWorkspace: STAFF,
    openWorkspace: STAFF,
    listTokens: STAFF,
    createToken: STAFF,
    revokeToken: STAFF,
    listLanguages: DIRECTORY,
    putLanguage: WRITERS,
    listPrompts: DIRECTORY,
    putPrompt: WRITERS,
    deletePrompt: WRITERS,
    listMenus: DIRECTORY,
    showMenu: DIRECTORY,
    createMenu: WRITERS,
    updateMenu: WRITERS,
    deleteMenu: WRITERS,
    listNumbers: DIRECTORY,
    createNumber: WRITERS,
    updateNumber: WRITERS,
    deleteNumber: WRITERS,
    listAgents: DIRECTORY,
    showAgent: DIRECTORY,
    createAgent: WRITERS,
    updateAgent: WRITERS,
    setAgentStatus: WRITERS,
    finishWrapUp: WRITERS,
    listMissedCalls: READERS,
    dismissMissedCall: ADMINS,
    listPeople: ['staff', 'read_only'],
    showPerson: ['staff', 'read_only'],
    invitePerson: STAFF,
    updatePerson: STAFF,
    createSignInLink: STAFF,
    listSessions: ['staff', 'read_only'],
    endSessions: STAFF,
    endSession: STAFF,
    listContacts: DIRECTORY,
    showContact: DIRECTORY,
    createContact: WRITERS,
    updateContact: WRITERS,
    mergeContact: ADMINS,
    blockContact: ADMINS,
    unblockContact: ADMINS,
    listContactHistory: READERS,
    listScheduledCallsOfContact: READERS,
    listTickets: DIRECTORY,
    putTicket: WRITERS,
    deleteTicket: WRITERS,
    listCalls: READERS,
    showCall: READERS,
    noteCall: ADMINS,
    listCallEvents: READERS,
    showTranscript: READERS,
    showExternalCall: READERS,
    listTextMessages: READERS,
    answerCall: ADMINS,
    declineCall: ADMINS,
    holdCall: ADMINS,
    resumeCall: ADMINS,
    hangUpCall: ADMINS,
    noteOutcome: ADMINS,
    rateCall: ADMINS,
    readVoicemail: ADMINS,
    transferCall: ADMINS,
    showSimulator: DIRECTORY,
    simulateCall: WRITERS,
    directCall: ADMINS,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Kinds>>>>;
