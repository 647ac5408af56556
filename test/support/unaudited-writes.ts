/**
 * The table of writes that leave no entry in the audit log, each with the reason. Everything else that is not read has
 * to leave one: test/journeys/audited-writes.test.ts walks all routes.
 */

const IN_A_CALL = 'what is done in a call stands in the events of the call';
const DAILY_WORK = 'the daily work of agents, which changes no setting';
const CONTACT_WORK = 'contacts are edited in every other call; who blocks, merges, holds or forgets one is noted';
const ONLY_READS = 'reads, by a method that takes a body';
const SENDS_AGAIN = 'the attempts of the delivery tell it';
const ASKS_ALONE = 'asks the far end whether it answers, and changes nothing';
const OWN_CALLER = 'callers and strangers are no one of the workspace';

/** Surface -> operation -> why. */
export const UNAUDITED_OPERATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ccaip: {
    createCall: IN_A_CALL,
    updateCustomerFlag: IN_A_CALL,
    dialThirdParty: IN_A_CALL,
    identifyEndUser: IN_A_CALL,
    updateAgentStatuses: DAILY_WORK,
    putEndUser: CONTACT_WORK,
  },
  intercom: {
    listCallsWithTranscripts: ONLY_READS,
    registerFinVoiceCall: IN_A_CALL,
    createPhoneSwitch: IN_A_CALL,
    setAwayAdmin: DAILY_WORK,
    listAllCompanies: ONLY_READS,
    searchTickets: ONLY_READS,
    SearchContacts: ONLY_READS,
    searchConversations: ONLY_READS,
    replyConversation: DAILY_WORK,
    manageConversation: DAILY_WORK,
    CreateContact: CONTACT_WORK,
    UpdateContact: CONTACT_WORK,
  },
  vcita: {
    createClient: CONTACT_WORK,
    updateClient: CONTACT_WORK,
    VoiceCallsController_create: IN_A_CALL,
    VoiceCallsController_update: IN_A_CALL,
    RecordingsController_update: 'that a voicemail was heard; who listens is noted when they do',
    RecordingsController_deleteVoiceCallRecording: 'noted by the command itself, as `recording.deleted`',
  },
  patchbay: {
    setAgentStatus: DAILY_WORK,
    finishWrapUp: DAILY_WORK,
    dismissMissedCall: DAILY_WORK,
    createContact: CONTACT_WORK,
    updateContact: CONTACT_WORK,
    putTicket: CONTACT_WORK,
    deleteTicket: CONTACT_WORK,
    noteCall: IN_A_CALL,
    placeCall: IN_A_CALL,
    answerCall: IN_A_CALL,
    declineCall: IN_A_CALL,
    holdCall: IN_A_CALL,
    resumeCall: IN_A_CALL,
    hangUpCall: IN_A_CALL,
    rescheduleCall: IN_A_CALL,
    callScheduledNow: IN_A_CALL,
    cancelScheduledCall: IN_A_CALL,
    noteOutcome: IN_A_CALL,
    rateCall: IN_A_CALL,
    readVoicemail: 'that a voicemail was heard; who listens is noted when they do',
    transferCall: IN_A_CALL,
    testTrunk: ASKS_ALONE,
    testMailServer: ASKS_ALONE,
    testSignInProvider: ASKS_ALONE,
    askArticles: ONLY_READS,
    resendWebhookDelivery: SENDS_AGAIN,
    resendWebhookSince: SENDS_AGAIN,
    testWebhook: SENDS_AGAIN,
    simulateCall: IN_A_CALL,
    directCall: IN_A_CALL,
  },
};

/** Method and address at our pages -> why. */
export const UNAUDITED_PAGES: Readonly<Record<string, string>> = {
  'PATCH /app/contacts/:id.json': CONTACT_WORK,
  'PATCH /app/profile/language.json': 'the language of one’s own console is no setting of the workspace',
  'PATCH /app/profile/assist.json': 'whether one wants help at one’s own desk is no setting of the workspace',
  'POST /app/profile/passkeys/begin.json': 'asks the browser for a passkey, and keeps nothing',
  'POST /app/profile/codes.json': 'a seed that no code has confirmed asks nothing of anyone',
  'POST /app/webhooks/:id/test.json': SENDS_AGAIN,
  'POST /app/webhooks/:id/resend.json': SENDS_AGAIN,
  'POST /app/retention/preview.json': ONLY_READS,
  'POST /app/articles/ask.json': ONLY_READS,
  'POST /app/trunks/:id/test.json': ASKS_ALONE,
  'POST /app/mail/test.json': ASKS_ALONE,
  'POST /app/provider/test.json': ASKS_ALONE,
  'POST /app/simulator/calls.json': IN_A_CALL,
  'POST /app/authorize.json': 'the token that comes of it is noted when it is made',
  'POST /mcp': 'what a tool asks for is asked of `/v1`, and noted there',
  'DELETE /mcp': 'is refused: there are no sessions',
  'POST /m/:token': OWN_CALLER,
  'POST /m/:token/call-me': OWN_CALLER,
  'POST /m/:token/messages': OWN_CALLER,
};
