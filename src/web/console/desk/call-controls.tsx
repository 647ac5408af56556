/** What can be done to the call in progress. There is one set of these in the page, wherever the call is shown. */
import { ArrowRightLeft, Grip, MicOff, Mic, Pause, PhoneOff, Play } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { announce } from '../frame/announcer.tsx';
import { useKeys } from '../frame/keyboard.ts';
import { useDesk, useDeskState } from '../link/use-desk.ts';
import { Hint } from '../parts/hint.tsx';
import { say } from '../parts/language.ts';
import { sayRefusal, useAct } from '../parts/notice.tsx';
import { Keypad } from './keypad.tsx';
import { TransferDialog } from './transfer.tsx';

/** X twice within this time hangs up. Milliseconds. */
const TWICE_MS = 1500;

/** The row. `isCompact`: icons without words, for the softphone; the names stay. */
export function CallControls({
  call,
  isCompact = false,
}: {
  readonly call: CallView;
  readonly isCompact?: boolean;
}): ReactElement {
  const [open, setOpen] = useState<'keypad' | 'transfer' | null>(null);
  const close = (): void => setOpen(null);
  const { can, run, isMuted, isActing, isHangUpAwaited } = useControls(call, setOpen);
  return (
    <div className="flex flex-wrap items-start gap-x-1.5 gap-y-3 sm:gap-x-2.5">
      <MuteControl isCompact={isCompact} isMuted={isMuted} onClick={run.mute} />
      <HoldControl call={call} isCompact={isCompact} disabled={!can.hold || isActing} onClick={run.hold} />
      <Control
        isCompact={isCompact}
        name={say('desk.keypad')}
        keys="K"
        hint={say('desk.dialPad')}
        disabled={!can.press}
        onClick={run.openKeypad}
      >
        <Grip aria-hidden />
      </Control>
      <Control
        isCompact={isCompact}
        name={say('desk.transfer')}
        keys="T"
        hint={isShared(call) ? say('desk.dropFirst') : say('desk.transferAbout')}
        disabled={!can.transfer}
        onClick={run.openTransfer}
      >
        <ArrowRightLeft aria-hidden />
      </Control>
      <HangUpControl
        call={call}
        isCompact={isCompact}
        isAwaited={isHangUpAwaited}
        disabled={isActing}
        onClick={run.hangUp}
      />
      <Keypad call={call} isOpen={open === 'keypad'} close={close} />
      <TransferDialog call={call} isOpen={open === 'transfer'} close={close} />
    </div>
  );
}

/** Whether someone besides the caller and the agent is in the call. */
function isShared({ agentIds, thirdParty }: CallView): boolean {
  return agentIds.length > 1 || thirdParty?.isConnected === true;
}

/** What can be done to the call, by button and by key. */
function useControls(call: CallView, setOpen: (dialog: 'keypad' | 'transfer') => void) {
  const desk = useDesk();
  const { sound } = useDeskState();
  const { isActing, act } = useAct();
  const isTalking = call.state === 'connected';
  const can = { hold: isTalking, press: isTalking, transfer: isTalking && call.transfer === null && !isShared(call) };
  const run = {
    // At once, whatever else is under way: no one is heard who does not want to be.
    mute: (): void => void desk.mute(!sound.isMuted).then(sayRefusal),
    hold: (): void => void act(async () => desk.send({ type: call.isHeld ? 'resume' : 'hold', callId: call.id })),
    hangUp: (): void => void act(async () => desk.send({ type: 'hang_up', callId: call.id })),
    openKeypad: (): void => setOpen('keypad'),
    openTransfer: (): void => setOpen('transfer'),
  };
  const { press: hangUpByKey, isAwaited } = useTwice(run.hangUp, say('desk.pressAgainSaid'));
  const when = (isPossible: boolean, does: () => void): (() => void) => (isPossible ? does : () => undefined);
  useKeys({
    m: run.mute,
    h: when(can.hold, run.hold),
    k: when(can.press, run.openKeypad),
    t: when(can.transfer, run.openTransfer),
    x: hangUpByKey,
  });
  return { can, run, isMuted: sound.isMuted, isActing, isHangUpAwaited: isAwaited };
}

type Of<More> = More & { readonly isCompact: boolean; readonly onClick: () => void };

function MuteControl({ isMuted, ...rest }: Of<{ readonly isMuted: boolean }>): ReactElement {
  const hint = isMuted ? say('desk.unmute') : say('desk.mute');
  return (
    <Control {...rest} name={say('desk.mute')} keys="M" hint={hint} isPressed={isMuted}>
      {isMuted ? <MicOff aria-hidden /> : <Mic aria-hidden />}
    </Control>
  );
}

function HoldControl({ call, ...rest }: Of<{ readonly call: CallView; readonly disabled: boolean }>): ReactElement {
  const onHold = isShared(call) ? say('desk.holdShared') : say('desk.holdAbout');
  return (
    <Control
      {...rest}
      name={say('desk.hold')}
      keys="H"
      hint={call.isHeld ? say('desk.resume') : onHold}
      isPressed={call.isHeld}
    >
      {call.isHeld ? <Play aria-hidden /> : <Pause aria-hidden />}
    </Control>
  );
}

function HangUpControl({
  call,
  isAwaited,
  ...rest
}: Of<{ readonly call: CallView; readonly isAwaited: boolean; readonly disabled: boolean }>): ReactElement {
  const hint = isShared(call) ? say('desk.leaveCall') : say('desk.endCall');
  return (
    <div className="relative ml-auto">
      {isAwaited ? (
        <span
          aria-hidden
          className="absolute right-0 bottom-full z-10 mb-1.5 rounded-md bg-danger-soft px-2 py-1 text-xs font-medium whitespace-nowrap text-danger-ink shadow-shade"
        >
          {say('desk.pressAgain')}
        </span>
      ) : null}
      <Control {...rest} name={say('desk.hangUp')} keys="X X" hint={hint} isEnding>
        <PhoneOff aria-hidden />
      </Control>
    </div>
  );
}

function Control({
  name,
  keys,
  hint,
  isCompact,
  isPressed,
  isEnding = false,
  disabled = false,
  onClick,
  children,
}: {
  readonly name: string;
  readonly keys: string;
  readonly hint: string;
  readonly isCompact: boolean;
  readonly isPressed?: boolean;
  readonly isEnding?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}): ReactElement {
  const disc = isEnding
    ? 'bg-danger text-on-danger group-enabled:group-hover:bg-danger-strong border-transparent'
    : isPressed === true
      ? 'bg-ink text-ground border-transparent'
      : 'bg-surface border-line text-ink group-enabled:group-hover:border-edge group-enabled:group-hover:bg-sunken';
  return (
    <Hint text={hint} keys={keys}>
      <button
        type="button"
        disabled={disabled}
        onClick={onClick}
        {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
        className="group flex min-w-14 flex-col items-center gap-1.5 rounded-xl text-xs disabled:opacity-50"
      >
        <span
          className={`grid place-items-center rounded-full border transition-colors ${isCompact ? 'size-11 [&_svg]:size-5' : 'size-14 [&_svg]:size-6'} ${disc}`}
        >
          {children}
        </span>
        <span className={isCompact ? 'text-[0.6875rem] leading-3' : 'text-[0.8125rem]'}>{name}</span>
      </button>
    </Hint>
  );
}

/** Runs on the second press within a moment. The first one says so, to be seen and heard until the moment is over. */
function useTwice(run: () => void, says: string): { readonly press: () => void; readonly isAwaited: boolean } {
  const [isAwaited, setAwaited] = useState(false);
  useEffect(() => {
    if (!isAwaited) return undefined;
    announce(says);
    const timer = setTimeout(() => setAwaited(false), TWICE_MS);
    return () => {
      clearTimeout(timer);
      announce('');
    };
  }, [isAwaited, says]);
  const press = (): void => {
    setAwaited(!isAwaited);
    if (isAwaited) run();
  };
  return { press, isAwaited };
}
