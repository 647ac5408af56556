/** A call in the middle of the desk: one in progress, one to wrap up, one that has ended. */
import { Link } from '@tanstack/react-router';
import { ArrowUpRight, MicOff, PhoneForwarded, Play, Users, WifiOff } from 'lucide-react';
import type { ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import { isLive } from '#domain/call/state.ts';
import type { CallView } from '#realtime/agent/protocol.ts';
import { LiveTranscript } from '../calls/live-transcript.tsx';
import { announce } from '../frame/announcer.tsx';
import { activeCalls, wrapUpCall } from '../link/mine.ts';
import { useDesk, useDeskState, useWorld } from '../link/use-desk.ts';
import { stateOf } from '../link/world.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { Filled } from '../parts/filled.tsx';
import { listed, say } from '../parts/language.ts';
import { Initials, Mark } from '../parts/mark.tsx';
import { useAct } from '../parts/notice.tsx';
import { secondsBetween, writeDuration } from '../parts/time.ts';
import { Timer } from '../parts/timer.tsx';
import { callerName, stateOfCall, writeNumber } from '../parts/words.ts';
import { Assist } from './assist.tsx';
import { Brief } from './brief.tsx';
import { CallControls } from './call-controls.tsx';
import { SoundRescue } from './go-online.tsx';
import { Journey } from './journey.tsx';
import { Level } from './level.tsx';
import { Notes } from './notes.tsx';
import { RecordingMark } from './recording.tsx';
import { ScheduledCall } from './scheduled-call.tsx';
import { Voicemail } from './voicemail.tsx';
import { WrapUp } from './wrap-up.tsx';

/** The panel. */
export function CallPanel({ call }: { readonly call: CallView }): ReactElement {
  const world = useWorld();
  const mine = activeCalls(world);
  const isMine = mine.some((each) => each.id === call.id);
  const isPrimary = mine[0]?.id === call.id;
  const [noteFault, setNoteFault] = useState<string | null>(null);
  const isWrappedUp = !isMine && wrapUpCall(world)?.id === call.id;
  return (
    <article className="rounded-2xl border border-line bg-surface shadow-shade">
      <Head call={call} isMine={isMine} />
      <div className="flex flex-col gap-6 p-4 sm:p-6">
        {isPrimary ? <CallControls call={call} /> : null}
        {isMine && !isPrimary ? <Resume call={call} /> : null}
        {isPrimary ? <SoundRescue /> : null}
        {isWrappedUp ? <WrapUp call={call} lacksNote={setNoteFault} /> : null}
        {call.state === 'scheduled' ? <ScheduledCall call={call} /> : null}
        {call.state.startsWith('voicemail_') ? <Voicemail call={call} /> : null}
        <Brief call={call} />
        {isMine || isWrappedUp ? <LiveTranscript call={call} /> : null}
        {isMine || isWrappedUp ? <Assist call={call} isOver={isWrappedUp} /> : null}
        <Journey call={call} />
        <Notes call={call} fault={noteFault} />
        {isLive(stateOf(call)) ? null : (
          <Link
            to="/calls/$id"
            params={{ id: String(call.id) }}
            className={`self-start ${buttonClass('quiet', 'small')} -ml-2.5`}
          >
            {say('desk.details')}
            <ArrowUpRight aria-hidden />
          </Link>
        )}
      </div>
    </article>
  );
}

function Head({ call, isMine }: { readonly call: CallView; readonly isMine: boolean }): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  const { word, tone } = stateOfCall(call);
  // What had the focus (Answer, say) is gone: the call takes it, and a screen reader reads on from here.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-3 border-b border-line p-4 sm:p-6">
      <span className="max-[26rem]:hidden">
        <Initials name={call.contact?.name ?? null} size="large" />
      </span>
      <div className="min-w-0 grow basis-40">
        <h2 ref={heading} tabIndex={-1} className="text-2xl leading-tight font-semibold outline-none">
          {callerName(call)}
        </h2>
        <p className="mt-0.5 flex flex-wrap gap-x-2 text-quiet">
          {call.contact?.name == null || call.contact.number === null ? null : (
            <span className="tabular-nums">{writeNumber(call.contact.number)}</span>
          )}
          {call.menu === null ? null : <span>{call.menu.path}</span>}
          {call.direction === 'outbound' && call.ownNumber !== null ? (
            <span>{say('desk.fromNumber', { number: call.ownNumber })}</span>
          ) : null}
        </p>
        <div className="mt-2.5 flex flex-wrap items-center gap-2">
          {call.isHeld && isMine ? <Mark tone="wait">{say('desk.onHold')}</Mark> : <Mark tone={tone}>{word}</Mark>}
          {isMine ? <CallerAway call={call} /> : null}
          {isMine ? <CallerSilent call={call} /> : null}
          <RecordingMark call={call} mayPause={isMine && call.state === 'connected'} />
          {isMine ? <MuteMark /> : null}
          <Others call={call} />
          <HandOver call={call} />
        </div>
      </div>
      <Length call={call} isMine={isMine} />
    </header>
  );
}

function Length({ call, isMine }: { readonly call: CallView; readonly isMine: boolean }): ReactElement | null {
  const from = call.connectedAt ?? (isMine ? call.assignedAt : null);
  if (from === null) return null;
  if (call.endsAt !== null)
    return <p className="text-2xl text-quiet tabular-nums">{writeDuration(secondsBetween(from, call.endsAt))}</p>;
  return (
    <div className="flex flex-col items-end gap-2">
      <Timer since={from} className="text-3xl leading-none font-light" />
      {call.isHeld && call.heldSince !== null ? (
        <p className="text-sm text-warn-ink">
          <Filled
            says={(gap) => say('desk.heldFor', { time: gap('time') })}
            gaps={{ time: <Timer since={call.heldSince} /> }}
          />
        </p>
      ) : isMine ? (
        <Level />
      ) : null}
    </div>
  );
}

function MuteMark(): ReactElement | null {
  const { sound } = useDeskState();
  if (sound.phase === 'interrupted') return <Mark tone="bad">{say('desk.reconnecting')}</Mark>;
  if (sound.isUnheard && !sound.isMuted) return <Mark tone="bad">{say('desk.unheard')}</Mark>;
  if (!sound.isMuted) return null;
  return (
    <Mark tone="wait">
      <MicOff aria-hidden />
      {say('desk.muted')}
    </Mark>
  );
}

/** The caller's line is cut; the server waits for them, and so may the agent. */
function CallerAway({ call }: { readonly call: CallView }): ReactElement | null {
  const isAway = call.isCallerAway && call.state === 'connected';
  const wasAway = useRef(isAway);
  useEffect(() => {
    if (isAway) announce(say('desk.callerCut'));
    else if (wasAway.current) announce(say('desk.callerBack'));
    wasAway.current = isAway;
  }, [isAway]);
  if (!isAway) return null;
  return (
    <Mark tone="bad">
      <WifiOff aria-hidden />
      {say('desk.callerCutMark')}
    </Mark>
  );
}

/** The caller is connected, and nothing comes from their microphone: their page tells them as well. */
function CallerSilent({ call }: { readonly call: CallView }): ReactElement | null {
  const isSilent = call.isCallerSilent && call.state === 'connected' && !call.isHeld;
  useEffect(() => {
    if (isSilent) announce(say('desk.callerSilent'));
  }, [isSilent]);
  if (!isSilent) return null;
  return (
    <Mark tone="bad">
      <MicOff aria-hidden />
      {say('desk.callerSilentMark')}
    </Mark>
  );
}

/** The other agents in a call of mine: what I say they hear, too. */
function Others({ call }: { readonly call: CallView }): ReactElement | null {
  const { agents, me } = useWorld();
  const others = call.agentIds.includes(me.id) ? call.agentIds.filter((id) => id !== me.id) : [];
  if (others.length === 0) return null;
  return (
    <Mark tone="live">
      <Users aria-hidden />
      {say('desk.with', { names: listed(others.map((id) => agents.get(id)?.name ?? say('desk.anotherAgent'))) })}
    </Mark>
  );
}

function HandOver({ call }: { readonly call: CallView }): ReactElement | null {
  const { agents, menus } = useWorld();
  const { transfer, thirdParty } = call;
  if (thirdParty !== null)
    return (
      <Mark tone="live">
        <PhoneForwarded aria-hidden />
        {say(thirdParty.isConnected ? 'desk.with' : 'desk.dialingNames', {
          names: thirdParty.number === null ? say('desk.thirdParty') : writeNumber(thirdParty.number),
        })}
      </Mark>
    );
  if (transfer === null) return null;
  const to = agents.get(transfer.toAgentId ?? 0)?.name ?? menus.find((menu) => menu.id === transfer.toMenuId)?.path;
  return (
    <Mark tone="wait">
      <PhoneForwarded aria-hidden />
      {say('desk.transferringTo', { name: to ?? say('desk.anotherAgent') })}
    </Mark>
  );
}

function Resume({ call }: { readonly call: CallView }): ReactElement {
  const desk = useDesk();
  const { isActing, act } = useAct();
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-xl bg-warn-soft p-4 text-warn-ink">
      <p className="grow">{say('desk.heldMeanwhile')}</p>
      <Button
        look="lead"
        size="large"
        disabled={isActing}
        onClick={() => void act(async () => desk.send({ type: 'resume', callId: call.id }))}
      >
        <Play aria-hidden />
        {say('desk.resume')}
      </Button>
    </div>
  );
}
