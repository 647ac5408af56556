/**
 * The table of commands: the only way in for APIs, pages and the simulator's director, one file a verb. A verb means
 * the same whichever door it comes from. What carriers, timers and jobs have to tell is a report and no command.
 */
import { addNote } from './commands/add-note.ts';
import { announceCall } from './commands/announce-call.ts';
import { answerCall } from './commands/answer-call.ts';
import { blockContact } from './commands/block-contact.ts';
import { callBack } from './commands/call-back.ts';
import { callScheduledNow } from './commands/call-scheduled-now.ts';
import { cancelScheduledCall } from './commands/cancel-scheduled-call.ts';
import { chooseMenu } from './commands/choose-menu.ts';
import { chooseNumber } from './commands/choose-number.ts';
import { declineCall } from './commands/decline-call.ts';
import { deleteRecording } from './commands/delete-recording.ts';
import { dismissMissedCall } from './commands/dismiss-missed-call.ts';
import { dialThirdParty } from './commands/dial-third-party.ts';
import { finishWrapUp } from './commands/finish-wrap-up.ts';
import { flagCall } from './commands/flag-call.ts';
import { forgetContact } from './commands/forget-contact.ts';
import { giveConsent } from './commands/give-consent.ts';
import { hangUp } from './commands/hang-up.ts';
import { holdCall } from './commands/hold-call.ts';
import { holdOthers } from './commands/hold-others.ts';
import { identifyCaller } from './commands/identify-caller.ts';
import { listenToVoicemail } from './commands/listen-to-voicemail.ts';
import { mergeContacts } from './commands/merge-contacts.ts';
import { noteCall } from './commands/note-call.ts';
import { noteOutcome } from './commands/note-outcome.ts';
import { passOn } from './commands/pass-on.ts';
import { pauseRecording } from './commands/pause-recording.ts';
import { placeCall } from './commands/place-call.ts';
import { playRecording } from './commands/play-recording.ts';
import { pressKey } from './commands/press-key.ts';
import { rateCall } from './commands/rate-call.ts';
import { receiveCall } from './commands/receive-call.ts';
import { redirectCaller } from './commands/redirect-caller.ts';
import { reportCall } from './commands/report-call.ts';
import { rescheduleCall } from './commands/reschedule-call.ts';
import { resumeCall } from './commands/resume-call.ts';
import { scheduleCall } from './commands/schedule-call.ts';
import { selectMenu } from './commands/select-menu.ts';
import { sendMessage } from './commands/send-message.ts';
import { sendToVoicemail } from './commands/send-to-voicemail.ts';
import { setAgentStatus } from './commands/set-agent-status.ts';
import { setOwnStatus } from './commands/set-own-status.ts';
import { takeCall } from './commands/take-call.ts';
import { takeWebCall } from './commands/take-web-call.ts';
import { transferCall } from './commands/transfer-call.ts';
import { updateReport } from './commands/update-report.ts';
import type { Deps } from './core/deps.ts';

/** Verb -> command. */
export const COMMANDS = {
  addNote,
  announceCall,
  answerCall,
  blockContact,
  callBack,
  callScheduledNow,
  cancelScheduledCall,
  chooseMenu,
  chooseNumber,
  declineCall,
  deleteRecording,
  dialThirdParty,
  dismissMissedCall,
  finishWrapUp,
  flagCall,
  forgetContact,
  giveConsent,
  hangUp,
  holdCall,
  holdOthers,
  identifyCaller,
  listenToVoicemail,
  mergeContacts,
  noteCall,
  noteOutcome,
  passOn,
  pauseRecording,
  placeCall,
  playRecording,
  pressKey,
  rateCall,
  receiveCall,
  redirectCaller,
  reportCall,
  rescheduleCall,
  resumeCall,
  scheduleCall,
  selectMenu,
  sendMessage,
  sendToVoicemail,
  setAgentStatus,
  setOwnStatus,
  takeCall,
  takeWebCall,
  transferCall,
  updateReport,
} as const satisfies Readonly<Record<string, Command>>;

type Command = (deps: Deps, ...asked: never[]) => Promise<unknown>;

type Bound<C> = C extends (deps: Deps, ...asked: infer Asked) => infer Answer ? (...asked: Asked) => Answer : never;

/** The commands as they are given: without what they work with. */
export type Commands = { readonly [Verb in keyof typeof COMMANDS]: Bound<(typeof COMMANDS)[Verb]> };

/** Gives the commands what they work with. */
export function bindCommands(deps: Deps): Commands {
  const bound = Object.entries<Command>(COMMANDS).map(
    ([verb, command]) => [verb, async (...asked: never[]) => command(deps, ...asked)] as const,
  );
  // Each entry is the command of its verb with its first argument given, which is what the type says.
  return Object.fromEntries(bound) as unknown as Commands;
}
