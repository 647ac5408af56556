/** Carries out what pages ask for. */
import { readPastedNumber, regionOf } from '#domain/directory/phone-number.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import { defaultNumber } from '#domain/directory/workspace.ts';
import type { Outcome, RefusalCode } from '#domain/call/refusal.ts';
import { isPlayable } from '#domain/call/recording.ts';
import type { AgentActor } from '#domain/identity/actor.ts';
import { mayDo } from '#domain/identity/call-rights.ts';
import type { SignedIn } from '#domain/identity/session.ts';
import { readInstant } from '#http/instant.ts';
import type { DialectParts } from '#api/dialect.ts';
import { recordingPath } from '#api/kit.ts';
import type { Assist } from './assist.ts';
import type { PageCommand } from './protocol.ts';
import type { Result } from './refusals.ts';
import { no, writeRefusal } from './refusals.ts';
import type { AgentSound } from './sound.ts';
import { writeWords } from './words.ts';

/** The commands that need no socket of their own. */
type Command = Exclude<PageCommand, { readonly type: 'hello' | 'sound_offer' }>;
type Of<T extends Command['type']> = Extract<Command, { readonly type: T }>;

export type Commands = { run(me: SignedIn, command: Command): Promise<Result> };

/** What keeps an agent from taking calls -> what to do first. */
const UNFINISHED: { readonly [C in RefusalCode]?: string } = {
  disposition_required: 'Choose a disposition for the last call first.',
  note_required: 'Write a note about the last call first.',
  tag_required: 'Choose a tag for the last call first.',
};

/** Makes them. */
export function createCommands(parts: DialectParts, sound: AgentSound, assist: Pick<Assist, 'forAgent'>): Commands {
  const { engine } = parts;
  const came = (outcome: Outcome<unknown>, message?: string): Result =>
    outcome.ok ? { ok: true } : writeRefusal(outcome.refusal, message);

  /**
   * A number as it was typed or pasted; without a country code it is read in the region of the workspace's own number.
   */
  const typed = async (workspaceId: number, text: string): Promise<E164 | null> => {
    const own = defaultNumber(await engine.directory.load(workspaceId));
    return readPastedNumber(text, own === undefined ? null : regionOf(own.number));
  };
  /** Why what was typed is no number that is dialed; the history of a call that they lead says so as well. */
  const noNumber = async (me: AgentActor, text: string, callId: number | null = null): Promise<Result> => {
    const call = callId === null ? null : await engine.calls.byId(me.workspaceId, callId);
    const concerned = call !== null && mayDo('dial_third_party', me, call) ? call.id : null;
    const isEmergency = await engine.isEmergency(me.workspaceId, text, concerned);
    return isEmergency ? writeRefusal({ code: 'emergency_number' }) : no('number_malformed');
  };

  const answer = async (me: AgentActor, { callId }: Of<'answer'>): Promise<Result> => {
    if (!sound.isAgentConnected(me.agentId)) return no('not_online');
    const outcome = await engine.answerCall(me, callId);
    return came(outcome, 'Another agent was faster, or the caller has hung up.');
  };

  const transfer = async (me: AgentActor, { callId, to, mode }: Of<'transfer'>): Promise<Result> => {
    if ('number' in to) {
      const number = await typed(me.workspaceId, to.number);
      if (number === null) return noNumber(me, to.number, callId);
      return came(await engine.dialThirdParty(me, callId, { number, isHandOver: mode === 'cold' }));
    }
    const call = await engine.calls.byId(me.workspaceId, callId);
    if (call === null || !mayDo('transfer', me, call)) return no('not_yours');
    const target = 'agentId' in to ? { agentId: to.agentId, menuId: null } : { agentId: null, menuId: to.menuId };
    return came(await engine.transferCall(me, callId, { ...target, mode }));
  };

  const digits = async (me: AgentActor, command: Of<'digits'>): Promise<Result> => {
    const call = await engine.calls.byId(me.workspaceId, command.callId);
    if (call === null || call.state !== 'connected' || !mayDo('send_digits', me, call)) return no('not_yours');
    const sent = await sound.sendDigits(call.id, command.digits);
    if (sent === 'sent') return { ok: true };
    return no(sent === 'not_taken' ? 'digits_not_taken' : 'other_end_away');
  };

  const dial = async (me: AgentActor, { number: text, ownNumber, lang }: Of<'dial'>): Promise<Result> => {
    const number = await typed(me.workspaceId, text);
    if (number === null) return noNumber(me, text);
    if (!sound.isAgentConnected(me.agentId)) return no('not_online');
    const agent = (await engine.directory.load(me.workspaceId)).agents.get(me.agentId);
    const placed = await engine.placeCall({
      workspaceId: me.workspaceId,
      origin: 'outbound_desk',
      agentEmail: agent?.email ?? '',
      ticketId: null,
      number,
      ownNumber,
      lang,
      requestKey: null,
    });
    if (!placed.ok)
      return writeRefusal(
        placed.refusal,
        placed.refusal.code === 'agent_not_available'
          ? 'Go available, and finish your other call, to place one.'
          : undefined,
      );
    return {
      ok: true,
      data: placed.value.kind === 'placed' ? { callId: placed.value.call.id } : { choiceId: placed.value.choice.id },
    };
  };

  const choose = async (me: AgentActor, { choiceId, ownNumber, contactNumber }: Of<'choose'>): Promise<Result> => {
    const number = contactNumber === null ? null : await typed(me.workspaceId, contactNumber);
    if (contactNumber !== null && number === null) return no('number_malformed');
    if (!sound.isAgentConnected(me.agentId)) return no('not_online');
    const outcome = await engine.chooseNumber(me, choiceId, { ownNumber, contactNumber: number });
    return outcome.ok ? { ok: true, data: { callId: outcome.value.id } } : writeRefusal(outcome.refusal);
  };

  const listen = async (me: AgentActor, { callId }: Of<'listen_voicemail'>): Promise<Result> => {
    const call = await engine.calls.byId(me.workspaceId, callId);
    // Who had talked before they were asked for a message left it in the recording of the call.
    if (call === null || !call.state.startsWith('voicemail_') || !isPlayable(call.recording)) return no('unknown');
    const heard = await engine.listenToVoicemail(me, callId);
    if (!heard.ok) return writeRefusal(heard.refusal);
    return { ok: true, data: { url: recordingPath(parts, call.recording.uid, `a${me.agentId}`) } };
  };

  const words = async (me: AgentActor, { callId }: Of<'words'>): Promise<Result> => {
    const call = await engine.calls.byId(me.workspaceId, callId);
    const serves = await engine.live.contactsServedBy(me.workspaceId, me.agentId);
    if (call === null || !mayDo('read', { ...me, serves }, call)) return no('unknown');
    const said = sound.wordsOf(callId);
    const directory = await engine.directory.load(me.workspaceId);
    return { ok: true, data: said === null ? null : writeWords(callId, said, directory) };
  };

  const help = async (me: AgentActor, { callId }: Of<'assist'>): Promise<Result> => {
    const call = await engine.calls.byId(me.workspaceId, callId);
    return call === null ? no('unknown') : { ok: true, data: await assist.forAgent(call, me.agentId) };
  };

  /** A status was taken, or not: each refusal in the agent's words. */
  const took = (outcome: Outcome<null>): Result => {
    if (outcome.ok) return { ok: true };
    return writeRefusal(outcome.refusal, UNFINISHED[outcome.refusal.code] ?? 'Go online first.');
  };

  /** Something is written down about a call: whose it may not be is all that a page is told where it is refused. */
  const written = (outcome: Outcome<unknown>): Result => (outcome.ok ? { ok: true } : no('not_yours'));

  const ownStatus = async (me: AgentActor, { name }: Of<'own_status'>): Promise<Result> => {
    const { ownStatuses } = (await engine.directory.load(me.workspaceId)).workspace;
    const own = ownStatuses.find((each) => each.name === name);
    return own === undefined ? no('status_unknown') : took(await engine.setOwnStatus(me, own.countsAs, own.name));
  };

  const reschedule = async (me: AgentActor, { callId, at, menuId }: Of<'reschedule'>): Promise<Result> => {
    const instant = at === null ? null : readInstant(at, 'body');
    return came(
      await engine.rescheduleCall(me, callId, {
        ...(instant === null ? {} : { at: instant }),
        ...(menuId === null ? {} : { menuId }),
      }),
    );
  };

  const message = async (me: AgentActor, { conversationId, text }: Of<'message'>): Promise<Result> => {
    const { workspaceId, agentId } = me;
    const sent = await engine.sendMessage({ workspaceId, conversationId, agentId, text });
    if (sent === null) return no('unknown');
    return sent === 'full' ? no('conversation_full') : { ok: true, data: { id: sent.id } };
  };

  const run = async (signedIn: SignedIn, command: Command): Promise<Result> => {
    const me: AgentActor = { kind: 'agent', ...signedIn };
    switch (command.type) {
      case 'status':
        return took(await engine.setOwnStatus(me, command.status));
      case 'own_status':
        return ownStatus(me, command);
      case 'answer':
        return answer(me, command);
      case 'decline':
        return came(await engine.declineCall(me, command.callId));
      case 'hang_up':
        return came(await engine.hangUp(me, command.callId));
      case 'hold':
        return came(await engine.holdCall(me, command.callId));
      case 'resume':
        return came(await engine.resumeCall(me, command.callId));
      case 'mute':
        if (!sound.isAgentConnected(me.agentId)) return no('not_online');
        await sound.muteAgent(me.agentId, command.isMuted);
        return { ok: true };
      case 'digits':
        return digits(me, command);
      case 'transfer':
        return transfer(me, command);
      case 'pause_recording':
        return came(await engine.pauseRecording(me, command.callId, command.isPaused));
      case 'note':
        return written(await engine.addNote(me, command.callId, command.text));
      case 'flag':
        return written(await engine.flagCall(me, command.callId, command.flags));
      case 'wrap_up_done':
        return came(await engine.finishWrapUp(me));
      case 'outcome':
        return came(await engine.noteOutcome(me, command.callId, command.change));
      case 'reschedule':
        return reschedule(me, command);
      case 'call_now':
        return came(await engine.callScheduledNow(me, command.callId));
      case 'cancel_scheduled':
        return came(await engine.cancelScheduledCall(me, command.callId));
      case 'dismiss_missed':
        return (await engine.dismissMissedCall(me, command.callId)) ? { ok: true } : no('unknown');
      case 'dial':
        return dial(me, command);
      case 'choose':
        return choose(me, command);
      case 'words':
        return words(me, command);
      case 'assist':
        return help(me, command);
      case 'listen_voicemail':
        return listen(me, command);
      case 'message':
        return message(me, command);
      default:
        return command satisfies never;
    }
  };
  return { run };
}
