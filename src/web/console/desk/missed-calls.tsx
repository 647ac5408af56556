/** The calls that I missed: kept by the server until I call back or dismiss them. */
import { useNavigate } from '@tanstack/react-router';
import { PhoneMissed, PhoneOutgoing, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { MissedView } from '#realtime/agent/protocol.ts';
import { useDesk } from '../link/use-desk.ts';
import type { World } from '../link/world.ts';
import { Button } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { useAct } from '../parts/notice.tsx';
import { writeTime } from '../parts/time.ts';
import { callerName } from '../parts/words.ts';
import { Group } from './work-row.tsx';

/** The list; nothing where nothing was missed. */
export function MissedCalls({ world }: { readonly world: World }): ReactElement {
  return (
    <Group title={say('desk.missed.title')} count={world.missed.length} tone="bad">
      {world.missed.map((missed) => (
        <Line key={missed.callId} missed={missed} />
      ))}
    </Group>
  );
}

function Line({ missed }: { readonly missed: MissedView }): ReactElement {
  const desk = useDesk();
  const navigate = useNavigate();
  const { isActing, act } = useAct();
  const { callId, at, contact } = missed;
  const name = callerName(missed);
  const number = contact?.number ?? null;
  return (
    <li className="flex min-h-13 items-start gap-3 rounded-xl px-2.5 py-2">
      <PhoneMissed aria-hidden className="mt-0.5 size-4.5 shrink-0 text-quiet" />
      <div className="min-w-0 grow">
        <p className="flex items-baseline gap-2">
          <span className="grow truncate">{name}</span>
          <span className="shrink-0 text-xs text-quiet tabular-nums">{writeTime(at)}</span>
        </p>
        <p className="truncate text-sm text-quiet">{reasonOf(missed)}</p>
        <div className="mt-1.5 flex gap-2">
          {number === null ? null : (
            <Button
              size="small"
              aria-label={say('desk.callNameBack', { name })}
              onClick={() => void navigate({ to: '/desk', search: { dial: number } })}
            >
              <PhoneOutgoing aria-hidden />
              {say('desk.callBack')}
            </Button>
          )}
          <Button
            size="small"
            look="quiet"
            aria-label={say('desk.missed.dismiss', { name })}
            disabled={isActing}
            onClick={() => void act(async () => desk.send({ type: 'dismiss_missed', callId }))}
          >
            <X aria-hidden />
            {say('desk.missed.dismissWord')}
          </Button>
        </div>
      </div>
    </li>
  );
}

function reasonOf({ reason, wasAnswered, menu }: MissedView): string {
  const word = say(wasAnswered ? 'desk.missed.answered' : `desk.missed.${reason}`);
  return menu === null ? word : `${word} · ${menu.path}`;
}
