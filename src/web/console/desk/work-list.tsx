/** The left of the desk: everything that is for this agent, by kind. */
import { useNavigate } from '@tanstack/react-router';
import { CalendarClock, MessageSquare, PhoneIncoming, PhoneOutgoing, Voicemail } from 'lucide-react';
import type { ReactElement } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { activeCalls, choices, conversations, endedCalls, scheduled, voicemails, wrapUpCall } from '../link/mine.ts';
import type { World } from '../link/world.ts';
import { Button } from '../parts/button.tsx';
import { Hint } from '../parts/hint.tsx';
import { say } from '../parts/language.ts';
import { Dot } from '../parts/mark.tsx';
import { writeTime } from '../parts/time.ts';
import { Timer } from '../parts/timer.tsx';
import { callerName, stateOfCall, writeNumber } from '../parts/words.ts';
import type { Focus } from './focus.ts';
import { MissedCalls } from './missed-calls.tsx';
import { useDue } from './scheduled-call.tsx';
import { Group, Row } from './work-row.tsx';

/** The most that is listed of one kind. */
const MOST = 12;

/** The lists. Empty kinds are not shown, but for those in which something is awaited. */
export function WorkList({ world, focus }: { readonly world: World; readonly focus: Focus }): ReactElement {
  const navigate = useNavigate();
  const wrap = wrapUpCall(world);
  const mine = [...activeCalls(world), ...(wrap === null ? [] : [wrap])];
  const shown = shownIn(focus);
  const ended = endedCalls(world).filter((call) => call.id !== wrap?.id);
  return (
    <nav aria-label={say('desk.list.work')} className="flex flex-col gap-5 p-3 sm:p-4">
      <div className="flex items-center justify-between px-2 pt-1">
        <h2 className="text-lg font-semibold">{say('desk.list.today')}</h2>
        <Hint text={say('desk.list.place')} keys="C">
          <Button
            size="small"
            onClick={() => void navigate({ to: '/desk', search: (before) => ({ ...before, dial: '' }) })}
          >
            <PhoneOutgoing aria-hidden />
            {say('desk.dial')}
          </Button>
        </Hint>
      </div>
      <Group title={say('desk.list.mine')} count={mine.length}>
        {mine.map((call) => (
          <CallRow key={call.id} call={call} isShown={shown === `call ${call.id}`} />
        ))}
      </Group>
      <Group title={say('desk.list.requested')} count={world.choices.size} tone="wait">
        {choices(world).map((choice) => (
          <Row
            key={choice.id}
            search={{ choice: choice.id }}
            isShown={shown === `choice ${choice.id}`}
            icon={<PhoneOutgoing />}
            title={writeNumber(choice.contactNumbers[0] ?? say('desk.list.aCall'))}
            text={say('desk.list.choose')}
            aside={writeTime(choice.at)}
          />
        ))}
      </Group>
      <MissedCalls world={world} />
      <Group title={say('desk.list.voicemail')} count={voicemails(world).length} tone="wait">
        {voicemails(world)
          .slice(0, MOST)
          .map((call) => (
            <Row
              key={call.id}
              search={{ call: call.id }}
              isShown={shown === `call ${call.id}`}
              icon={<Voicemail />}
              title={callerName(call)}
              text={call.menu?.path ?? say('desk.voicemail.message')}
              aside={writeTime(call.endsAt ?? call.createdAt)}
              isNew
            />
          ))}
      </Group>
      <Group title={say('frame.scheduled')} count={scheduled(world).length}>
        {scheduled(world)
          .slice(0, MOST)
          .map((call) => (
            <Due key={call.id} call={call} isShown={shown === `call ${call.id}`} />
          ))}
      </Group>
      <Conversations world={world} shown={shown} />
      <Group title={say('desk.list.earlier')} count={ended.length} isCounted={false}>
        {ended.slice(0, MOST).map((call) => (
          <CallRow key={call.id} call={call} isShown={shown === `call ${call.id}`} />
        ))}
      </Group>
    </nav>
  );
}

function shownIn(focus: Focus): string {
  if (focus.kind === 'call') return `call ${focus.call.id}`;
  if (focus.kind === 'conversation') return `conversation ${focus.conversation.id}`;
  return focus.kind === 'choice' ? `choice ${focus.choice.id}` : '';
}

function Conversations({ world, shown }: { readonly world: World; readonly shown: string }): ReactElement {
  const all = conversations(world);
  const unread = all.filter((each) => each.isUnread).length;
  return (
    <Group
      title={unread === 0 ? say('desk.list.conversations') : say('desk.list.unread', { count: unread })}
      count={all.length}
      isCounted={false}
    >
      {all.slice(0, MOST).map((each) => (
        <Row
          key={each.id}
          search={{ conversation: each.id }}
          isShown={shown === `conversation ${each.id}`}
          icon={<MessageSquare />}
          title={callerName(each)}
          text={each.messages.at(-1)?.text ?? say('desk.list.nothing')}
          aside={each.messages.at(-1) === undefined ? '' : writeTime(each.messages.at(-1)?.at ?? '')}
          isNew={each.isUnread}
        />
      ))}
    </Group>
  );
}

function CallRow({ call, isShown }: { readonly call: CallView; readonly isShown: boolean }): ReactElement {
  const { word, tone } = stateOfCall(call);
  return (
    <Row
      search={{ call: call.id }}
      isShown={isShown}
      icon={call.direction === 'inbound' ? <PhoneIncoming /> : <PhoneOutgoing />}
      title={callerName(call)}
      text={
        <span className="flex items-center gap-1.5">
          <Dot tone={call.isHeld ? 'wait' : tone} />
          {call.isHeld ? say('desk.onHold') : word}
        </span>
      }
      aside={
        call.endsAt === null ? (
          <Timer since={call.heldSince ?? call.connectedAt ?? call.createdAt} />
        ) : (
          writeTime(call.endsAt)
        )
      }
    />
  );
}

function Due({ call, isShown }: { readonly call: CallView; readonly isShown: boolean }): ReactElement {
  return (
    <Row
      search={{ call: call.id }}
      isShown={isShown}
      icon={<CalendarClock />}
      title={callerName(call)}
      text={useDue(call.scheduledAt)}
      aside={call.scheduledAt === null ? '' : writeTime(call.scheduledAt)}
    />
  );
}
