/** Carries out what pages ask for. */
import { readPastedNumber, regionOf } from '#domain/directory/phone-number.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import { defaultNumber } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { isPlayable } from '#domain/call/recording.ts';
import type { SignedIn } from '#domain/identity/session.ts';
import type { DialectParts } from '#api/dialect.ts';
import { recordingPath } from '#api/kit.ts';
import type { PageCommand } from './protocol.ts';
import type { Result } from './refusals.ts';
import { no, writeRefusal } from './refusals.ts';
import { maySee } from './snapshot.ts';
import type { AgentSound } from './sound.ts';

/** The commands that need no socket of their own. */
type Command = Exclude<PageCommand, { readonly type: 'hello' | 'sound_offer' }>;
type Of<T extends Command['type']> = Extract<Command, { readonly type: T }>;

export type Commands = { run(me: SignedIn, command: Command): Promise<Result> };

/** Makes them. */
export function createCommands(parts: DialectParts, sound: AgentSound): Commands {
  const { engine } = parts;
  const { live } = engine;
  const came = (outcome: Outcome<unknown>, message?: string): Result =>
    outcome.ok ? { ok: true } : writeRefusal(outcome.refusal, message);
  const lead = async (me: SignedIn, callId: number, event: CallEvent): Promise<Result> =>
    came(await live.leadCall(me.workspaceId, callId, me.agentId, event));

  /** A second call never ends the first: whoever talks already waits on hold. */
  const holdOthers = async (me: SignedIn, callId: number | null): Promise<void> => {
    const talking = live
      .openCalls(me.workspaceId)
      .filter((call) => call.id !== callId && call.state === 'connected' && call.heldSince === null)
      .filter((call) => isIn(call, me.agentId));
    await Promise.all(
      talking.map(async (call) => live.leadCall(me.workspaceId, call.id, me.agentId, { type: 'held' })),
    );
  };

  /** A number as it was typed or pasted; without a country code it is read in the region of the workspace's own number. */
  const typed = async (workspaceId: number, text: string): Promise<E164 | null> => {
    const own = defaultNumber(await engine.directory.load(workspaceId));
    return readPastedNumber(text, own === undefined ? null : regionOf(own.number));
  };

  const answer = async (me: SignedIn, { callId }: Of<'answer'>): Promise<Result> => {
    if (!sound.isAgentConnected(me.agentId)) return no('not_online');
    const outcome = await engine.answerCall(me.workspaceId, callId, me.agentId);
    if (outcome.ok) await holdOthers(me, callId);
    return came(outcome, 'Somebody else was faster, or the caller has gone.');
  };

  const transfer = async (me: SignedIn, { callId, to, mode }: Of<'transfer'>): Promise<Result> => {
    const { workspaceId, agentId } = me;
    if ('number' in to) {
      const number = await typed(workspaceId, to.number);
      if (number === null) return no('number_malformed');
      return came(await live.dialThirdParty({ workspaceId, callId, agentId, number, isHandOver: mode === 'cold' }));
    }
    const call = await engine.calls.byId(workspaceId, callId);
    if (call === null || !isIn(call, agentId)) return no('not_yours');
    const target = 'agentId' in to ? { agentId: to.agentId, menuId: null } : { agentId: null, menuId: to.menuId };
    return came(await engine.transferCall(workspaceId, callId, { ...target, mode }));
  };

  const digits = async (me: SignedIn, command: Of<'digits'>): Promise<Result> => {
    const call = await engine.calls.byId(me.workspaceId, command.callId);
    if (call === null || call.state !== 'connected' || !isIn(call, me.agentId)) return no('not_yours');
    const sent = await sound.sendDigits(call.id, command.digits);
    if (sent === 'sent') return { ok: true };
    return no(sent === 'not_taken' ? 'digits_not_taken' : 'other_end_away');
  };

  const dial = async (me: SignedIn, { number: text, ownNumber, lang }: Of<'dial'>): Promise<Result> => {
    const number = await typed(me.workspaceId, text);
    if (number === null) return no('number_malformed');
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
        placed.refusal.code === 'agent_not_available' ? 'Be available, and free, to place a call.' : undefined,
      );
    return {
      ok: true,
      data: placed.value.kind === 'placed' ? { callId: placed.value.call.id } : { choiceId: placed.value.choice.id },
    };
  };

  const choose = async (me: SignedIn, { choiceId, ownNumber, contactNumber }: Of<'choose'>): Promise<Result> => {
    const number = contactNumber === null ? null : await typed(me.workspaceId, contactNumber);
    if (contactNumber !== null && number === null) return no('number_malformed');
    if (!sound.isAgentConnected(me.agentId)) return no('not_online');
    const outcome = await live.choose(me.workspaceId, me.agentId, choiceId, { ownNumber, contactNumber: number });
    return outcome.ok ? { ok: true, data: { callId: outcome.value.id } } : writeRefusal(outcome.refusal);
  };

  const listen = async (me: SignedIn, { callId }: Of<'listen_voicemail'>): Promise<Result> => {
    const call = await engine.calls.byId(me.workspaceId, callId);
    if (call === null || call.recording?.kind !== 'voicemail' || !isPlayable(call.recording)) return no('unknown');
    const heard = await engine.listenToVoicemail(me.workspaceId, callId);
    if (!heard.ok) return writeRefusal(heard.refusal);
    return { ok: true, data: { url: recordingPath(parts, call.recording.uid) } };
  };

  /** Writes something down about a call that he may see. */
  const about = async (me: SignedIn, callId: number, write: () => Promise<unknown>): Promise<Result> => {
    const call = await engine.calls.byId(me.workspaceId, callId);
    if (call === null || !maySee(me, call)) return no('not_yours');
    await write();
    return { ok: true };
  };

  const run = async (me: SignedIn, command: Command): Promise<Result> => {
    const { workspaceId, agentId } = me;
    switch (command.type) {
      case 'status':
        return came(await live.beStatus(workspaceId, agentId, command.status), 'Go online first.');
      case 'answer':
        return answer(me, command);
      case 'decline':
        return came(await live.declineCall(workspaceId, command.callId, agentId));
      case 'hang_up':
        return came(await live.hangUp(workspaceId, command.callId, agentId));
      case 'hold':
        return lead(me, command.callId, { type: 'held' });
      case 'resume': {
        const resumed = await lead(me, command.callId, { type: 'resumed' });
        if (resumed.ok) await holdOthers(me, command.callId);
        return resumed;
      }
      case 'mute':
        if (!sound.isAgentConnected(agentId)) return no('not_online');
        await sound.muteAgent(agentId, command.isMuted);
        return { ok: true };
      case 'digits':
        return digits(me, command);
      case 'transfer':
        return transfer(me, command);
      case 'pause_recording':
        return came(await live.pauseRecording(workspaceId, command.callId, agentId, command.isPaused));
      case 'note':
        return about(me, command.callId, async () => live.addNote(workspaceId, command.callId, agentId, command.text));
      case 'flag':
        return about(me, command.callId, async () =>
          engine.happened(command.callId, { type: 'flagged', flags: command.flags }, workspaceId),
        );
      case 'wrap_up_done':
        return (await live.finishWrapUp(workspaceId, agentId)) ? { ok: true } : no('unknown');
      case 'dial':
        return dial(me, command);
      case 'choose':
        return choose(me, command);
      case 'listen_voicemail':
        return listen(me, command);
      case 'message': {
        const message = await live.write(workspaceId, command.conversationId, agentId, command.text);
        return message === null ? no('unknown') : { ok: true, data: { id: message.id } };
      }
      default:
        return command satisfies never;
    }
  };
  return { run };
}

function isIn(call: Call, agentId: number): boolean {
  return call.participants.some((each) => each.agentId === agentId && each.endedAt === null);
}
