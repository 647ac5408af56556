/** What the agent says of themselves, and since when. */
import { Menu } from '@base-ui/react/menu';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactElement } from 'react';
import { activeCalls } from '../link/mine.ts';
import { useDesk, useDeskState } from '../link/use-desk.ts';
import type { World } from '../link/world.ts';
import { say } from '../parts/language.ts';
import { sayRefusal } from '../parts/notice.tsx';
import { Dot } from '../parts/mark.tsx';
import { Timer } from '../parts/timer.tsx';
import type { Tone } from '../parts/words.ts';
import { STATUS_TONES, statusOf, toneOf } from '../parts/words.ts';
import { useKeys } from './keyboard.ts';

const CHOICES = ['available', 'break', 'unavailable'] as const;
/** What stands before the names of the workspace's own statuses, so that one may be called `break`. */
const OWN = 'own ';
const ITEM =
  'flex min-h-10 items-center gap-2.5 rounded-lg px-3 text-sm outline-none select-none data-highlighted:bg-sunken data-disabled:opacity-50';

/** The picker; `r` changes between available and unavailable. */
export function StatusPicker({ world }: { readonly world: World }): ReactElement {
  const desk = useDesk();
  const { sound } = useDeskState();
  const { me, settings } = world;
  const isOnline = sound.phase === 'connected' || sound.phase === 'interrupted';
  const shown = isOnline ? statusOf(me, world.calls) : ({ word: say('status.offline'), tone: 'calm' } as const);
  const choose = (status: (typeof CHOICES)[number]): void =>
    void desk.send({ type: 'status', status }).then(sayRefusal);
  /** One of the fixed ones, or one of the workspace's own. */
  const pick = (value: string): void => {
    const fixed = CHOICES.find((each) => each === value);
    if (fixed !== undefined) choose(fixed);
    else void desk.send({ type: 'own_status', name: value.slice(OWN.length) }).then(sayRefusal);
  };
  useKeys({
    r: () => (isOnline ? choose(me.status === 'available' ? 'unavailable' : 'available') : undefined),
  });

  return (
    <Menu.Root>
      <Menu.Trigger className="flex min-h-10 shrink-0 items-center gap-2 rounded-full border border-line bg-surface pr-2.5 pl-3.5 text-sm hover:border-edge">
        <Dot tone={shown.tone} />
        <span className="sr-only">{say('frame.statusIs')}</span>
        <span className="font-medium whitespace-nowrap">{shown.word}</span>
        {isOnline ? <Timer since={me.since} className="text-quiet max-[26rem]:hidden" /> : null}
        <ChevronDown aria-hidden className="size-4 shrink-0 text-quiet" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" className="z-30">
          <Menu.Popup className="min-w-60 animate-rise rounded-xl border border-line bg-raised p-1.5 shadow-lift outline-none">
            <Menu.RadioGroup value={me.statusName === null ? me.status : `${OWN}${me.statusName}`} onValueChange={pick}>
              {CHOICES.map((status) => (
                <Menu.RadioItem key={status} value={status} closeOnClick disabled={!isOnline} className={ITEM}>
                  <Choice word={say(`status.${status}`)} tone={STATUS_TONES[status]} />
                </Menu.RadioItem>
              ))}
              {settings.statuses.map(({ name, color }) => (
                <Menu.RadioItem key={name} value={`${OWN}${name}`} closeOnClick disabled={!isOnline} className={ITEM}>
                  <Choice word={name} tone={toneOf(color)} />
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            {isOnline ? (
              <>
                <hr className="mx-2 my-1.5 border-line" />
                <Menu.Item
                  className={ITEM}
                  disabled={activeCalls(world).length > 0}
                  onClick={() => void desk.goOffline().then(sayRefusal)}
                >
                  <Dot tone="calm" />
                  {say('frame.goOffline')}
                </Menu.Item>
              </>
            ) : (
              <>
                <hr className="mx-2 my-1.5 border-line" />
                <Menu.Item className={ITEM} onClick={() => void desk.goOnline()}>
                  <Dot tone="live" />
                  {say('frame.goOnline')}
                </Menu.Item>
              </>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Choice({ word, tone }: { readonly word: string; readonly tone: Tone }): ReactElement {
  return (
    <>
      <Dot tone={tone} />
      <span className="grow">{word}</span>
      <Menu.RadioItemIndicator render={<Check aria-hidden className="size-4 text-accent" />} />
    </>
  );
}
